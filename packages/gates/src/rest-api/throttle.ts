import { type ApiMethod, isKnown, type Quota, type Setting, type Throttle } from '@sallyport/architecture';
import type { Answer, Meter, Step } from '../step.ts';
import type { StageContext } from './context.ts';
import { gatewayAnswer } from './gateway-response.ts';

/** Before `next`, a token bucket, where its limits are known. */
export function throttled(context: StageContext, id: string, label: string, limits: Limits, next: Step): Step {
  const rate = knownNumber(limits.rateLimit);
  const burst = knownNumber(limits.burstLimit) ?? rate;
  // A stage's -1 switches the limit off.
  if (rate === undefined || burst === undefined || rate < 0 || burst < 0) return next;
  const exceeded: Step = { do: 'answer', answer: gatewayAnswer(context.api.gatewayResponses, 'THROTTLED') };
  const meter: Meter = { kind: 'bucket', id, ratePerSecond: rate, burst };
  return { do: 'meter', meter, label: `${label}: ${rate} requests per second, burst ${burst}`, within: next, exceeded };
}

export type Limits = Pick<Throttle, 'rateLimit' | 'burstLimit'>;

const knownNumber = (setting: Setting<number> | undefined): number | undefined =>
  setting && isKnown(setting) ? setting.known : undefined;

/** Before `next`, a plan's quota. */
export function withQuota(
  context: StageContext,
  id: string,
  label: string,
  quota: Quota | undefined,
  next: Step,
): Step {
  const limit = knownNumber(quota?.limit);
  const period = quota && isKnown(quota.period) ? periodOf(quota.period.known) : undefined;
  if (!quota || limit === undefined || period === undefined) return next;
  const answer: Answer = gatewayAnswer(context.api.gatewayResponses, 'QUOTA_EXCEEDED');
  const meter: Meter = { kind: 'quota', id, limit, period, offset: knownNumber(quota.offset) ?? 0 };
  const text = `${label}: ${limit} requests a ${period.toLowerCase()}`;
  return { do: 'meter', meter, label: text, within: next, exceeded: { do: 'answer', answer } };
}

const periodOf = (text: string): 'DAY' | 'WEEK' | 'MONTH' | undefined =>
  text === 'DAY' || text === 'WEEK' || text === 'MONTH' ? text : undefined;

/** Requests per second and at once that an account may send to one region; both can be raised. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const ACCOUNT = { rate: 10_000, burst: 5_000 };

/**
 * The throttles that need no key, in their order: the method's in the stage, then the account's.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function methodThrottles(context: StageContext, method: ApiMethod, next: Step): Step {
  const { api, stage } = context;
  const account = throttled(
    context,
    `account-throttle ${api.account}/${api.region}`,
    'throttle of the account',
    { rateLimit: { known: ACCOUNT.rate }, burstLimit: { known: ACCOUNT.burst } },
    next,
  );
  const setting = methodSetting(context, method);
  if (!setting) return account;
  const name = `${method.httpMethod} ${method.path}`;
  const id = `stage-throttle ${api.id}/${stage.name} ${name}`;
  return throttled(context, id, `throttle of stage "${stage.name}" for ${name}`, setting, account);
}

/** The stage's own setting for a method, else the one for all methods. */
function methodSetting({ stage }: StageContext, method: ApiMethod): Limits | undefined {
  const fits = (path: string, httpMethod: string): boolean =>
    (path === method.path || path === '/*' || path === '*') && (httpMethod === method.httpMethod || httpMethod === '*');
  const specific = (path: string, httpMethod: string): number =>
    (path.includes('*') ? 0 : 2) + (httpMethod === '*' ? 0 : 1);
  return stage.methodSettings
    .filter((each) => (each.rateLimit ?? each.burstLimit) && fits(each.resourcePath, each.httpMethod))
    .sort((a, b) => specific(b.resourcePath, b.httpMethod) - specific(a.resourcePath, a.httpMethod))[0];
}
