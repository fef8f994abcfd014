import {
  ANY_METHODS,
  type HttpApi,
  type HttpApiIntegration,
  type HttpApiStage,
  invokedFunction,
  isKnown,
  isOpaque,
  type Route,
} from '@sallyport/architecture';
import type { Condition } from '../condition.ts';
import type { Gate } from '../graph.ts';
import type { Links } from '../part.ts';
import { grants } from '../rest-api/authorizer.ts';
import { type ApiGateway, type Notes, placed } from '../rest-api/context.ts';
import { httpStageGateId } from '../rest-api/endpoint.ts';
import {
  backendOf,
  backendTarget,
  forwarding,
  limitsOf,
  parameterPath,
  toBackend,
} from '../rest-api/http-integration.ts';
import { recordOf } from '../rest-api/lambda-answer.ts';
import type { Rewrite } from '../rewrite.ts';
import type { ApplicationId, Rule, Step } from '../step.ts';
import { answers, HTTP_API_FAILURE } from './answer.ts';
import { httpApiEvent } from './event.ts';
import { functionAnswer } from './function-answer.ts';
import { compareRoutes } from './route-order.ts';

/** One stage of one HTTP API. */
export interface HttpStageContext {
  readonly api: HttpApi;
  readonly stage: HttpApiStage;
  readonly input: ApiGateway;
  readonly links: Links;
  readonly notes: Notes;
}

/** One stage of an HTTP API. There are no API keys, no resource policy and no web ACL: only an authorizer locks it. */
export function httpStageGate(context: HttpStageContext): Gate {
  const { api, stage } = context;
  return {
    id: httpStageGateId(api.id, stage.name),
    component: 'http-api',
    resource: api.id,
    title: `stage "${stage.name}" of HTTP API "${api.name}"`,
    start: throttled(context, routes(context)),
    place: stage.place,
  };
}

function throttled({ api, stage }: HttpStageContext, next: Step): Step {
  const rate = stage.rateLimit && isKnown(stage.rateLimit) ? stage.rateLimit.known : undefined;
  const burst = stage.burstLimit && isKnown(stage.burstLimit) ? stage.burstLimit.known : rate;
  if (rate === undefined || burst === undefined) return next;
  return {
    do: 'meter',
    meter: { kind: 'bucket', id: `stage-throttle ${api.id}/${stage.name}`, ratePerSecond: rate, burst },
    label: `throttle of stage "${stage.name}": ${rate} requests per second, burst ${burst}`,
    within: next,
    exceeded: answers(429, 'Too Many Requests'),
  };
}

function routes(context: HttpStageContext): Step {
  const { api } = context;
  const rules = [...api.routes].sort(compareRoutes).map(
    (route): Rule => ({
      when: routeCondition(route),
      then: authorized(context, route, integrated(context, route)),
      label: `route ${route.key}`,
      place: route.place,
    }),
  );
  const unknown = api.unknownRoutes.map(
    (reason): Rule => ({
      when: {
        test: 'undecided',
        identity: `routes of ${api.id}: ${reason}`,
        reason: `routes of HTTP API "${api.name}": ${reason}`,
        decide: () => false,
      },
      then: unknownCall(context, 'a route that is not in the sources'),
      label: `there may be a route that is not in the sources (${reason})`,
      place: api.place,
    }),
  );
  // A route that the sources do not show may be more specific than any that they do.
  return { do: 'choose', rules: [...unknown, ...rules], otherwise: answers(404, 'Not Found') };
}

function routeCondition({ path, method }: Route): Condition {
  if (path === undefined) return { all: [] };
  const of = method === 'ANY' ? ANY_METHODS : [method];
  const template: Condition = { test: 'text', on: 'path', matches: { is: 'resource-path', template: path } };
  return { all: [template, { test: 'text', on: 'method', matches: { is: 'one-of', of } }] };
}

function authorized(context: HttpStageContext, route: Route, next: Step): Step {
  const { authorization } = route;
  if (authorization.kind === 'NONE') return next;
  const { api, input, notes } = context;
  const identity = authorizationIdentity(api, route);
  const uri =
    authorization.kind === 'REQUEST' && authorization.uri && isKnown(authorization.uri)
      ? authorization.uri.known
      : undefined;
  const arn = uri === undefined || isOpaque(uri) ? undefined : (invokedFunction(uri) ?? uri);
  const found = arn === undefined ? undefined : input.functions.named(arn);
  const application: ApplicationId = found
    ? notes.application({ id: `function:${found.id}`, kind: 'function', function: found.id, place: found.place })
    : `function:${identity}`;
  const simple = authorization.kind === 'REQUEST' && authorization.simpleResponses;
  return {
    do: 'consult',
    identity,
    label: `${authorization.kind} authorizer of route ${route.key}`,
    application,
    invocation: {
      event: (request, facts) => ({
        type: 'REQUEST',
        routeArn: routeArn(context, request.method, request.target),
        ...recordOf(httpApiEvent({ ...context, route }, request, facts)),
      }),
      granted: (value, request) =>
        simple
          ? recordOf(value)?.isAuthorized === true
          : grants(value, routeArn(context, request.method, request.target)),
    },
    granted: next,
    denied: authorization.kind === 'JWT' ? answers(401, 'Unauthorized') : answers(403, 'Forbidden'),
  };
}

