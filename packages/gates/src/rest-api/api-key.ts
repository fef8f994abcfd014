import { type ApiKey, type ApiMethod, isKnown, type PlanStage, type UsagePlan } from '@sallyport/architecture';
import type { Condition } from '../condition.ts';
import type { Rule, Step } from '../step.ts';
import { placed, type StageContext } from './context.ts';
import { gatewayAnswer } from './gateway-response.ts';
import { throttled, withQuota } from './throttle.ts';

/** A key in a plan that opens a stage. */
export interface Admission {
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planStage: PlanStage;
}

/** The keys of all plans that list this stage. A key without a plan for the stage opens nothing. */
export const admissions = (context: StageContext): readonly Admission[] => keysOf(context).admitted;

/** Which keys open a stage, and which do not. Every method asks, so it is found out once. */
interface StageKeys {
  readonly admitted: readonly Admission[];
  /** Known, and in no plan that lists the stage. */
  readonly refused: readonly ApiKey[];
  /** Why not, as the execution log says it. */
  readonly refusedBecause: string;
  readonly refusal: Step;
}

const stageKeys = new WeakMap<StageContext, StageKeys>();

function keysOf(context: StageContext): StageKeys {
  const known = stageKeys.get(context);
  if (known) return known;
  const admitted = admissionsOf(context);
  const { apiKeys } = context.input.restApis;
  const made: StageKeys = {
    admitted,
    refused: apiKeys.filter((key) => !admitted.some((each) => each.key.id === key.id)),
    refusedBecause: isInSomePlan(context)
      ? 'No Usage Plan found for key and API Stage'
      : 'API Stage is not in a Usage Plan',
    refusal: { do: 'answer', answer: gatewayAnswer(context.api.gatewayResponses, 'INVALID_API_KEY') },
  };
  stageKeys.set(context, made);
  return made;
}

/** Two variants of the log line. Observed: see execution-log.ts. */
const isInSomePlan = ({ api, stage, input }: StageContext): boolean =>
  input.restApis.usagePlans.some((plan) => plan.stages.some((each) => lists(each, api.apiId, stage.name) !== false));

function admissionsOf({ api, stage, input }: StageContext): readonly Admission[] {
  return input.restApis.usagePlans.flatMap((plan) => {
    const may = plan.stages.filter((each) => lists(each, api.apiId, stage.name) !== false);
    const planStage = may.find((each) => lists(each, api.apiId, stage.name) === true) ?? may[0];
    return planStage ? plan.keys.map((key) => ({ key, plan, planStage })) : [];
  });
}

/** Whether a plan's entry is this stage; undefined where the sources do not tell. */
function lists({ apiId, stage }: PlanStage, api: string, name: string): boolean | undefined {
  if ((apiId !== undefined && apiId !== api) || (stage !== undefined && stage !== name)) return false;
  return apiId === undefined || stage === undefined ? undefined : true;
}

/** The key requirement of a method, before `next`. */
export function keyChecked(context: StageContext, method: ApiMethod, next: Step): Step {
  const required = method.apiKeyRequired;
  if (isKnown(required)) return required.known ? requiredKey(context, method, next) : next;
  const reason = `whether ${method.httpMethod} ${method.path} requires an API key: ${required.unknown}`;
  const when: Condition = {
    test: 'undecided',
    identity: `api-key-required ${required.identity}`,
    reason,
    decide: () => true,
  };
  const rule: Rule = {
    when,
    then: requiredKey(context, method, next),
    label: `it may require an API key (${required.unknown})`,
    ...placed(required.place ?? method.place),
  };
  return { do: 'choose', rules: [rule], otherwise: next };
}

function requiredKey(context: StageContext, method: ApiMethod, next: Step): Step {
  const { api } = context;
  const source = api.apiKeySource;
  if (isKnown(source))
    return source.known === 'AUTHORIZER'
      ? keyFromAuthorizer(context, method, next)
      : keyFromHeader(context, method, next);
  const when: Condition = {
    test: 'undecided',
    identity: `api-key-source ${source.identity}`,
    reason: `where API "${api.name}" takes the key from: ${source.unknown}`,
    decide: () => false,
  };
  const rule: Rule = {
    when,
    then: keyFromAuthorizer(context, method, next),
    label: 'the key may come from the authorizer',
    ...placed(source.place),
  };
  return { do: 'choose', rules: [rule], otherwise: keyFromHeader(context, method, next) };
}

/**
 * The key in the header `x-api-key`: one rule a key, so that a trace names it; then every key that is known but not admitted,
 * with what the execution log says of it.
 */
function keyFromHeader(context: StageContext, method: ApiMethod, next: Step): Step {
  const { admitted, refused } = keysOf(context);
  const missing: Rule = {
    when: NO_KEY,
    then: refusal(context),
    label: `${methodName(method)} requires an API key, and there is none`,
    ...placed(method.apiKeyRequired.place ?? method.place),
  };
  return {
    do: 'choose',
    rules: [
      missing,
      ...admitted.map((admission) => admittedKey(context, method, admission, next)),
      ...admitted.flatMap(({ key }) => (isKnown(key.enabled) && key.enabled.known ? [] : [disabledKey(context, key)])),
      ...refused.map((key) => keyWithoutPlan(context, method, key)),
    ],
    otherwise: {
      do: 'answer',
      answer: gatewayAnswer(context.api.gatewayResponses, 'INVALID_API_KEY', {
        label: 'API Gateway answers 403 ForbiddenException: the API key is not known',
      }),
      ...placed(method.place),
    },
  };
}

