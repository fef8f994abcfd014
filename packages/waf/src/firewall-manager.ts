import { integer, items, members, type Part, text } from './part.ts';
import type { CompiledRule, RuleContext } from './rule.ts';
import { compileGroupStatement } from './rule-group.ts';
import { visibility } from './rule-identity.ts';

/** The groups that Firewall Manager puts before or after an account's own rules. https://docs.aws.amazon.com/waf/latest/APIReference/API_FirewallManagerRuleGroup.html */
export function firewallManagerRules(part: Part | undefined, context: RuleContext): readonly CompiledRule[] {
  const rules = (items(part) ?? []).flatMap((item) => {
    const parts = members(item, {
      required: ['Name', 'Priority', 'FirewallManagerStatement', 'OverrideAction', 'VisibilityConfig'],
    });
    const name = text(parts?.Name, 1, 128);
    const priority = integer(parts?.Priority, 0, 2 ** 31 - 1);
    const shownAs = visibility(parts?.VisibilityConfig);
    if (name === undefined || priority === undefined) return [];
    const rule = compileGroupStatement(
      parts?.FirewallManagerStatement,
      parts?.OverrideAction,
      { name, priority, ...shownAs },
      context,
    );
    return rule ? [rule] : [];
  });
  return [...rules].sort((a, b) => a.priority - b.priority);
}
