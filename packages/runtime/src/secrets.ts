import { isOpaque, type Text } from '@sallyport/architecture';
import { allTests, type GateGraph, type Rewrite, type Step, stepsOf, type Test } from '@sallyport/gates';
import { type Headers, lowerName } from '@sallyport/http';
import { type Disclosure, type FieldMatch, OPEN, type RateKeyIdentity } from '@sallyport/waf';
import { mask } from './mask.ts';
import type { World } from './world.ts';

/** A secret, and the header that carries it. */
interface Secret<Value> {
  readonly header: string;
  readonly value: Value;
}

/** The secrets that the architecture puts into requests, such as the key that a distribution adds, and the keys that it asks for. */
const secretsOf = (graph: GateGraph): readonly Secret<Text>[] =>
  [...graph.gates.values()].flatMap(({ start }) => stepsOf(start)).flatMap(secretsIn);

function secretsIn(step: Step): readonly Secret<Text>[] {
  if (step.do === 'rewrite') return step.by.flatMap(secretOf);
  return step.do === 'choose' ? step.rules.flatMap(({ when }) => allTests(when).flatMap(keysIn)) : [];
}

const HEADER = 'header:';

function keysIn(test: Test): readonly Secret<Text>[] {
  if (test.test !== 'text' || !test.on.startsWith(HEADER)) return [];
  const { on, matches } = test;
  if ((matches.is !== 'equal' && matches.is !== 'one-of') || !matches.secret) return [];
  const header = on.slice(HEADER.length);
  return (matches.is === 'equal' ? [matches.to] : matches.of).map((value) => ({ header, value }));
}

function secretOf(rewrite: Rewrite): readonly Secret<Text>[] {
  if (rewrite.do !== 'set-header' || rewrite.text === undefined) return [];
  const isSecret = rewrite.secret || isOpaque(rewrite.text);
  return isSecret ? [{ header: lowerName(rewrite.name), value: rewrite.text }] : [];
}

/**
 * Shows the secrets of a graph by their last characters only, wherever they stand. AWS itself logs them in clear where a web
 * ACL behind the distribution sees them; here no secret of the sources is written anywhere.
 */
export function secretMasks(opaque: World['opaque']): (graph: GateGraph) => () => Disclosure {
  const made = new WeakMap<GateGraph, () => Disclosure>();
  return (graph) => {
    const known = made.get(graph) ?? masking(valuesOf(graph, opaque));
    made.set(graph, known);
    return known;
  };
}

/** The longest first: one may stand in another. */
const valuesOf = (graph: GateGraph, opaque: World['opaque']): readonly Secret<string>[] =>
  secretsOf(graph)
    .map(({ header, value }) => ({ header, value: isOpaque(value) ? opaque(value) : value }))
    .filter(({ value }) => value !== '')
    .sort((a, b) => b.value.length - a.value.length);

/** Shorter texts stand in others by chance; they are masked in their own header only. */
const LEAST_ELSEWHERE = 8;

function masking(secrets: readonly Secret<string>[]): () => Disclosure {
  const long = secrets.filter(({ value }) => value.length >= LEAST_ELSEWHERE);
  const masked = (text: string): string =>
    long.reduce((shown, { value }) => shown.replaceAll(value, mask(value)), text);
  const own = new Set(secrets.map(({ header }) => header));
  const isOwn = (name = ''): boolean => own.has(lowerName(name));
  const inHeader = (name: string, value: string): string =>
    secrets.some((secret) => secret.value === value && secret.header === lowerName(name)) ? mask(value) : masked(value);
  // What a rule looked at has gone through its transformations: of a header that carries a secret nothing is shown.
  const disclosure: Disclosure = {
    ...OPEN,
    path: masked,
    query: masked,
    headers: (headers): Headers => headers.map(([name, value]) => [name, inHeader(name, value)]),
    fieldMatch: (match) => withData(match, isOwn(headerOf(match)) ? mask : masked),
    rateValue: (key, value) => (isOwn(headerOf(key)) ? mask(value) : masked(value)),
  };
  return () => disclosure;
}

const withData = ({ field, detail }: FieldMatch, shown: (text: string) => string): FieldMatch => ({
  field,
  detail: { ...detail, matchedData: detail.matchedData.map(shown) },
});

/** The header that was looked at, if it was one. */
function headerOf(at: FieldMatch | RateKeyIdentity): string | undefined {
  if ('member' in at) return at.member === 'Header' ? at.name : undefined;
  return at.field === 'SingleHeader' || at.field === 'Headers' ? at.detail.matchedFieldName : undefined;
}
