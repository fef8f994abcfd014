import type { ApplicationId, GateGraph, Outcome } from '@sallyport/gates';
import { type Attacker, checkEveryTuple, type Proof, type ProofOptions, prove } from '@sallyport/prover';
import { replay } from '@sallyport/runtime';
import { type GeneratedSources, generateSources } from './generate/deployed.ts';
import { createRandom, type Random } from './generate/random.ts';
import { type AimedRequest, generateRequest } from './generate/request.ts';
import { vocabularyOf } from './generate/vocabulary.ts';
import { STRONG_LITERAL } from './generate/words.ts';
import { graphOfTemplate } from './graph.ts';

/** How many requests are sent through each architecture. */
export const REQUESTS_AN_ARCHITECTURE = 40;
/** How many witnesses of each arrival are replayed. */
const WITNESSES = 3;
/** Every so many architectures the proof is repeated by running every tuple of classes. */
const EVERY_TUPLE = 25;
/** The attacker knows whatever the generator lets requests contain: all texts but the strong one. */
const KNOWLEDGE: ProofOptions = { knows: (text) => typeof text === 'string' && text !== STRONG_LITERAL };

/** In turns. What the internet can send the others can send too, so random requests fit them all. */
const ATTACKERS: readonly Attacker[] = ['internet', 'account', 'credential'];

/** The two interpreters said different things, or one of them failed. */
export interface Disagreement {
  /** The seed of the architecture: `generateSources(createRandom(seed))`. */
  readonly seed: number;
  readonly kind: 'reached, though the prover sees no way' | 'witness not replayed' | 'tuple' | 'failed';
  readonly detail: string;
}

/** What a comparison has seen. The counts show that it looked at something. */
export interface Comparison {
  readonly pairs: number;
  readonly architectures: number;
  /** Requests that reached an application, and those among them that no web ACL had inspected. */
  readonly reached: number;
  readonly uninspected: number;
  /** Architectures in which nothing can arrive uninspected. */
  readonly closed: number;
  readonly witnesses: number;
  /** Tuples of classes that were run one by one. */
  readonly tuples: number;
  readonly disagreements: readonly Disagreement[];
}

type Counts = { -readonly [Name in keyof Omit<Comparison, 'disagreements'>]: number };

export interface ComparisonOptions {
  readonly progress?: (counts: Comparison) => void;
  /** The prover; another one than the real only to see that its mistakes would be found. */
  readonly prover?: typeof prove;
}

/** Random architectures and requests through both interpreters: `runs` pairs, the same for the same seed. */
export function comparePairs(runs: number, seed: number, options: ComparisonOptions = {}): Comparison {
  const { progress = () => {}, prover = prove } = options;
  const counts: Counts = { pairs: 0, architectures: 0, reached: 0, uninspected: 0, closed: 0, witnesses: 0, tuples: 0 };
  const disagreements: Disagreement[] = [];
  for (let index = 0; counts.pairs < runs; index++) {
    const own = seedOf(seed, index);
    const requests = Math.min(REQUESTS_AN_ARCHITECTURE, runs - counts.pairs);
    disagreements.push(...compareArchitecture(own, requests, counts, prover));
    progress({ ...counts, disagreements });
  }
  return { ...counts, disagreements };
}

/** The seed of the architecture with that number. */
const seedOf = (seed: number, index: number): number => (Math.imul(seed, 0x9e3779b1) + index) >>> 0;

function compareArchitecture(
  seed: number,
  requests: number,
  counts: Counts,
  prover: typeof prove,
): readonly Disagreement[] {
  counts.architectures++;
  counts.pairs += requests;
  const report = (kind: Disagreement['kind'], detail: string): Disagreement => ({ seed, kind, detail });
  try {
    const random = createRandom(seed);
    const sources = generateSources(random);
    const graph = graphOfTemplate(sources.template, sources.deployed);
    const attacker = ATTACKERS[counts.architectures % ATTACKERS.length] ?? 'internet';
    const proof = prover(graph, attacker, KNOWLEDGE);
    if (!proof.arrivals.some(isOpen)) counts.closed++;
    return [
      ...replayWitnesses(graph, proof, counts).map((detail) => report('witness not replayed', detail)),
      ...sendRequests(graph, proof, aim(random, sources, graph, requests), random, counts).map((detail) =>
        report('reached, though the prover sees no way', detail),
      ),
      ...(counts.architectures % EVERY_TUPLE === 0 ? runTuples(graph, attacker, counts) : []).map((detail) =>
        report('tuple', detail),
      ),
    ];
  } catch (cause) {
    return [report('failed', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))];
  }
}

