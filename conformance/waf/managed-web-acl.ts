import type { Request } from '@sallyport/http';
import { compileWebAcl, MemoryCounters } from '@sallyport/waf';

/** The managed rule groups that answer what ModSecurity's Core Rule Set answers. */
export const GROUPS = ['Common', 'KnownBadInputs', 'SQLi', 'Linux', 'Unix', 'Windows', 'PHP'] as const;

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

/** A web ACL of those groups, as they are by default: the rule that blocks a request, or nothing. */
export function managedBlocker(): (request: Request) => string | undefined {
  const result = compileWebAcl({
    Name: 'Corpora',
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules: GROUPS.map((group, Priority) => ({
      Name: group,
      Priority,
      OverrideAction: { None: {} },
      VisibilityConfig: VISIBILITY,
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${group}RuleSet` } },
    })),
  });
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  const counters = new MemoryCounters();
  return (request) => {
    const { action, terminatingRuleInGroup } = result.webAcl.evaluate(request, counters, 0);
    return action === 'ALLOW' ? undefined : terminatingRuleInGroup;
  };
}