function authorizationIdentity(api: HttpApi, { key, authorization }: Route): string {
  switch (authorization.kind) {
    case 'REQUEST':
      return `authorizer ${authorization.id}`;
    case 'JWT':
      return `authorizer ${api.id}/${authorization.name}`;
    case 'unknown':
      return `authorizer ${authorization.identity}`;
    default:
      return `aws-iam ${api.id} ${key}`;
  }
}

const routeArn = ({ api, stage }: HttpStageContext, method: string, target: string): string =>
  `arn:aws:execute-api:${api.region}:${api.account}:${api.apiId}/${stage.name}/${method}${target.split('?')[0] ?? '/'}`;

function integrated(context: HttpStageContext, route: Route): Step {
  const { integration } = route;
  if (!integration) return answers(500, 'Internal Server Error');
  reportMappings(context, route, integration);
  const type = isKnown(integration.type) ? integration.type.known : undefined;
  const uri =
    integration.uri && isKnown(integration.uri) && !isOpaque(integration.uri.known) ? integration.uri.known : undefined;
  if (type === 'AWS_PROXY' && uri !== undefined) return functionCall(context, route, integration, uri);
  const backend = type === 'HTTP_PROXY' && uri !== undefined ? backendOf(uri) : undefined;
  if (!backend) return unknownCall(context, `route ${route.key}`);
  const method: readonly Rewrite[] =
    integration.method && integration.method !== 'ANY' ? [{ do: 'set', on: 'method', text: integration.method }] : [];
  return {
    do: 'rewrite',
    label: `route ${route.key} is sent to ${backend.scheme}://${backend.host}${backend.path}`,
    by: [...method, pathRewrite(route, backend.path), ...forwarding(), ...toBackend(backend)],
    next: {
      do: 'call',
      to: backendTarget(context, backend, `HTTP API "${context.api.name}"`),
      label: `route ${route.key} calls ${backend.scheme}://${backend.host}`,
      limits: limitsOf(integration),
      after: [HTTP_API_FAILURE],
    },
  };
}

function reportMappings(
  { api, notes }: HttpStageContext,
  { key }: Route,
  { mappings, place }: HttpApiIntegration,
): void {
  for (const name of mappings)
    notes.report({
      code: 'unknown-mapping',
      severity: 'warning',
      message: `Cannot map ${name} in route ${key} of HTTP API "${api.name}": parameter mappings are not carried out, expected none`,
      place,
    });
}

/** Path variables of a route are mapped by their names, and `{proxy}` stands for a greedy one. */
function pathRewrite(route: Route, path: string): Rewrite {
  if (route.path === undefined)
    return { do: 'map', on: 'path', by: { rewrite: 'prefix', text: path === '/' ? '' : path } };
  if (!path.includes('{')) return { do: 'set', on: 'path', text: path };
  const names = [...route.path.matchAll(/\{([^{}]+?)\+?\}/g)].map(([, name = '']) => name);
  const mapped = new Map(names.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]));
  return { do: 'map', on: 'path', by: parameterPath(route.path, path, mapped) };
}

function functionCall(context: HttpStageContext, route: Route, integration: HttpApiIntegration, uri: string): Step {
  const arn = invokedFunction(uri) ?? uri;
  const found = context.input.functions.named(arn);
  const name = found?.id ?? arn;
  const application = context.notes.application({
    id: `function:${name}`,
    kind: 'function',
    function: name,
    ...(found || !isUnseen(arn, context)
      ? {}
      : { unseen: `which function route ${route.key} of HTTP API "${context.api.name}" invokes` }),
    ...placed(found?.place),
  });
  return {
    do: 'rewrite',
    by: forwarding(),
    next: {
      do: 'call',
      to: { application },
      label: `route ${route.key} invokes function "${name}"`,
      limits: limitsOf(integration),
      invocation: {
        event: (request, facts) => httpApiEvent({ ...context, route }, request, facts),
        answer: (result, exchange) => functionAnswer(integration.payloadFormatVersion, result, exchange),
      },
      after: [HTTP_API_FAILURE],
    },
  };
}

/** Whether a function that is not found may be one of the sources all the same. */
const isUnseen = (arn: string, { input }: HttpStageContext): boolean =>
  arn.includes('${') || input.functions.all.some(({ isNameUnknown }) => isNameUnknown);

/** A call to something that the sources do not show (a private integration, a URI that is not known). */
function unknownCall({ api, notes }: HttpStageContext, what: string): Step {
  const host = `${api.apiId}.integration.invalid`;
  notes.report({
    code: 'unknown-integration',
    severity: 'warning',
    message: `Cannot follow ${what} of HTTP API "${api.name}": its integration is not known, expected a function or a URL`,
    place: api.place,
  });
  const application = notes.application({
    id: `http:https://${host}`,
    kind: 'http',
    scheme: 'https',
    host,
    port: 443,
    unseen: `what ${what} of HTTP API "${api.name}" calls`,
    place: api.place,
  });
  return {
    do: 'call',
    to: { application },
    label: `${what} calls something that is not in the sources`,
    after: [HTTP_API_FAILURE],
  };
}
