import { directEntrance } from './domain-way.ts';
import type { SideDoorFinding } from './module.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html */
export const API16: SideDoorFinding = {
  id: 'API-16',
  claim: 'noSideDoor',
  title: 'The custom domain name itself is open',
  remedy:
    'Require the key on every method: a custom domain name answers to everybody who connects to it, whatever DNS says.',
  explain(bypass, of) {
    const entrance = directEntrance(bypass, of);
    if (entrance?.kind !== 'domain-name') return undefined;
    return {
      detail: `Requests to ${entrance.title} reach "${bypass.origin.id}" without CloudFront.`,
      place: entrance.place,
      key: entrance.resource,
    };
  },
};
