import type { Text } from '@sallyport/architecture';
import type { Attribute, Condition, Matcher, Rewrite, Selection, TextRewrite } from '@sallyport/gates';
import type { Random } from './random.ts';

/** Rewrites, and a test of what they leave. */
export interface Chain {
  readonly by: readonly [Rewrite, ...Rewrite[]];
  readonly when: Condition;
}

/** Values that differ in what few random requests differ in. */
type Some<Item> = readonly [Item, ...Item[]];

const PATH_REWRITES: Some<TextRewrite> = [
  { rewrite: 'prefix', text: '/a' },
  { rewrite: 'prefix', text: '/' },
  { rewrite: 'suffix', text: '/' },
  { rewrite: 'suffix', text: 'b' },
  { rewrite: 'replace-prefix', text: '/a', by: '' },
  { rewrite: 'replace-prefix', text: '/a', by: '/b' },
  { rewrite: 'replace-prefix', text: '/', by: '/a/' },
  { rewrite: 'upper-case' },
  { rewrite: 'lower-case' },
  { rewrite: 'merge-slashes' },
];
const PATH_MATCHERS: Some<Matcher> = [
  { is: 'equal', to: '/a' },
  { is: 'one-of', of: ['/a/b', '/a//b', '//a', '/b'] },
  { is: 'starting-with', text: '/a' },
  { is: 'containing', text: '//' },
  { is: 'ending-with', text: 'b/' },
  { is: 'glob', pattern: '/A*' },
  { is: 'glob', pattern: '//*' },
  { is: 'regex', source: '^/a?b*/?$', dialect: 'waf' },
  { is: 'resource-path', template: '/a' },
  { is: 'resource-path', template: '/a/{x}' },
  { is: 'resource-path', template: '/{x}/b' },
];
const HOST_MATCHERS: Some<Matcher> = [
  { is: 'equal', to: 'a:1' },
  { is: 'one-of', of: ['a', 'b:'] },
  { is: 'containing', text: ':' },
  { is: 'ending-with', text: '1' },
  { is: 'glob', pattern: '*:*' },
  { is: 'glob', pattern: '?' },
];
const VALUE_MATCHERS: Some<Matcher> = [
  { is: 'equal', to: 'a' },
  { is: 'one-of', of: ['b', 'ab'] },
  { is: 'starting-with', text: 'a' },
  { is: 'containing', text: 'b' },
  { is: 'glob', pattern: '?' },
];
const LOOSE_MATCHERS: Some<Matcher> = [
  { is: 'glob', pattern: '*a*' },
  { is: 'glob', pattern: '*b' },
  { is: 'regex', source: '^/?a?b$', dialect: 'waf' },
  { is: 'regex', source: '^(/a)*b?/?$', dialect: 'waf' },
  { is: 'containing', text: 'b' },
];
const REPEATED: Some<Attribute> = ['header:h', 'header:h', 'header:k', 'argument:a', 'cookie:c'];

/** Two names of what can be selected. */
const SELECTED: Some<{ kind: 'header' | 'argument' | 'cookie'; a: string; b: string }> = [
  { kind: 'header', a: 'h', b: 'k' },
  { kind: 'argument', a: 'a', b: 'b' },
  { kind: 'cookie', a: 'c', b: 'd' },
];

/** Chains of rewrites that seldom come together by chance, with tests that look at exactly what was rewritten. */
export function randomChain(random: Random, secrets: Some<Text>): Chain {
  const { pick } = random;
  return pick([copies, copies, orders, orders, keptTwice, cookiesKept, constants, ports, escapes, secretly])(
    random,
    secrets,
  );
}

/** A copy takes the first of several values. */
function copies({ pick, list }: Random): Chain {
  const to = pick(['method', 'host'] as const);
  const from = pick(REPEATED);
  const by = list(1, (): Rewrite => ({ do: 'map', on: to, by: pick<TextRewrite>(PATH_REWRITES) }));
  return { by: [{ do: 'copy', to, from }, ...by], when: { test: 'text', on: to, matches: pick(VALUE_MATCHERS) } };
}

