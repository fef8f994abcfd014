import { ANY_METHODS, type ApiMethod, type ApiResource, isKnown } from '@sallyport/architecture';
import { logSource } from '@sallyport/waf';
import type { Condition } from '../condition.ts';
import type { Gate } from '../graph.ts';
import type { Rule, Step, WebAclRefusal } from '../step.ts';
import { anyIntegration } from './any-integration.ts';
import { keyChecked } from './api-key.ts';
import { authorized } from './authorizer.ts';
import { placed, type StageContext, stageGateId } from './context.ts';
import { deployed } from './deployed.ts';
import { gatewayAnswer } from './gateway-response.ts';
import { integrated } from './integration.ts';
import { type PolicyConditions, policyConditions } from './policy.ts';
import { compareResources } from './resource-order.ts';
import { methodThrottles } from './throttle.ts';
import { validated, withinLimits } from './validation.ts';

/**
 * One stage of a REST API. Order of evaluation: https://repost.aws/knowledge-center/api-gateway-logs,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html. Whether a web ACL is asked
 * about a path that no resource has is not documented; here it is (approximated), which refuses the same requests.
 */
export function stageGate(context: StageContext): Gate {
  const { api, stage } = context;
  const next = methodOverridden(deployed(context, routes));
  return {
    id: stageGateId(api.id, stage.name),
    component: 'rest-api',
    resource: api.id,
    title: `stage "${stage.name}" of REST API "${api.name}"`,
    start: withinLimits(context, inspected(context, next)),
    apiStage: `${api.apiId}/${stage.name}`,
    ...placed(stage.place),
  };
}

function inspected(context: StageContext, next: Step): Step {
  const { api, stage, links } = context;
  const found = links.webAcl(stage.webAcl, 'REGIONAL');
  if ('none' in found) return next;
  if ('unknown' in found) return unknownInspection(context, found.unknown, next);
  const refused = ({ action, response }: WebAclRefusal) => {
    const own = gatewayAnswer(api.gatewayResponses, 'WAF_FILTERED', { label: `the web ACL answers (${action})` });
    if (!response) return own;
    const { status, headers, body, contentType } = response;
    const typed = contentType === undefined ? headers : [['Content-Type', contentType] as const, ...headers];
    // The web ACL's own response wins over gateway responses.
    return {
      label: own.label,
      respond: () => ({ status, headers: typed, body: { kind: 'bytes' as const, bytes: body } }),
    };
  };
  const source = logSource('API_GATEWAY', `${api.account}:${api.apiId}:${stage.name}`);
  return { do: 'inspect', webAcl: found.webAcl, source, allowed: next, refused };
}

/** A web ACL that the sources do not show may block or not: the request goes on uninspected unless it is blocked. */
function unknownInspection({ api, stage }: StageContext, reason: string, next: Step): Step {
  const rule: Rule = {
    when: {
      test: 'undecided',
      identity: `web ACL of ${api.id}/${stage.name}`,
      reason: `whether a web ACL that can block is attached to stage "${stage.name}" of API "${api.name}": ${reason}`,
      decide: () => false,
    },
    then: { do: 'answer', answer: gatewayAnswer(api.gatewayResponses, 'WAF_FILTERED') },
    label: `the web ACL of stage "${stage.name}", which is not known, may block`,
    ...placed(stage.webAcl?.place ?? stage.place),
  };
  return { do: 'choose', rules: [rule], otherwise: next };
}

