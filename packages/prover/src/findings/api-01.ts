import type { SideDoorFinding } from './module.ts';
import { isKeyed, keyPlace, methodTitle, restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html */
export const API01: SideDoorFinding = {
  id: 'API-01',
  claim: 'noSideDoor',
  title: 'A method requires no API key',
  remedy:
    'Set ApiKeyRequired: true on the method (the default is false), in an OpenAPI body security with a scheme of type apiKey, and deploy the stage again.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (!way?.method || isKeyed(way.method)) return undefined;
    return {
      detail: `The method ${methodTitle(way.method)} of "${way.api.id}" answers at the API's own address without a key.`,
      place: keyPlace(way.method),
      key: `${way.api.id} ${methodTitle(way.method)}`,
    };
  },
};