/** Rewrites of a path that do not commute. */
function orders({ pick, list }: Random): Chain {
  const map = (): Rewrite => ({ do: 'map', on: 'path', by: pick(PATH_REWRITES) });
  return { by: [map(), ...list(2, map)], when: { test: 'text', on: 'path', matches: pick(PATH_MATCHERS) } };
}

/** What the first, the second, or both of two selections drop. */
function keptTwice({ pick }: Random): Chain {
  const { kind, a, b } = pick(SELECTED);
  const without = (name: string): Rewrite => {
    const select: Selection = pick([
      { keep: 'all-except', names: [name] },
      { keep: 'all-except', names: [name] },
      { keep: 'only', names: [name, a] },
    ]);
    if (kind === 'header') return { do: 'select-headers', select };
    return kind === 'argument' ? { do: 'select-query', select } : { do: 'select-cookies', select };
  };
  return { by: [without(a), without(b)], when: { test: 'present', on: `${kind}:${pick([a, b])}` } };
}

/** A selection of headers leaves the Cookie header alone, whoever has set it. */
function cookiesKept({ pick }: Random): Chain {
  const select = pick<Selection>([
    { keep: 'none' },
    { keep: 'only', names: ['h'] },
    { keep: 'all-except', names: ['Cookie'] },
  ]);
  const set: Rewrite = { do: 'set-header', name: 'Cookie', text: pick(['c=a', 'c=b; d=a', 'a']) };
  const tested = pick<Attribute>(['header:cookie', 'cookie:c', 'cookie:d']);
  return { by: [set, { do: 'select-headers', select }], when: { test: 'present', on: tested } };
}

/** Patterns against a text that a gate has set. */
function constants({ pick }: Random): Chain {
  const text = pick(['/', '/a', '/a/b', '/b', '/aab']);
  const by = pick<Rewrite>([
    { do: 'set', on: 'path', text },
    { do: 'set-header', name: 'H', text },
  ]);
  const on = by.do === 'set' ? 'path' : 'header:h';
  return { by: [by], when: { test: 'text', on, matches: pick(LOOSE_MATCHERS) } };
}

/** Hosts with a port, which is dropped before the test or in it. */
function ports({ pick, chance }: Random): Chain {
  const dropped: TextRewrite = { rewrite: 'drop-port' };
  const matches = pick(HOST_MATCHERS);
  const drop: Rewrite = { do: 'map', on: 'host', by: chance(0.5) ? dropped : { rewrite: 'lower-case' } };
  return { by: [drop], when: { test: 'text', on: 'host', matches, ...(chance(0.5) ? { through: [dropped] } : {}) } };
}

/** Escapes that the end of the text cuts off. */
function escapes({ pick }: Random): Chain {
  const decode: TextRewrite = { rewrite: 'percent-decode' };
  const on = pick<'query' | 'header:h'>(['query', 'header:h']);
  const matches = pick<Matcher>([
    { is: 'ending-with', text: '%' },
    { is: 'ending-with', text: '%2' },
    { is: 'equal', to: 'a' },
    { is: 'glob', pattern: '?' },
  ]);
  const by: Rewrite = on === 'query' ? { do: 'map', on, by: decode } : { do: 'set-header', name: 'K', text: 'a' };
  return { by: [by], when: { test: 'text', on, matches, ...(on === 'query' ? {} : { through: [decode] }) } };
}

/** A header that only some attackers can send. */
function secretly({ pick }: Random, secrets: Some<Text>): Chain {
  const when: Condition = { test: 'text', on: 'header:h', matches: { is: 'equal', to: pick(secrets) } };
  return { by: [{ do: 'set-header', name: 'K', text: 'a' }], when };
}