/**
 * `X-HTTP-Method-Override` takes the place of the method and goes no further unless it is mapped.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const methodOverridden = (next: Step): Step => ({
  do: 'rewrite',
  label: 'X-HTTP-Method-Override, if sent, takes the place of the method',
  by: [
    { do: 'copy', to: 'method', from: 'header:x-http-method-override' },
    { do: 'set-header', name: 'X-HTTP-Method-Override', text: undefined },
  ],
  next,
});

/** The resources in the order in which API Gateway tries them, each with the methods that it has. */
function routes(context: StageContext): Step {
  const { api, stage } = context;
  const policy =
    api.policy &&
    policyConditions(api.policy, { region: api.region, account: api.account, apiId: api.apiId, stage: stage.name });
  const ordered = [...api.resources].sort((a, b) => compareResources(a.path, b.path));
  const missing: Step = { do: 'answer', answer: gatewayAnswer(api.gatewayResponses, 'MISSING_AUTHENTICATION_TOKEN') };
  const found: Step = {
    do: 'choose',
    // A method that the sources do not show may be more specific than any that they do.
    rules: [...unknownMethods(context), ...ordered.flatMap((resource) => resourceRules(context, resource, policy))],
    otherwise: missing,
  };
  return policy ? policyChecked(context, policy, found) : found;
}

/** Methods that the sources do not show. */
function unknownMethods(context: StageContext): readonly Rule[] {
  const { api } = context;
  return api.unknownMethods.map(
    (reason): Rule => ({
      when: {
        test: 'undecided',
        identity: `methods of ${api.id}: ${reason}`,
        reason: `methods of API "${api.name}": ${reason}`,
        decide: () => false,
      },
      then: anyIntegration(context, 'a method that is not in the sources'),
      label: `there may be a method that is not in the sources (${reason})`,
      place: api.place,
    }),
  );
}

/** An explicit deny of the resource policy ends the matter for everybody. */
function policyChecked(context: StageContext, policy: PolicyConditions, next: Step): Step {
  if ('any' in policy.denied && policy.denied.any.length === 0) return next;
  const rule: Rule = {
    when: policy.denied,
    then: policyRefusal(context, ' with an explicit deny'),
    label: `the resource policy of API "${context.api.name}" denies`,
    ...placed(context.api.policy?.place),
  };
  return { do: 'choose', rules: [rule], otherwise: next };
}

