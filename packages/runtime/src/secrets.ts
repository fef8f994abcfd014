import { isOpaque, type Text } from '@sallyport/architecture';
import { type GateGraph, type Rewrite, stepsOf } from '@sallyport/gates';
import type { Headers } from '@sallyport/http';
import { type Disclosure, OPEN } from '@sallyport/waf';
import { mask } from './mask.ts';
import type { World } from './world.ts';

/** The secrets that the architecture itself puts into requests, such as the key that a distribution adds for its origin. */
export function secretTexts(graph: GateGraph): readonly Text[] {
  const steps = [...graph.gates.values()].flatMap(({ start }) => stepsOf(start));
  const rewrites = steps.flatMap((step) => (step.do === 'rewrite' ? step.by : []));
  return [...new Set(rewrites.flatMap(secretOf))];
}

function secretOf(rewrite: Rewrite): readonly Text[] {
  if (rewrite.do !== 'set-header' || rewrite.text === undefined) return [];
  return rewrite.secret || isOpaque(rewrite.text) ? [rewrite.text] : [];
}

/** Shorter texts stand in others by chance; they are masked only where they are all there is. */
const LEAST_INSIDE = 8;

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
const valuesOf = (graph: GateGraph, opaque: World['opaque']): readonly string[] =>
  secretTexts(graph)
    .map((text) => (isOpaque(text) ? opaque(text) : text))
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length);

function masking(secrets: readonly string[]): () => Disclosure {
  const masked = (text: string): string => secrets.reduce(withoutSecret, text);
  const disclosure: Disclosure = {
    ...OPEN,
    path: masked,
    query: masked,
    headers: (headers): Headers => headers.map(([name, value]) => [name, masked(value)]),
    fieldMatch: ({ field, detail }) => ({ field, detail: { ...detail, matchedData: detail.matchedData.map(masked) } }),
    rateValue: (_key, value) => masked(value),
  };
  return () => disclosure;
}

function withoutSecret(text: string, secret: string): string {
  if (text === secret) return mask(secret);
  return secret.length < LEAST_INSIDE ? text : text.replaceAll(secret, mask(secret));
}
