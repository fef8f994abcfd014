import type { Request } from '@sallyport/http';
import { lintWebAcl } from '@sallyport/prover';
import { compileWebAcl, MemoryCounters } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { numbers } from '../../../packages/waf/src/reference/random.ts';
import { randomRequest } from '../../../packages/waf/src/reference/random-request.ts';
import { randomWebAcl } from '../../../packages/waf/src/reference/random-web-acl.ts';
import { OPTIONS } from '../../../packages/waf/src/reference/random-world.ts';

const WEB_ACLS = 400;
const REQUESTS = 150;

/** What HTTP can carry: the proofs are about nothing else. */
const isSendable = ({ target, headers }: Request): boolean =>
  /^\/[\x21\x22\x24-\x7e\x80-\xff]*$/.test(target) &&
  headers.every(([, value]) =>
    /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/.test(value),
  );

test('of random web ACLs no rule fires that is said never to, and every request shows what it is said to show', () => {
  let silent = 0;
  let shown = 0;
  for (let seed = 1; seed <= WEB_ACLS; seed++) {
    const random = numbers(seed);
    const definition = randomWebAcl(random);
    const lint = lintWebAcl(definition, OPTIONS);
    const compiled = compileWebAcl(definition, OPTIONS);
    if ('refused' in lint || 'refused' in compiled) throw new Error(`web ACL ${seed} is refused`);
    expect(lint.defects, `web ACL ${seed}`).toEqual([]);
    shown += lint.findings.reduce((sum, finding) => sum + finding.shown.length, 0);
    const never = lint.findings.flatMap(({ lint: { id }, rule, level }) =>
      (id === 'WAF-20' || (id === 'WAF-10' && level !== 'note')) && rule ? [rule.shown] : [],
    );
    silent += never.length;
    for (let at = 0; at < REQUESTS && never.length > 0; at++) {
      const request = randomRequest(random, 0);
      if (!isSendable(request)) continue;
      const { trace } = compiled.webAcl.evaluate(request, new MemoryCounters(), 0);
      const fired = trace.filter(({ rule, matched }) => matched && never.includes(rule));
      expect(fired, `web ACL ${seed}, ${JSON.stringify(request)}`).toEqual([]);
    }
  }
  // A comparison that meets nothing shows nothing.
  expect(silent).toBeGreaterThan(50);
  expect(shown).toBeGreaterThan(200);
});

const JUNK: readonly unknown[] = [null, '', 'x', 0, -1, [], {}, [[]], { Name: 'x' }, true, 'Rules'];

/** The same with one part, chosen at random, that is something else. */
function broken(value: unknown, random: () => number): unknown {
  const junk = JUNK[Math.floor(random() * JUNK.length)];
  if (typeof value !== 'object' || value === null || random() < 0.15) return junk;
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return junk;
  const inside = broken(Reflect.get(value, key), random);
  return Array.isArray(value)
    ? value.map((item: unknown, at) => (String(at) === key ? inside : item))
    : { ...value, [key]: inside };
}

test('a definition that is broken somewhere is refused or linted, and nothing is thrown', () => {
  let refused = 0;
  for (let seed = 1; seed <= 1500; seed++) {
    const random = numbers(seed);
    const result = lintWebAcl(broken(randomWebAcl(random), random), OPTIONS);
    if ('refused' in result) refused++;
    else expect(result.defects, `seed ${seed}`).toEqual([]);
  }
  expect(refused).toBeGreaterThan(300);
  expect(refused).toBeLessThan(1500);
});
