import { isOpaque, sameText, type Text } from '@sallyport/architecture';
import { type GateGraph, standInText } from '@sallyport/gates';
import { gatesOf, rewrites, textTests } from './conditions.ts';
import { estimator, GUESSABLE_BELOW_BITS } from './guessability.ts';
import type { Attacker } from './proof.ts';
import type { Subject } from './subject.ts';

/**
 * What an attacker knows of the texts that gates compare as keys.
 *
 * - Everybody knows what can be guessed: documented sample values, and literals with too little in them.
 * - `credential` has in addition a client's legitimate key: every key that a gate accepts, except those that a distribution
 *   adds (the lock between CloudFront and the origin is nobody's credential).
 * - A strong literal in a template is not known to anybody here; it is the finding SEC-01.
 */
export function knowledge(subject: Subject, attacker: Attacker): (text: Text) => boolean {
  const bits = estimator(() => publicNames(subject));
  const clients = attacker === 'credential' ? clientKeys(subject.graph) : [];
  return (text) => {
    if (!isOpaque(text) && bits(text) < GUESSABLE_BELOW_BITS) return true;
    return clients.some((key) => sameText(key, text) === true);
  };
}

/** The keys that gates accept and that no distribution adds: those of clients. */
export function clientKeys(graph: GateGraph): readonly Text[] {
  const added = addedTexts(graph);
  return clientAndEdgeKeys(graph).filter((key) => !added.some((text) => sameText(key, text) === true));
}

/** Every text that some gate compares as a key. */
export function clientAndEdgeKeys(graph: GateGraph): readonly Text[] {
  const keys = [...graph.gates.values()].flatMap(textTests).flatMap(({ on, matches }) => {
    // Other secrets (a policy's Referer) are nobody's credential.
    if (on !== 'header:x-api-key') return [];
    if (matches.is === 'equal' && matches.secret) return [matches.to];
    return matches.is === 'one-of' && matches.secret ? matches.of : [];
  });
  return [...new Map(keys.map((key) => [standInText(key), key])).values()];
}

/** The texts that distributions put into the requests that they send to origins. */
export function addedTexts(graph: GateGraph): readonly Text[] {
  return gatesOf(graph, 'distribution')
    .flatMap(rewrites)
    .flatMap((rewrite) => (rewrite.do === 'set-header' && rewrite.text !== undefined ? [rewrite.text] : []));
}

/** The names that stand in the sources and on the wire: stacks, logical ids, host names. */
export function publicNames({ graph, architecture }: Subject): readonly string[] {
  return [
    ...new Set([
      ...architecture.resources.all.flatMap(({ logicalId, stack }) => [logicalId, stack]),
      ...architecture.restApis.apis.map(({ name }) => name),
      ...architecture.restApis.apiKeys.map(({ name }) => name),
      ...graph.entrances.flatMap(({ hosts }) => hosts),
    ]),
  ];
}
