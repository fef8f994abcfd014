import { at, type RestApi } from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import type { Case, SideDoorFinding } from './module.ts';
import { isKeyed, methodTitle, restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export const API04: SideDoorFinding = {
  id: 'API-04',
  claim: 'noSideDoor',
  title: 'The key is required at the root of the OpenAPI document only',
  remedy: 'Write the security requirement on every operation; API Gateway ignores the one at the root.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    const { method, api } = way ?? {};
    if (!method || !api || isKeyed(method)) return undefined;
    const root = rootSecurity(api, of);
    if (!root || isDeclared(method.place, of)) return undefined;
    return {
      detail: `The operation ${methodTitle(method)} of "${api.id}" names no security of its own, and the one at the root of the document has no effect.`,
      place: method.place,
      key: `${api.id} ${methodTitle(method)}`,
    };
  },
};

function rootSecurity({ id }: RestApi, { subject }: Case): Place | undefined {
  const api = subject.architecture.resources.all.find((resource) => resource.id === id);
  const body = at(api?.properties, 'Body');
  if (body?.kind === 'scalar' && typeof body.value === 'string')
    return /^\s*\{/.test(body.value) && hasRootKey(body.value, 'security') ? body.place : undefined;
  return at(body, 'security')?.place;
}

/** Whether a JSON text is a map with that key. */
function hasRootKey(text: string, key: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(text), key);
  } catch {
    return false;
  }
}

/** Whether the method is a resource of its own, which the document says nothing about. */
const isDeclared = ({ logicalId }: Place, { subject }: Case): boolean =>
  subject.architecture.resources.ofType('AWS::ApiGateway::Method').some((method) => method.logicalId === logicalId);
