import {
  type ApiMethod,
  type ApiSnapshot,
  type DeploymentUse,
  isKnown,
  type RestApi,
  type Stage,
} from '@sallyport/architecture';
import type { Decision, Gate } from '@sallyport/gates';
import type { Place } from '@sallyport/http';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case } from './module.ts';
import { decisionsOf, restApiOf } from './way.ts';

/** The way of a request through a REST API, past every distribution. */
export interface RestApiWay {
  readonly gate: Gate;
  readonly api: RestApi;
  readonly stage: Stage | undefined;
  /** Whether the stage's canary served it. */
  readonly isCanary: boolean;
  readonly deployment: DeploymentUse | undefined;
  /** What that deployment holds. */
  readonly served: ApiSnapshot;
  /** The method that carried it out, where the trace shows it. */
  readonly method: ApiMethod | undefined;
}

/** The REST API that a bypass came through, with its method. */
export function restApiWay(bypass: Bypass, of: Case): RestApiWay | undefined {
  const gate = restApiOf(bypass, of);
  const api = of.subject.architecture.restApis.apis.find(({ id }) => id === gate?.resource);
  if (!gate || !api) return undefined;
  const decisions = decisionsOf(bypass.outcome, gate);
  const stage = api.stages.find(({ name }) => gate.id.endsWith(`/${name}`));
  const canary = decisions.some(({ place }) => stage?.canary && samePlace(stage.canary.place, place))
    ? stage?.canary
    : undefined;
  const deployment = canary ? canary.deployment : stage?.deployment;
  const served = deployment?.snapshot ?? api;
  return { gate, api, stage, isCanary: canary !== undefined, deployment, served, method: methodOf(decisions, served) };
}

/** The method that the gate's decisions name last. Those of a document given as text share one place, so the title counts too. */
function methodOf(decisions: readonly Decision[], { resources }: ApiSnapshot): ApiMethod | undefined {
  const methods = resources.flatMap((resource) => resource.methods);
  return decisions
    .map(({ place, decision }) => {
      const there = methods.filter((method) => samePlace(method.place, place));
      return there.find((method) => decision.includes(`method ${methodTitle(method)} `)) ?? there[0];
    })
    .filter((method) => method !== undefined)
    .at(-1);
}

const samePlace = (a: Place, b: Place | undefined): boolean =>
  b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column && a.logicalId === b.logicalId;

/** The method as people write it, such as `GET /users/{id}`. */
export const methodTitle = ({ httpMethod, path }: ApiMethod): string => `${httpMethod} ${path}`;

/** Whether a method certainly requires a key. */
export const isKeyed = ({ apiKeyRequired }: ApiMethod): boolean => 'known' in apiKeyRequired && apiKeyRequired.known;

/** Whether a method asks for nothing before it calls something. */
export const isOpen = (method: ApiMethod): boolean =>
  !isKeyed(method) && method.authorization.kind === 'NONE' && !isMock(method);

const isMock = ({ integration }: ApiMethod): boolean =>
  integration !== undefined && isKnown(integration.type) && integration.type.known === 'MOCK';

/**
 * Whether a deployment lets a request through that one of the API as it stands in the sources would not: its method asks for
 * nothing there alone, or the resource policy is not in it.
 */
export function opensBySnapshot({ api, served, method }: RestApiWay): boolean {
  if (served === api) return false;
  if (losesPolicy({ api, served })) return true;
  if (!method || !isOpen(method)) return false;
  const same = api.resources
    .flatMap(({ methods }) => methods)
    .find(({ path, httpMethod }) => path === method.path && httpMethod === method.httpMethod);
  return !same || !isOpen(same);
}

/** Whether a deployment has been made before the API had its resource policy. */
export const losesPolicy = ({ api, served }: Pick<RestApiWay, 'api' | 'served'>): boolean =>
  api.policy !== undefined && served.policy === undefined;

/** Where a method says whether it requires a key, else where it stands. */
export const keyPlace = ({ apiKeyRequired, place }: ApiMethod): Place =>
  apiKeyRequired.place === undefined ? place : { ...place, ...apiKeyRequired.place };

/** Whether requests to this method would be the other's if this one were not there. */
export function covers(other: ApiMethod, method: ApiMethod): boolean {
  if (other === method) return false;
  if (other.httpMethod !== 'ANY' && other.httpMethod !== method.httpMethod) return false;
  if (other.path === method.path) return other.httpMethod === 'ANY' && method.httpMethod !== 'ANY';
  return pathCovers(segments(other.path), segments(method.path));
}

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** `/{proxy+}` covers every path with a segment; `{id}` covers one segment. */
function pathCovers(wide: readonly string[], narrow: readonly string[]): boolean {
  const [first, ...rest] = wide;
  const [segment, ...others] = narrow;
  if (first === undefined) return segment === undefined;
  if (segment === undefined) return false;
  if (/^\{.*\+\}$/.test(first)) return true;
  if (first !== segment && !/^\{.*\}$/.test(first)) return false;
  return pathCovers(rest, others);
}
