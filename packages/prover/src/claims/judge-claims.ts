import type { GateGraph, GateId, Origin, Replay } from '@sallyport/gates';
import { ATTACKERS } from './attackers.ts';
import { type FrontDoor, frontDoorOpens, settledByReplay } from './front-door.ts';
import { type FindDependence, guardSees } from './guard-sees.ts';
import { noSideDoor, type SideDoors } from './no-side-door.ts';
import type { Attacker, Proof } from './proof.ts';
import type { Judged, OriginVerdicts, Verdict, Verdicts } from './verdicts.ts';
import type { FindWavedThrough } from './waved-through.ts';

/** What the prover is asked. */
export interface Prover {
  readonly prove: (attacker: Attacker) => Proof;
  readonly hostDependence: FindDependence;
  readonly wavedThrough: FindWavedThrough;
}

/**
 * The three claims for every origin of the graph. Attackers add up: what is open to one is open to those after it, so a
 * verdict is never better than that of a weaker attacker who was asked for.
 */
export function judgeClaims(
  graph: GateGraph,
  prover: Prover,
  replay: Replay,
  attackers: readonly Attacker[] = ATTACKERS,
): Verdicts {
  const asked = ATTACKERS.filter((attacker) => attackers.includes(attacker));
  const proofs = new Proofs(prover, asked);
  const settled = settledByReplay(graph);
  const judged = graph.origins.map((origin) => judgeOrigin(origin, { graph, proofs, prover, replay, settled }));
  return {
    attackers: asked,
    origins: judged.map(({ verdicts }) => verdicts),
    bypasses: judged.flatMap(({ sides }) => sides.flatMap(({ bypasses }) => bypasses)),
    refusals: judged.flatMap(({ refusals }) => refusals),
    blindnesses: judged.flatMap(({ blindnesses }) => blindnesses),
    intended: intendedWays(graph, proofs.asked()),
    diagnostics: judged.flatMap(({ sides }) => sides.flatMap(({ diagnostics }) => diagnostics)),
  };
}

/** The proofs, each made when it is first needed and kept. */
class Proofs {
  readonly #prover: Prover;
  readonly #attackers: readonly Attacker[];
  readonly #made = new Map<Attacker, Proof>();

  constructor(prover: Prover, attackers: readonly Attacker[]) {
    this.#prover = prover;
    this.#attackers = attackers;
  }

  asked(): readonly Proof[] {
    return this.#attackers.map((attacker) => this.of(attacker));
  }

  of(attacker: Attacker): Proof {
    const made = this.#made.get(attacker) ?? this.#prover.prove(attacker);
    this.#made.set(attacker, made);
    return made;
  }
}

/** What every origin is judged with. */
interface Court {
  readonly graph: GateGraph;
  readonly proofs: Proofs;
  readonly prover: Prover;
  readonly replay: Replay;
  readonly settled: ReadonlySet<string>;
}

function judgeOrigin(origin: Origin, court: Court) {
  const { graph, proofs, prover, replay } = court;
  const asked = proofs.asked();
  const sides = asked.map((proof) => noSideDoor(graph, origin, proof, replay));
  const front = judgeFrontDoor(origin, court);
  const guard = guardSees(graph, origin, {
    dependence: prover.hostDependence,
    wavedThrough: prover.wavedThrough,
    replay,
  });
  const verdicts: OriginVerdicts = {
    origin,
    noSideDoor: addedUp(
      asked.map(({ attacker }) => attacker),
      sides,
    ),
    frontDoorOpens: front.judged,
    guardSees: guard.judged,
  };
  return { verdicts, sides, refusals: front.refusals, blindnesses: guard.blindnesses };
}

/** The door may open for those only who hold a client's credential, so the proof for them is asked last. */
function judgeFrontDoor(origin: Origin, { graph, proofs, replay, settled }: Court): FrontDoor {
  const first = frontDoorOpens(graph, origin, proofs.asked(), replay, settled);
  if (first.judged.is === 'holds') return first;
  return frontDoorOpens(graph, origin, [...proofs.asked(), proofs.of('credential')], replay, settled);
}

const RANK: Readonly<Record<Verdict, number>> = { protected: 0, unknown: 1, bypassable: 2 };

/** Each attacker's verdict, no better than that of the attackers before. */
function addedUp(attackers: readonly Attacker[], sides: readonly SideDoors[]): OriginVerdicts['noSideDoor'] {
  const verdicts: Partial<Record<Attacker, Judged<Verdict>>> = {};
  let worst: Judged<Verdict> = { is: 'protected', reasons: [] };
  for (const [at, attacker] of attackers.entries()) {
    const own = sides[at]?.judged ?? worst;
    if (RANK[own.is] >= RANK[worst.is]) worst = own;
    verdicts[attacker] = worst;
  }
  return verdicts;
}

/** Which gates requests pass that came through each distribution: the ways that the author meant. */
function intendedWays(graph: GateGraph, proofs: readonly Proof[]): ReadonlyMap<GateId, ReadonlySet<GateId>> {
  const ways = new Map<GateId, Set<GateId>>();
  for (const { passed, requests } of proofs.flatMap(({ arrivals }) => arrivals)) {
    if (!requests.possible) continue;
    for (const gate of passed) {
      if (graph.gates.get(gate)?.component !== 'distribution') continue;
      const way = ways.get(gate) ?? new Set();
      for (const other of passed) way.add(other);
      ways.set(gate, way);
    }
  }
  return ways;
}
