import { compileWebAcl, MANAGED_RULE_GROUPS } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { groupAlone } from '../../../packages/waf/src/managed-rule-groups/testing/group-alone.ts';
import { CASES } from './cases.ts';
import { REFUSAL_CASES } from './refusals.ts';
import { type Case, type Outcome, outcomesOf } from './run.ts';

const inFull = (label: string, { group }: Case): string => {
  const namespace = MANAGED_RULE_GROUPS.find(({ name }) => name === group)?.namespace;
  return label.startsWith(':') ? `awswaf:managed:aws:${namespace}${label}` : `awswaf:managed:${label}`;
};

function hold(of: Case, { step, number, evaluation }: Outcome): void {
  const wanted = step.expect;
  if (!wanted) return;
  const place = `step ${of.steps.indexOf(step) + 1}, request ${number}`;
  const { action, terminatingRuleInGroup: rule, labels, countedRules, fidelity } = evaluation;
  expect({ place, action }).toEqual({ place, action: wanted.action ?? 'ALLOW' });
  if (wanted.rule !== undefined) expect({ place, rule }).toEqual({ place, rule: wanted.rule });
  expect({ place, labels }).toEqual({
    place,
    labels: expect.arrayContaining((wanted.labels ?? []).map((label) => inFull(label, of))),
  });
  for (const label of wanted.without ?? [])
    expect({ place, labels }).not.toMatchObject({ labels: expect.arrayContaining([inFull(label, of)]) });
  for (const counted of wanted.counts ?? []) expect(countedRules).toContain(`Managed#${counted}`);
  expect(fidelity).toBe('approximated');
}

test.each(CASES)('$group: $title ($known)', (of) => {
  expect(of.source).toMatch(/^https:/);
  expect(of.steps.some(({ expect: wanted }) => wanted)).toBe(true);
  for (const outcome of outcomesOf(of)) hold(of, outcome);
});

test('no two cases have one title', () => {
  const titles = CASES.map(({ group, title }) => `${group} ${title}`);
  expect(new Set(titles).size).toBe(titles.length);
});

test.each(REFUSAL_CASES)('AWS refuses $title', ({ source, statement, at }) => {
  expect(source).toMatch(/^https:/);
  const result = compileWebAcl(groupAlone(statement));
  const place = ['Rules.0.Statement.ManagedRuleGroupStatement', at].filter(Boolean).join('.');
  expect('refused' in result && result.refused.map(({ path }) => path)).toEqual([place]);
});
