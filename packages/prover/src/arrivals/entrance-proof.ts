import type { GateGraph, GateId } from '@sallyport/gates';
import { AskedKnowledge, type Attacker, type Knowledge, mergedOf, overlaps, Pullback } from '../environment/index.ts';
import type { Languages } from '../language/index.ts';
import { type Bounds, Diagrams, NO_REQUEST, StepLimitReached } from '../sets/index.ts';
import { type Door, TextUniverses } from '../universe/text-universe.ts';
import { Carry, type CarryResult } from './carry.ts';
import { type Collection, collect } from './collection.ts';
import { constraints } from './constraints.ts';
import { Evaluation } from './evaluation.ts';
import type { ProofLimits } from './limits.ts';
import { ownRequests } from './own-requests.ts';
import type { Reading } from './request-set.ts';
import type { SharedProofs } from './shared-proofs.ts';
import { spaceOf } from './space.ts';
import { WitnessMaker } from './witness.ts';

/** What a proof is made with, for one attacker. */
export interface Setting {
  readonly graph: GateGraph;
  readonly attacker: Attacker;
  readonly knowledge: Knowledge;
  readonly limits: ProofLimits;
  /** What has been proved of this graph, under these limits, for other attackers. */
  readonly shared: SharedProofs;
}

/** A way in: the gate that listens, and how it is spoken to. */
export interface Entry extends Door {
  readonly gate: GateId;
}

/** All requests that one attacker can send to one gate, and where they arrive. */
export interface EntranceProof extends CarryResult {
  readonly entry: Entry;
  readonly reading: Reading;
  /** Every request that can be sent. */
  readonly everyone: Bounds;
  /** Why the proof is not complete; then its sets are too small. */
  readonly unknown: readonly string[];
}

/** What holds for every attacker who knows the same, cut down to the requests that this one can send. */
export function proveEntrance(setting: Setting, entry: Entry): EntranceProof {
  const { shared, knowledge, attacker } = setting;
  const proof = shared.of(entry, knowledge, () => {
    const asked = new AskedKnowledge(knowledge);
    return { asked, proof: proveForAll({ ...setting, knowledge: asked }, entry, shared.languages) };
  });
  return ownRequests(proof, attacker);
}

/** The proof for attackers who send from anywhere, CloudFront's addresses included. */
function proveForAll(setting: Setting, entry: Entry, languages: Languages): EntranceProof {
  const { graph, knowledge, limits } = setting;
  const universes = new TextUniverses(languages, knowledge, entry);
  const { pullback, collection, unknown } = collected(setting, entry, universes);
  const constraint = constraints(languages, pullback, collection);
  collection.note(constraint);
  const space = spaceOf(collection, { languages, universes, pullback, limits });
  const diagrams = new Diagrams(space.sizes, limits.steps);
  const reading: Reading = { space, diagrams, languages, maker: new WitnessMaker(space, universes, entry.gate) };
  const evaluation = new Evaluation(space, diagrams);
  const carry = new Carry(graph, pullback, evaluation, diagrams);
  const result = withinSteps(() => {
    const everyone = evaluation.set(constraint);
    return { everyone, ...carry.run(entry.gate, everyone, limits) };
  });
  diagrams.liftLimit();
  const given = result ? [] : [`more than ${limits.steps} steps of set algebra at "${entry.gate}"`];
  return {
    entry,
    reading,
    ...(result ?? { everyone: NO_REQUEST, carried: [], decided: [] }),
    unknown: [...new Set([...unknown, ...(result?.unknown ?? given)])],
  };
}

interface Collected {
  readonly pullback: Pullback;
  readonly collection: Collection;
  readonly unknown: readonly string[];
}

/** Collects a second time where whole texts and their parts turn out to be tested both. */
function collected(
  { graph, knowledge, limits, shared: { languages } }: Setting,
  { gate }: Entry,
  universes: TextUniverses,
): Collected {
  const apart = new Pullback(languages, knowledge, universes, overlaps({ queryArguments: false, cookies: false }));
  const first = collect(graph, gate, apart, limits);
  const merged = mergedOf(first.collection.texts.keys());
  if (!merged.queryArguments && !merged.cookies) return { pullback: apart, ...first };
  const together = new Pullback(languages, knowledge, universes, overlaps(merged));
  return { pullback: together, ...collect(graph, gate, together, limits) };
}

function withinSteps<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof StepLimitReached) return undefined;
    throw error;
  }
}
