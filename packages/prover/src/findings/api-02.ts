import type { SideDoorFinding } from './module.ts';
import { isKeyed, keyPlace, methodTitle, restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
export const API02: SideDoorFinding = {
  id: 'API-02',
  claim: 'noSideDoor',
  title: 'OPTIONS reaches the application without an API key',
  remedy: 'Answer OPTIONS by a MOCK integration, or require the key on it too.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (way?.method?.httpMethod !== 'OPTIONS' || isKeyed(way.method)) return undefined;
    return {
      detail: `${methodTitle(way.method)} of "${way.api.id}" requires no key and goes to the application instead of a MOCK integration.`,
      place: keyPlace(way.method),
      key: `${way.api.id} ${methodTitle(way.method)}`,
    };
  },
};
