import { type CompiledAction, counting } from './actions/action.ts';
import type { RuleGroupIdentity, RuleIdentity } from './compiled.ts';
import { boolean, members, type Part, text } from './part.ts';

/** What a VisibilityConfig says of samples. */
export type Visibility = Pick<RuleIdentity, 'metricName' | 'isSampled'>;

/** Reads a VisibilityConfig; it does not change what is let through. */
export function visibility(part: Part | undefined): Visibility {
  const before = part?.notes.unknowns.length ?? 0;
  const config = members(part, { required: ['SampledRequestsEnabled', 'CloudWatchMetricsEnabled', 'MetricName'] });
  const isSampled = boolean(config?.SampledRequestsEnabled) ?? false;
  boolean(config?.CloudWatchMetricsEnabled);
  const metricName = text(config?.MetricName, 1, 255) ?? '';
  part?.notes.unknowns.splice(before);
  return { metricName, isSampled };
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
