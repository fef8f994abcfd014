import { isKnown } from '@sallyport/architecture';
import type { SideDoorFinding } from './module.ts';
import { restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html */
export const API13: SideDoorFinding = {
  id: 'API-13',
  claim: 'noSideDoor',
  title: "The API key comes from an authorizer's answer",
  remedy:
    'Set ApiKeySourceType to HEADER, or let the authorizer refuse every caller that does not show the secret of CloudFront.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (!way || !isKnown(way.served.apiKeySource) || way.served.apiKeySource.known !== 'AUTHORIZER') return undefined;
    if (way.method && 'known' in way.method.apiKeyRequired && !way.method.apiKeyRequired.known) return undefined;
    return {
      detail: `"${way.api.id}" takes the key from its authorizer, so a caller whom the authorizer accepts needs no x-api-key.`,
      place: way.served.apiKeySource.place ?? way.api.place,
      key: way.api.id,
    };
  },
};
