import { headerValue } from '@sallyport/http';
import type { SideDoorFinding } from './module.ts';
import { isKeyed, keyPlace, methodTitle, restApiWay } from './rest-api-way.ts';

const OVERRIDE = 'x-http-method-override';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export const API07: SideDoorFinding = {
  id: 'API-07',
  claim: 'noSideDoor',
  title: 'X-HTTP-Method-Override leads to a method without a key',
  remedy:
    'Require the key on every method of the resource, and block the header X-HTTP-Method-Override in the web ACL.',
  explain(bypass, of) {
    const override = headerValue(bypass.witness.request.headers, OVERRIDE);
    const way = restApiWay(bypass, of);
    if (override === undefined || !way?.method || isKeyed(way.method)) return undefined;
    // Where the method can be called as it is, the header is not what opens it.
    const plain = of.verdicts.bypasses.filter(({ witness }) => !headerValue(witness.request.headers, OVERRIDE));
    if (plain.some((other) => restApiWay(other, of)?.method === way.method)) return undefined;
    return {
      detail: `The header turns ${bypass.witness.request.method} into ${override}, and ${methodTitle(way.method)} of "${way.api.id}" requires no key.`,
      place: keyPlace(way.method),
      key: `${way.api.id} ${methodTitle(way.method)}`,
    };
  },
};