function policyRefusal({ api, stage }: StageContext, explicit = ''): Step {
  const account = `********${api.account.slice(-4)}`;
  const arn = `arn:aws:execute-api:${api.region}:${account}:${api.apiId}/${stage.name}`;
  return {
    do: 'answer',
    answer: {
      label: 'API Gateway answers 403 AccessDeniedException (resource policy)',
      respond: (request, facts) => {
        const [path = '/'] = request.target.split('?');
        const message = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}/${request.method}${path}${explicit}`;
        return gatewayAnswer(api.gatewayResponses, 'ACCESS_DENIED', { message }).respond(request, facts);
      },
    },
    ...placed(api.policy?.place),
  };
}

/** That the method is one of these. Most resources have the same few, and interpreters work out each condition once. */
function method(of: readonly string[]): Condition {
  const name = JSON.stringify(of);
  const made = methodConditions.get(name) ?? { test: 'text', on: 'method', matches: { is: 'one-of', of } };
  methodConditions.set(name, made);
  return made;
}

const methodConditions = new Map<string, Condition>();

/**
 * A resource serves a request only if it has the path and the method; otherwise a less specific one may (see resource-order.ts).
 * An exact method goes before ANY.
 */
function resourceRules(
  context: StageContext,
  resource: ApiResource,
  policy: PolicyConditions | undefined,
): readonly Rule[] {
  const sure = resource.methods.filter(({ mayLack }) => !mayLack);
  if (sure.length < resource.methods.length)
    return doubtfulRules(context, { ...resource, methods: sure }, resource, policy);
  if (resource.methods.length === 0) return [];
  const any = resource.methods.find(({ httpMethod }) => httpMethod === 'ANY');
  const exact = resource.methods.filter(({ httpMethod }) => httpMethod !== 'ANY');
  const names = any ? [...ANY_METHODS] : exact.map(({ httpMethod }) => httpMethod);
  const rules = [...exact, ...(any ? [any] : [])].map(
    (each): Rule => ({
      when: each === any ? method(names) : method([each.httpMethod]),
      then: methodStep(context, each, policy),
      label: methodLabel(each),
      place: each.place,
    }),
  );
  const path: Condition = { test: 'text', on: 'path', matches: { is: 'resource-path', template: resource.path } };
  const missing: Step = {
    do: 'answer',
    answer: gatewayAnswer(context.api.gatewayResponses, 'MISSING_AUTHENTICATION_TOKEN'),
  };
  const [only] = rules;
  const then: Step = rules.length === 1 && only ? only.then : { do: 'choose', rules, otherwise: missing };
  const label = rules.length === 1 && only ? only.label : `resource ${resource.path}`;
  return [
    { when: { all: [path, method(names)] }, then, label, place: resource.methods[0]?.place ?? context.api.place },
  ];
}

/** Methods that the deployment may lack: an exact one before those that it has, ANY after them. */
function doubtfulRules(
  context: StageContext,
  sure: ApiResource,
  { path, methods }: ApiResource,
  policy: PolicyConditions | undefined,
): readonly Rule[] {
  const rules = methods.flatMap((each): readonly { readonly isAny: boolean; readonly rule: Rule }[] => {
    if (!each.mayLack) return [];
    const isAny = each.httpMethod === 'ANY';
    const { reason, identity } = each.mayLack;
    const asked = `${reason}; what is served can be handed in with --deployed`;
    const there: Condition = { test: 'undecided', identity, reason: asked, decide: () => false };
    const onPath: Condition = { test: 'text', on: 'path', matches: { is: 'resource-path', template: path } };
    const when: Condition = { all: [onPath, method(isAny ? ANY_METHODS : [each.httpMethod]), there] };
    const label = `${methodLabel(each)}, if the deployment has it`;
    return [{ isAny, rule: { when, then: methodStep(context, each, policy), label, place: each.place } }];
  });
  const of = (isAny: boolean): readonly Rule[] => rules.flatMap((each) => (each.isAny === isAny ? [each.rule] : []));
  return [...of(false), ...resourceRules(context, sure, policy), ...of(true)];
}

function methodLabel({ httpMethod, path, apiKeyRequired }: ApiMethod): string {
  const key = isKnown(apiKeyRequired)
    ? apiKeyRequired.known
      ? 'requires an API key'
      : 'requires no API key'
    : 'may require an API key';
  return `method ${httpMethod} ${path} ${key}`;
}

/** What happens to a request for one method, in API Gateway's order. */
function methodStep(context: StageContext, of: ApiMethod, policy: PolicyConditions | undefined): Step {
  const called = integrated(context, of);
  const valid = validated(context, of, methodThrottles(context, of, called));
  const keyed = keyChecked(context, of, valid);
  const known = authorized(context, of, keyed);
  return policy ? explicitlyAllowed(context, of, policy, known) : privateWithoutPolicy(context, known);
}

/**
 * Without an authorizer, and with a user pool, the policy must allow; with IAM or a Lambda authorizer its silence does no harm.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
function explicitlyAllowed(context: StageContext, of: ApiMethod, policy: PolicyConditions, next: Step): Step {
  const { kind } = of.authorization;
  const always = 'all' in policy.allowed && policy.allowed.all.length === 0;
  if (always || kind === 'AWS_IAM' || kind === 'CUSTOM') return next;
  const rule: Rule = {
    when: policy.allowed,
    then: next,
    label: `the resource policy of API "${context.api.name}" allows`,
    ...placed(context.api.policy?.place),
  };
  return { do: 'choose', rules: [rule], otherwise: policyRefusal(context) };
}

/** A private API without a resource policy lets nobody in. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html */
function privateWithoutPolicy(context: StageContext, next: Step): Step {
  const { endpointType } = context.api;
  return isKnown(endpointType) && endpointType.known === 'PRIVATE' ? policyRefusal(context) : next;
}
