import { isOpaque, type Text } from '@sallyport/architecture';
import { type GateGraph, type Rewrite, stepsOf } from '@sallyport/gates';
import { type Headers, lowerName } from '@sallyport/http';
import { type Disclosure, OPEN } from '@sallyport/waf';
import { mask } from './mask.ts';
import type { World } from './world.ts';

/** A secret, and the header that carries it. */
interface Secret<Value> {
  readonly header: string;
  readonly value: Value;
}

/** The secrets that the architecture itself puts into requests, such as the key that a distribution adds for its origin. */
function secretsOf(graph: GateGraph): readonly Secret<Text>[] {
  const steps = [...graph.gates.values()].flatMap(({ start }) => stepsOf(start));
  return steps.flatMap((step) => (step.do === 'rewrite' ? step.by.flatMap(secretOf) : []));
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
  const inHeader = (name: string, value: string): string =>
    secrets.some((secret) => secret.value === value && secret.header === lowerName(name)) ? mask(value) : masked(value);
  const disclosure: Disclosure = {
    ...OPEN,
    path: masked,
    query: masked,
    headers: (headers): Headers => headers.map(([name, value]) => [name, inHeader(name, value)]),
    fieldMatch: ({ field, detail }) => ({ field, detail: { ...detail, matchedData: detail.matchedData.map(masked) } }),
    rateValue: ({ name = '' }, value) => inHeader(name, value),
  };
  return () => disclosure;
}
