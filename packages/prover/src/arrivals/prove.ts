import type { Opaque } from '@sallyport/architecture';
import type { ApplicationId, GateGraph, GateId } from '@sallyport/gates';
import type { Attacker, Knowledge } from '../environment/index.ts';
import type { Languages } from '../language/index.ts';
import { heldCertificates } from './client-certificates.ts';
import { type EntranceProof, type Entry, proveEntrance, type Setting } from './entrance-proof.ts';
import { type ProofLimits, USUAL_LIMITS } from './limits.ts';
import { type RequestSet, requestSet } from './request-set.ts';
import { SharedProofs } from './shared-proofs.ts';

/** The requests that enter at one gate and arrive at one application in one way. */
export interface Arrival {
  /** The gate of the entrance. */
  readonly gate: GateId;
  readonly application: ApplicationId;
  /** The ids of the web ACLs that can block and let them pass, in order. */
  readonly inspectedBy: readonly string[];
  /** The gates passed, the entrance's first. */
  readonly passed: readonly GateId[];
  readonly requests: RequestSet;
}

/** How big a proof was. */
export interface ProofStatistics {
  readonly entrances: number;
  readonly variables: number;
  /** Classes of all variables together. */
  readonly classes: number;
  /** States of the searches for classes. */
  readonly states: number;
  readonly languages: number;
  readonly nodes: number;
  readonly steps: number;
  readonly undecided: number;
}

/** Where all requests arrive that an attacker can send to the entrances of a graph. */
export interface Proof {
  readonly attacker: Attacker;
  readonly arrivals: readonly Arrival[];
  /** Why the proof as a whole is not sure; empty if it is. */
  readonly unknown: readonly string[];
  readonly statistics: ProofStatistics;
}

export interface ProofOptions {
  /** Secret texts that this attacker knows all the same: a partner's API key, a literal that can be guessed. */
  readonly knows?: (text: Opaque | string) => boolean;
  readonly limits?: Partial<ProofLimits>;
  /** The proofs of the same graph for other attackers, under the same limits. */
  readonly shared?: SharedProofs;
}

export function prove(graph: GateGraph, attacker: Attacker, options: ProofOptions = {}): Proof {
  const setting = settingOf(graph, attacker, options);
  const proofs = entries(graph).map((entry) => proveEntrance(setting, entry));
  return {
    attacker,
    arrivals: proofs.flatMap(arrivalsOf),
    unknown: [...new Set(proofs.flatMap(({ unknown }) => unknown))],
    statistics: statisticsOf(setting.shared.languages, proofs),
  };
}

export function settingOf(
  graph: GateGraph,
  attacker: Attacker,
  { knows = () => false, limits = {}, shared = new SharedProofs() }: ProofOptions = {},
): Setting {
  let certificates: readonly string[] | undefined;
  const knowledge: Knowledge = {
    knows,
    isGranted: () => attacker === 'credential',
    signs: () => attacker !== 'internet',
    certificates: () => {
      certificates ??= heldCertificates(graph, knows);
      return certificates;
    },
  };
  return { graph, attacker, knowledge, shared, limits: { ...USUAL_LIMITS, ...limits } };
}

/** The ways into a graph; entrances that lead to the same gate are one, with all its names. */
export function entries(graph: GateGraph): readonly Entry[] {
  const byGate = new Map<GateId, Entry>();
  for (const { gate, hosts, schemes, basePath } of graph.entrances) {
    const before = byGate.get(gate);
    byGate.set(gate, {
      gate,
      hosts: [...new Set([...(before?.hosts ?? []), ...hosts])],
      schemes: [...new Set([...(before?.schemes ?? []), ...schemes])],
      basePath: before?.basePath ?? basePath,
    });
  }
  return [...byGate.values()];
}

const arrivalsOf = ({ carried, entry, reading }: EntranceProof): readonly Arrival[] =>
  carried.map(({ application, inspectedBy, passed, set }) => ({
    gate: entry.gate,
    application,
    inspectedBy,
    passed,
    requests: requestSet(reading, set),
  }));

function statisticsOf(languages: Languages, proofs: readonly EntranceProof[]): ProofStatistics {
  const sum = (of: (proof: EntranceProof) => number): number => proofs.reduce((total, proof) => total + of(proof), 0);
  const variables = proofs.flatMap(({ reading }) => reading.space.variables);
  return {
    entrances: proofs.length,
    variables: variables.length,
    classes: variables.reduce((total, { size }) => total + size, 0),
    states: variables.reduce((total, { states }) => total + states, 0),
    languages: languages.size,
    nodes: sum(({ reading }) => reading.diagrams.nodes),
    steps: sum(({ reading }) => reading.diagrams.steps),
    undecided: sum(({ reading }) => reading.space.reasons.size),
  };
}
