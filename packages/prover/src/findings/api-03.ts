import type { SideDoorFinding } from './module.ts';
import { covers, isKeyed, keyPlace, methodTitle, restApiWay } from './rest-api-way.ts';

/** The most specific resource and method decide: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html */
export const API03: SideDoorFinding = {
  id: 'API-03',
  claim: 'noSideDoor',
  title: 'A more specific method takes requests out of a keyed one',
  remedy: 'Set ApiKeyRequired: true on the specific method too; the setting of the wider one does not carry over.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    const { method, api, served } = way ?? {};
    if (!method || !api || !served || isKeyed(method)) return undefined;
    const wider = served.resources
      .flatMap(({ methods }) => methods)
      .find((other) => isKeyed(other) && covers(other, method));
    if (!wider) return undefined;
    return {
      detail: `${methodTitle(method)} of "${api.id}" requires no key, although ${methodTitle(wider)}, which would take these requests otherwise, does.`,
      place: keyPlace(method),
      key: `${api.id} ${methodTitle(method)}`,
    };
  },
};
