import { type Part, refuse } from './part.ts';
import { isUnknownValue } from './unknown-value.ts';

/**
 * Quotas that nobody can have raised: AWS raises those of 50 custom response bodies and 100 custom headers on request, so that a web ACL with more of
 * them is no mistake. https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
 */
const MOST_RATE_BASED = { 'web-acl': 10, 'rule-group': 4 } as const;
const MOST_REFERENCES = 50;
export const MOST_BODY_BYTES = 4096;
export const MOST_BODIES_BYTES = 51_200;

const RATE_BASED = ['RateBasedStatement'];
const REFERENCES: Readonly<Record<keyof typeof MOST_RATE_BASED, readonly string[]>> = {
  'web-acl': ['IPSetReferenceStatement', 'RegexPatternSetReferenceStatement', 'RuleGroupReferenceStatement'],
  'rule-group': ['IPSetReferenceStatement', 'RegexPatternSetReferenceStatement'],
};

/** How often statements of some kinds stand below a value. */
function countBelow(value: unknown, kinds: readonly string[]): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + countBelow(item, kinds), 0);
  if (typeof value !== 'object' || value === null || isUnknownValue(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inside]) => sum + (kinds.includes(name) ? 1 : 0) + countBelow(inside, kinds),
    0,
  );
}

/** Refuses the rules of a web ACL or a rule group that has more of something than AWS WAF allows. */
export function checkQuotas(rules: Part | undefined, holder: keyof typeof MOST_RATE_BASED): void {
  if (!rules) return;
  const rates = countBelow(rules.value, RATE_BASED);
  if (rates > MOST_RATE_BASED[holder]) refuse(rules, `${rates} rate-based rules`, `at most ${MOST_RATE_BASED[holder]}`);
  const references = countBelow(rules.value, REFERENCES[holder]);
  if (references > MOST_REFERENCES)
    refuse(rules, `${references} references to sets and groups`, `at most ${MOST_REFERENCES}`);
}
