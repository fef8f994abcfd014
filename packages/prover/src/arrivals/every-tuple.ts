import type { GateGraph, Outcome, Replay } from '@sallyport/gates';
import type { Attacker } from '../environment/index.ts';
import type { Point } from '../sets/index.ts';
import type { Carried } from './carry.ts';
import { type EntranceProof, proveEntrance } from './entrance-proof.ts';
import { entries, type ProofOptions, settingOf } from './prove.ts';
import { certainly, possibly } from './request-set.ts';
import type { Witness } from './witness.ts';

/** Above this many tuples the second proof is not run. */
const MOST_TUPLES = 50_000;

/** A request about which the proof and the replay do not agree. */
export interface Disagreement {
  readonly witness: Witness;
  /** What the proof says of it. */
  readonly proved: string;
  /** What became of it. */
  readonly replayed: string;
}

export type EveryTuple =
  | { readonly tuples: number; readonly disagreements: readonly Disagreement[] }
  /** How many there would be. */
  | { readonly tooMany: number };

/** The second proof: one request of every combination of classes goes through a replay, and must arrive where the first says. */
export function checkEveryTuple(
  graph: GateGraph,
  attacker: Attacker,
  replay: Replay,
  options: ProofOptions = {},
): EveryTuple {
  const setting = settingOf(graph, attacker, options);
  const proofs = entries(graph).map((entry) => proveEntrance(setting, entry));
  const count = proofs.reduce((sum, proof) => sum + tuplesOf(proof), 0);
  if (count > MOST_TUPLES) return { tooMany: count };
  return { tuples: count, disagreements: proofs.flatMap((proof) => disagreements(proof, replay)) };
}

/** The sizes of the variables that an attacker chooses, chance among them; undecided tests are the running system's. */
const chosenSizes = ({ reading: { space } }: EntranceProof): readonly number[] =>
  space.sizes.slice(0, space.firstUndecided);

const tuplesOf = (proof: EntranceProof): number => chosenSizes(proof).reduce((product, size) => product * size, 1);

function disagreements(proof: EntranceProof, replay: Replay): readonly Disagreement[] {
  if (proof.unknown.length > 0) return [];
  const { reading } = proof;
  const bounds = proof.carried.map((carried) => ({
    carried,
    must: certainly(reading, carried.set),
    may: possibly(reading, carried.set),
  }));
  const everyone = possibly(reading, proof.everyone);
  const found: Disagreement[] = [];
  for (const point of tuples(proof)) {
    if (!reading.diagrams.has(everyone, point)) continue;
    const witness = reading.maker.witness(point);
    const outcome = replay(witness.request, witness.gate, witness);
    for (const { carried, must, may } of bounds) {
      const arrives = isArrival(outcome, carried);
      const wrong = arrives ? !reading.diagrams.has(may, point) : reading.diagrams.has(must, point);
      if (wrong) found.push({ witness, proved: described(carried, !arrives), replayed: reached(outcome) });
    }
  }
  return found;
}

/** Gates passed after the first application received the request (an error page is fetched) do not count. */
function isArrival(outcome: Outcome, { application, inspectedBy, passed }: Carried): boolean {
  const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');
  const way = outcome.reached.length > 1 ? outcome.passed.slice(0, passed.length) : outcome.passed;
  return outcome.reached[0] === application && same(outcome.inspectedBy, inspectedBy) && same(way, passed);
}

const described = ({ application, inspectedBy }: Carried, arrives: boolean): string =>
  `${arrives ? 'arrives' : 'cannot arrive'} at ${application}, inspected by ${inspectedBy.join(', ') || 'none'}`;

const reached = ({ reached: [application], inspectedBy }: Outcome): string =>
  application === undefined
    ? 'arrives nowhere'
    : `arrives at ${application}, inspected by ${inspectedBy.join(', ') || 'none'}`;

/** Every combination of classes that a request can be made of. */
function* tuples(proof: EntranceProof): Generator<Point> {
  const { space } = proof.reading;
  const sizes = chosenSizes(proof);
  const point = new Int32Array(space.sizes.length).fill(-1);
  point.fill(0, 0, sizes.length);
  for (;;) {
    if (!isUnexplored(proof, point)) yield Int32Array.from(point);
    let place = sizes.length - 1;
    while (place >= 0 && (point[place] ?? 0) + 1 >= (sizes[place] ?? 0)) {
      point[place] = 0;
      place--;
    }
    if (place < 0) return;
    point[place] = (point[place] ?? 0) + 1;
  }
}

const isUnexplored = ({ reading: { space } }: EntranceProof, point: Point): boolean =>
  space.variables.some(({ rest }, place) => rest !== undefined && point[place] === rest);
