import { type CompiledAction, counting } from './actions/action.ts';
import type { RuleGroupIdentity, RuleIdentity } from './compiled.ts';
import { boolean, members, type Part, refuse, text } from './part.ts';

/** What a VisibilityConfig says of samples. */
export type Visibility = Pick<RuleIdentity, 'metricName' | 'isSampled'>;

/** Reads a VisibilityConfig; it does not change what is let through. */
export function visibility(part: Part | undefined): Visibility {
  const before = part?.notes.unknowns.length ?? 0;
  const config = members(part, { required: ['SampledRequestsEnabled', 'CloudWatchMetricsEnabled', 'MetricName'] });
  const isSampled = boolean(config?.SampledRequestsEnabled) ?? false;
  boolean(config?.CloudWatchMetricsEnabled);
  const metricName = metric(config?.MetricName) ?? '';
  part?.notes.unknowns.splice(before);
  return { metricName, isSampled };
}

/** Names of metrics that AWS WAF keeps for itself. */
const RESERVED_METRICS = new Set(['All', 'Default_Action']);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_VisibilityConfig.html */
function metric(part: Part | undefined): string | undefined {
  const name = text(part, 1, 255);
  if (name === undefined || !part) return undefined;
  if (RESERVED_METRICS.has(name)) return refuse(part, `"${name}"`, 'a name that AWS WAF does not keep for itself');
  return /^[\w#:.\-/]+$/.test(name) ? name : refuse(part, `"${name}"`, 'letters, digits and _ # : . - /');
}

/** Where a rule stands, and what was made of its action. */
interface Standing {
  readonly statement: Part | undefined;
  readonly own: CompiledAction | undefined;
  readonly override: CompiledAction | undefined;
  readonly group: RuleGroupIdentity | undefined;
}

/** What a rule is called in logs and samples. */
export function ruleIdentity(
  { name, metricName, isSampled }: Visibility & Pick<RuleIdentity, 'name'>,
  { statement, own, override, group }: Standing,
): RuleIdentity {
  return {
    name,
    type: isRateBased(statement) ? 'RATE_BASED' : 'REGULAR',
    metricName,
    isSampled,
    ...(group ? { group } : {}),
    ...(override === counting ? { isExcluded: true } : {}),
    ...(override && override !== counting && own ? { overriddenAction: own.name } : {}),
  };
}

export function isRateBased(statement: Part | undefined): boolean {
  const { value } = statement ?? {};
  return typeof value === 'object' && value !== null && 'RateBasedStatement' in value;
}
