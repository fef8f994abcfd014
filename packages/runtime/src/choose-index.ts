import { isOpaque } from '@sallyport/architecture';
import {
  applyTextRewrite,
  attributeReader,
  type Condition,
  type Rule,
  type Test,
  type Traveller,
} from '@sallyport/gates';
import { createPathTree } from './path-tree.ts';

/** The places, in ascending order, of the rules whose conditions could hold for a request; the others cannot. */
export type Candidates = (request: Traveller) => readonly number[];

type TextTest = Extract<Test, { test: 'text' }>;

/** Below this, trying the rules in order is quicker than looking them up. */
const WORTHWHILE = 6;

/**
 * An index over a long list of rules, by the attribute whose tests tell most of them apart: equality (methods, hosts) or
 * resource paths. Undefined where nothing is won.
 */
export function indexRules(rules: readonly Rule[]): Candidates | undefined {
  if (rules.length < WORTHWHILE) return undefined;
  const features = new Map<string, Map<number, TextTest>>();
  rules.forEach((rule, place) => {
    for (const test of necessaryTests(rule.when)) {
      const feature = featureOf(test);
      const tests = features.get(feature) ?? new Map<number, TextTest>();
      features.set(feature, tests.set(place, tests.get(place) ?? test));
    }
  });
  const [best] = [...features.values()].sort((a, b) => distinct(b) - distinct(a));
  return best && distinct(best) >= WORTHWHILE / 2 ? createIndex(best, rules.length) : undefined;
}

/** The tests of which a condition needs every one, where they can be looked up. */
function necessaryTests(condition: Condition): readonly TextTest[] {
  if ('all' in condition) return condition.all.flatMap(necessaryTests);
  if (!('test' in condition) || condition.test !== 'text') return [];
  return keysOf(condition) || condition.matches.is === 'resource-path' ? [condition] : [];
}

/** The values that an equality asks for, where all of them are known letter by letter. */
function keysOf({ matches }: TextTest): readonly string[] | undefined {
  if (matches.is !== 'equal' && matches.is !== 'one-of') return undefined;
  const texts = matches.is === 'equal' ? [matches.to] : matches.of;
  const known = texts.flatMap((text) => (isOpaque(text) ? [] : [text]));
  return matches.fold || known.length < texts.length ? undefined : known;
}

/** What is looked at, and how: tests of one feature can share an index. */
function featureOf({ on, matches, through = [] }: TextTest): string {
  const kind = matches.is === 'resource-path' ? 'resource-path' : 'equal';
  return JSON.stringify([kind, on, through, through.some((by) => by.rewrite === 'opaque') ? matches : '']);
}

const distinct = (tests: ReadonlyMap<number, TextTest>): number =>
  new Set([...tests.values()].map((test) => JSON.stringify(test.matches))).size;

function createIndex(tests: ReadonlyMap<number, TextTest>, length: number): Candidates {
  const always = Array.from({ length }, (_, place) => place).filter((place) => !tests.has(place));
  const [[, sample] = []] = tests;
  if (!sample) return () => always;
  const lookUp = sample.matches.is === 'resource-path' ? byPath(tests) : byValue(tests);
  const { on, through = [] } = sample;
  const valuesOf = attributeReader(on);
  return (request) => {
    const found = valuesOf(request).flatMap((value) =>
      lookUp(through.reduce((text, by) => applyTextRewrite(by, text), value)),
    );
    return inOrder(found, always);
  };
}

type LookUp = (value: string) => readonly number[];

function byValue(tests: ReadonlyMap<number, TextTest>): LookUp {
  const places = new Map<string, number[]>();
  for (const [place, test] of tests)
    for (const key of keysOf(test) ?? []) places.set(key, [...(places.get(key) ?? []), place]);
  return (value) => places.get(value) ?? [];
}

function byPath(tests: ReadonlyMap<number, TextTest>): LookUp {
  const tree = createPathTree();
  for (const [place, { matches }] of tests) if (matches.is === 'resource-path') tree.add(matches.template, place);
  return tree.find;
}

const inOrder = (found: readonly number[], always: readonly number[]): readonly number[] => {
  if (found.length === 0) return always;
  return [...new Set([...found, ...always])].sort((a, b) => a - b);
};