/** The proof a second time, by brute force; architectures with too many tuples are passed over. */
function runTuples(graph: GateGraph, attacker: Attacker, counts: Counts): readonly string[] {
  const run = checkEveryTuple(graph, attacker, replay(graph), KNOWLEDGE);
  if ('tooMany' in run) return [];
  counts.tuples += run.tuples;
  return run.disagreements.map(({ witness, proved, replayed }) => `${shown(witness)}: ${proved}; ${replayed}`);
}

const isOpen = ({ inspectedBy, requests }: Proof['arrivals'][number]): boolean =>
  inspectedBy.length === 0 && requests.possible;

const aim = (
  random: Random,
  { template, deployed }: GeneratedSources,
  graph: GateGraph,
  count: number,
): readonly AimedRequest[] => {
  if (graph.entrances.length === 0) return [];
  const vocabulary = vocabularyOf(template, deployed);
  return Array.from({ length: count }, () => generateRequest(random, vocabulary, graph.entrances));
};

/** Every witness that rests on nothing undecided must arrive where the proof says, inspected by whom it says. */
function replayWitnesses(graph: GateGraph, proof: Proof, counts: Counts): readonly string[] {
  const send = replay(graph);
  return proof.arrivals.flatMap(({ application, inspectedBy, requests }) =>
    requests.witnesses(WITNESSES).flatMap((witness) => {
      if (witness.rests.length > 0) return [];
      counts.witnesses++;
      const outcome = send(witness.request, witness.gate, witness);
      const same = outcome.reached.includes(application) && sameNames(outcome.inspectedBy, inspectedBy);
      return same ? [] : [`${shown(witness)} to ${application} by [${inspectedBy}]: ${told(outcome)}`];
    }),
  );
}

/** Where a request arrives, the proof must call possible. */
function sendRequests(
  graph: GateGraph,
  proof: Proof,
  requests: readonly AimedRequest[],
  random: Random,
  counts: Counts,
): readonly string[] {
  const send = replay(graph);
  return requests.flatMap((aimed) => {
    const outcome = send(aimed.request, aimed.gate, { grants: () => false, draws: () => random.chance(0.5) });
    if (outcome.reached.length > 0) counts.reached++;
    if (outcome.reached.length > 0 && outcome.inspectedBy.length === 0) counts.uninspected++;
    const missing = outcome.reached.filter((application) => !foresees(graph, proof, application, outcome));
    return missing.map((application) => `${shown(aimed)} at ${application}: ${told(outcome)}`);
  });
}

function foresees(graph: GateGraph, proof: Proof, application: ApplicationId, { inspectedBy }: Outcome): boolean {
  // API Gateway's own answers are no application, and the prover need not follow them.
  if (graph.applications.get(application)?.kind === 'mock') return true;
  return proof.arrivals.some(
    (arrival) =>
      arrival.application === application && arrival.requests.possible && sameNames(arrival.inspectedBy, inspectedBy),
  );
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  [...new Set(a)].sort().join('\n') === [...new Set(b)].sort().join('\n');

const shown = ({ request, gate }: AimedRequest): string =>
  `${request.method} ${request.target} ${JSON.stringify(request.headers)} from ${request.connection.address} at ${gate}`;

const told = ({ response, reached, inspectedBy, trace }: Outcome): string =>
  `${response.status}, reached [${reached}], inspected by [${inspectedBy}]; ${trace.map(({ gate, decision }) => `${gate}: ${decision}`).join(' → ')}`;
