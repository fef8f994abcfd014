import { expect, test } from 'vitest';
import { differences } from './difference.ts';
import { casesOf } from './read.ts';

const WHOLE = `
- source: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html
  cases:
    - title: A path is matched
      look: { in: UriPath, is: /a }
      matches: { target: /a }
`;
const read = (text: string) => () => casesOf('case.yaml', text);

test('a case says what it is, where it is known from, what is asked and what must come out', () => {
  expect(read(WHOLE)()).toMatchObject([
    {
      title: 'A path is matched',
      source: expect.stringContaining('string-match'),
      fidelity: 'documented',
      question: { ask: 'evaluate', requests: [{ target: '/a' }] },
      expected: { requests: [{ action: 'BLOCK', by: 'Rule' }] },
    },
  ]);
});

test.each([
  ['a source', WHOLE.replace(/source: .*/, 'fidelity: documented'), 'has no source'],
  ['a source that is an address', WHOLE.replace(/https:/, 'guide:'), 'has no source'],
  ['a title', WHOLE.replace('title: A path is matched', 'title: matched'), 'has no sentence for a title'],
  ['a known fidelity', WHOLE.replace('  cases:', '  fidelity: assumed\n  cases:'), 'is assumed, expected documented'],
  ['something to come out', WHOLE.replace(/^ *matches.*$/m, ''), 'expects nothing'],
  ['members that are known', WHOLE.replace('matches:', 'matched:'), 'has an unknown member matched'],
])('a case without %s is refused', (_what, text, message) => {
  expect(read(text)).toThrow(message);
});

test('an answer that departs in any named part is told', () => {
  const found = { action: 'BLOCK', rule: 'Rule', labels: ['a'], counted: [], insertedHeaders: [] };
  const told = (expected: object) => differences({ evaluations: [found] }, { requests: [expected] }).length;
  expect(told({ action: 'BLOCK', by: 'Rule', labels: ['a'], counted: [], inserted: [], response: null })).toBe(0);
  for (const wrong of [
    { action: 'ALLOW' },
    { by: 'Other' },
    { within: 'Inner' },
    { labels: [] },
    { counted: ['Rule'] },
    { inserted: [['a', 'b']] },
    { response: { status: 403 } },
  ])
    expect([wrong, told(wrong)]).toEqual([wrong, 1]);
  expect(differences({ evaluations: [found], capacity: 2 }, { requests: [{}], capacity: 3 })).toHaveLength(1);
  expect(differences({ evaluations: [] }, { requests: [{}] })).toHaveLength(1);
  expect(differences({ refused: [] }, { requests: [{}] })).toHaveLength(1);
  expect(differences({ evaluations: [found] }, { refused: 'Rules' })).toHaveLength(1);
  expect(differences({ refused: [{ path: 'Rules', message: 'm' }] }, { refused: 'Rules', says: 'n' })).toHaveLength(1);
  expect(differences({ text: 'a' }, { text: 'b' })).toHaveLength(1);
  expect(differences({ cannot: 'x' }, { text: 'b' })).toHaveLength(1);
});