const NO_KEY: Condition = { not: { test: 'present', on: 'header:x-api-key' } };

const methodName = (method: ApiMethod): string => `method '${method.httpMethod} ${method.path}'`;

const refusal = (context: StageContext): Step => keysOf(context).refusal;

/** That a request bears this key: one condition for all methods, so that interpreters work it out once. */
function bears(key: ApiKey): Condition {
  const known = bearing.get(key);
  if (known) return known;
  const made: Condition = {
    test: 'text',
    on: 'header:x-api-key',
    matches: { is: 'equal', to: key.value, secret: true },
  };
  bearing.set(key, made);
  return made;
}

const bearing = new WeakMap<ApiKey, Condition>();

function admittedKey(context: StageContext, method: ApiMethod, admission: Admission, next: Step): Rule {
  const { key, plan, planStage } = admission;
  const label = `API key "${key.name}" of usage plan "${plan.name}" opens ${methodName(method)}`;
  const then = metered(context, method, admission, next);
  return {
    when: { all: [bears(key), isEnabled(key), isListed(context, admission)] },
    then,
    label,
    ...placed(key.place ?? planStage.place),
  };
}

function isListed({ api, stage }: StageContext, { plan, planStage }: Admission): Condition {
  if (lists(planStage, api.apiId, stage.name)) return { all: [] };
  return {
    test: 'undecided',
    identity: `usage-plan-stage ${plan.id} ${api.id}/${stage.name}`,
    reason: `whether usage plan "${plan.name}" lists stage "${stage.name}" of API "${api.name}"`,
    decide: () => true,
  };
}

function isEnabled({ enabled, name, id }: ApiKey): Condition {
  if (isKnown(enabled)) return enabled.known ? { all: [] } : { any: [] };
  return {
    test: 'undecided',
    identity: `api-key-enabled ${id} ${enabled.identity}`,
    reason: `whether API key "${name}" is enabled: ${enabled.unknown}`,
    decide: () => true,
  };
}

const disabledKey = (context: StageContext, key: ApiKey): Rule => ({
  when: bears(key),
  then: refusal(context),
  label: `API key "${key.name}" is not enabled (Enabled is false by default)`,
  ...placed(key.place),
});

function keyWithoutPlan(context: StageContext, method: ApiMethod, key: ApiKey): Rule {
  const { api, stage } = context;
  const { refusal, refusedBecause } = keysOf(context);
  const label = `API Key "${key.name}" not authorized because ${methodName(method)} requires API Key and API Key is not associated with a Usage Plan for API Stage ${api.apiId}/${stage.name}: ${refusedBecause}`;
  return { when: bears(key), then: refusal, label, ...placed(key.place) };
}

/** The plan's throttle for the method, the plan's throttle, the plan's quota: each counts for this key alone. */
function metered(context: StageContext, method: ApiMethod, { key, plan, planStage }: Admission, next: Step): Step {
  const { api, stage } = context;
  const who = `usage plan "${plan.name}" for API key "${key.name}"`;
  const quota = withQuota(context, `quota ${plan.id} ${key.id}`, `quota of ${who}`, plan.quota, next);
  const whole = plan.throttle
    ? throttled(context, `plan-throttle ${plan.id} ${key.id}`, `throttle of ${who}`, plan.throttle, quota)
    : quota;
  const name = `${method.path}/${method.httpMethod}`.replace(/^\/\//, '/');
  const own =
    planStage.methodThrottles.get(name) ?? planStage.methodThrottles.get(`${method.path}/${method.httpMethod}`);
  if (!own) return whole;
  const id = `plan-method-throttle ${plan.id} ${key.id} ${api.id}/${stage.name} ${name}`;
  return throttled(context, id, `throttle of ${who} on ${name}`, own, whole);
}

/**
 * The authorizer's `usageIdentifierKey` is the key: what it answers is code. A method without a Lambda authorizer has none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
function keyFromAuthorizer(context: StageContext, method: ApiMethod, next: Step): Step {
  if (method.authorization.kind !== 'CUSTOM' && method.authorization.kind !== 'unknown') return refusal(context);
  const admitted = admissions(context).filter(({ key }) => !isKnown(key.enabled) || key.enabled.known);
  const rules = admitted.map((admission): Rule => {
    const { key, plan } = admission;
    const when: Condition = {
      test: 'undecided',
      identity: `usage-identifier-key ${context.api.id} ${key.id}`,
      reason: `whether the authorizer of ${methodName(method)} answers with API key "${key.name}"`,
      decide: () => true,
      heldBy: 'credential',
    };
    const label = `the authorizer's usageIdentifierKey is API key "${key.name}" of usage plan "${plan.name}"; x-api-key is not looked at`;
    return {
      when,
      then: metered(context, method, admission, next),
      label,
      ...placed(context.api.apiKeySource.place ?? method.place),
    };
  });
  return rules.length === 0 ? refusal(context) : { do: 'choose', rules, otherwise: refusal(context) };
}
