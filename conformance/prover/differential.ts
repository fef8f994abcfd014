import { isOpaque, type Opaque, type Text } from '@sallyport/architecture';
import { CLOUDFRONT_ADDRESS, type GateGraph, standIn, type Traveller } from '@sallyport/gates';
import { type Attacker, type ProofLimits, SharedProofs } from '@sallyport/prover';
import type { Carried } from '../../packages/prover/src/arrivals/carry.ts';
import { type EntranceProof, proveEntrance } from '../../packages/prover/src/arrivals/entrance-proof.ts';
import { pointOf } from '../../packages/prover/src/arrivals/membership.ts';
import { entries, settingOf } from '../../packages/prover/src/arrivals/prove.ts';
import { certainly, possibly, requestSet } from '../../packages/prover/src/arrivals/request-set.ts';
import type { Witness } from '../../packages/prover/src/arrivals/witness.ts';
import { type Diagram, NOTHING } from '../../packages/prover/src/sets/index.ts';
import { DRAWN, PARAMETER, REFERENCE, SECRET } from './graph-parts.ts';
import { type Arrived, arrive, type World } from './interpreter.ts';
import { type Random, randomOf } from './random.ts';
import { GraphMaker } from './random-graph.ts';
import { randomRequest } from './random-request.ts';

/** What a run has counted. */
export interface Tally {
  systems: number;
  requests: number;
  exact: number;
  sureWitnesses: number;
  unsureWitnesses: number;
  empty: number;
  capped: number;
  readonly disagreements: string[];
}

export const freshTally = (): Tally => ({
  systems: 0,
  requests: 0,
  exact: 0,
  sureWitnesses: 0,
  unsureWitnesses: 0,
  empty: 0,
  capped: 0,
  disagreements: [],
});

const REQUESTS = 12;
/** Limits so low that they are reached. */
const CAPPED: Partial<ProofLimits> = {
  classes: { states: 30, classes: 6 },
  strictClasses: { states: 20, classes: 4 },
  undecided: 2,
};

/** Proves one random system and holds the proof against the interpreter. */
export function checkSystem(seed: number, tally: Tally): void {
  new SystemCheck(seed, tally).run();
}

/** Identities of undecided tests that stand in the graph itself, so that their truth can be chosen here. */
const isChosen = (identity: string): boolean => /^(u1|u2|c1|c2|held|challenge .*|web ACL .*)$/.test(identity);

class SystemCheck {
  readonly #seed: number;
  readonly #tally: Tally;
  readonly #random: Random;
  readonly #graph: GateGraph;
  readonly #known: readonly Text[];
  readonly #attacker: Attacker;
  readonly #proof: EntranceProof;
  readonly #sets: readonly { readonly carried: Carried; readonly must: Diagram; readonly may: Diagram }[];
  readonly #everyone: Diagram;

  constructor(seed: number, tally: Tally) {
    this.#seed = seed;
    this.#tally = tally;
    this.#random = randomOf(seed);
    this.#graph = new GraphMaker(this.#random).graph();
    this.#attacker = this.#random.pick(['internet', 'account', 'credential']);
    this.#known = this.#random.chance(0.4) ? [this.#random.pick<Text>([SECRET, SECRET, REFERENCE, 'a', 'GET'])] : [];
    const knows = (text: Opaque | string): boolean => this.#known.includes(text);
    const limits = this.#random.chance(0.15) ? CAPPED : {};
    const shared = new SharedProofs();
    const setting = settingOf(this.#graph, this.#attacker, { knows, limits, shared });
    const [entry] = entries(this.#graph);
    if (!entry) throw new Error('a graph without entrance');
    // What another attacker's proof leaves behind must serve this one.
    if (this.#random.chance(0.25)) {
      const other = this.#random.pick<Attacker>([this.#attacker, 'internet', 'account', 'credential']);
      const secrets = [SECRET, REFERENCE].filter(() => this.#random.chance(0.5));
      const knowsOther = (text: Opaque | string): boolean => secrets.some((secret) => secret === text);
      proveEntrance(settingOf(this.#graph, other, { knows: knowsOther, limits, shared }), entry);
    }
    this.#proof = proveEntrance(setting, entry);
    const { reading, carried } = this.#proof;
    this.#sets = carried.map((one) => ({
      carried: one,
      must: certainly(reading, one.set),
      may: possibly(reading, one.set),
    }));
    this.#everyone = possibly(reading, this.#proof.everyone);
    tally.systems++;
    if (reading.space.variables.some(({ rest }) => rest !== undefined) || reading.space.leftOut.size > 0)
      tally.capped++;
  }

  run(): void {
    if (this.#proof.unknown.length > 0) this.#complain('unknown', this.#proof.unknown);
    if (this.#sets.length === 0) this.#tally.empty++;
    for (let count = 0; count < REQUESTS; count++) this.#checkRequest();
    for (const { carried } of this.#sets) this.#checkWitnesses(carried);
  }

  #complain(what: string, ...details: readonly unknown[]): void {
    this.#tally.disagreements.push(`seed ${this.#seed} (${this.#attacker}): ${what} ${JSON.stringify(details)}`);
  }

  /** A world in which everything undecided is chosen at random, once. */
  #world(): World {
    const truths = new Map<string, boolean>();
    const parameter = this.#random.pick(['a', 'b', 'ab', '/a', standIn(PARAMETER)]);
    const decide = (identity: string): boolean => {
      const truth = truths.get(identity) ?? this.#random.chance(0.5);
      truths.set(identity, truth);
      return truth;
    };
    const spell = (text: Text): string => {
      if (!isOpaque(text)) return text;
      return text.nature === 'unknown' ? parameter : standIn(text);
    };
    return { decide, grants: decide, spell };
  }

  /** Nobody shows a certificate or a signature that is not theirs. */
  #sendable(request: Traveller): Traveller {
    const { principal, ...unsigned } = request;
    const { clientCertificate, ...tls } = request.connection.tls ?? {};
    const isHeld = this.#proof.reading.space.places.has('client-certificate');
    const shown = isHeld || !clientCertificate ? request.connection : { ...request.connection, tls };
    const own = principal?.startsWith('service:cloudfront') ? { ...shown, address: CLOUDFRONT_ADDRESS } : shown;
    return { ...(this.#attacker === 'internet' ? unsigned : request), connection: own };
  }

  #checkRequest(): void {
    const request = this.#sendable(randomRequest(this.#random, this.#known));
    const world = this.#world();
    const { reading } = this.#proof;
    const point = pointOf(reading, request, { holds: world.decide, grants: world.grants });
    if (point === 'unclassified') this.#complain('in no class', request);
    if (typeof point === 'string' || !reading.diagrams.has(this.#everyone, point)) return;
    this.#tally.requests++;
    const arrived = arrive(this.#graph, this.#proof.entry.gate, request, world);
    const exact =
      [...reading.space.reasons.keys()].every(isChosen) && reading.space.undecided.size === reading.space.reasons.size;
    if (exact) this.#tally.exact++;
    if (arrived && !this.#sets.some(({ carried }) => isSame(carried, arrived)))
      this.#complain('arrives unforeseen', request, arrived);
    for (const { carried, must, may } of this.#sets) {
      const truth = arrived !== undefined && isSame(carried, arrived);
      if (truth && !reading.diagrams.has(may, point)) this.#complain('may is too small', carried, request);
      if (!truth && reading.diagrams.has(must, point)) this.#complain('must is too big', carried, request);
      if (exact && reading.diagrams.has(carried.set.may, point) !== truth)
        this.#complain('membership', truth, carried, request);
    }
  }

  #checkWitnesses(carried: Carried): void {
    const { reading, entry } = this.#proof;
    const set = requestSet(reading, carried.set);
    if (!set.possible) return;
    const witnesses = set.witnesses(3);
    if (set.certain && !witnesses.some(({ rests }) => rests.length === 0))
      this.#complain('certain without a witness', carried);
    for (const witness of witnesses) {
      if (witness.gate !== entry.gate) this.#complain('another gate', witness);
      if (this.#betrays(witness.request)) this.#complain('a witness knows a secret', witness);
      if (witness.rests.length === 0 && carried.set.must === carried.set.may) this.#checkSure(carried, witness);
    }
    this.#checkUnsure(carried);
  }

  /** Whether a request holds a secret that the attacker does not know. */
  #betrays(request: Traveller): boolean {
    const text = JSON.stringify(request);
    return [SECRET, REFERENCE].some((secret) => !this.#known.includes(secret) && text.includes(standIn(secret)));
  }

  /** A witness that rests on nothing arrives whatever a running system decides. */
  #checkSure(carried: Carried, { request, grants, draws = () => false }: Witness): void {
    for (let count = 0; count < 3; count++) {
      const random = this.#world();
      const decide = (identity: string): boolean => (identity === DRAWN ? draws(identity) : random.decide(identity));
      const world = { ...random, decide };
      const own = this.#attacker === 'credential' ? { ...world, grants } : world;
      const arrived = arrive(this.#graph, this.#proof.entry.gate, request, own);
      this.#tally.sureWitnesses++;
      if (!arrived || !isSame(carried, arrived))
        this.#complain('a sure witness does not arrive', carried, request, arrived);
    }
  }

  /** A witness that rests on tests of the graph arrives if they give what it takes for granted. */
  #checkUnsure(carried: Carried): void {
    const { space, diagrams, maker } = this.#proof.reading;
    if (![...space.reasons.keys()].every(isChosen) || space.undecided.size < space.reasons.size) return;
    const point = diagrams.member(carried.set.may);
    if (!point || carried.set.may === NOTHING) return;
    const { request } = maker.witness(point);
    const at = (identity: string): boolean =>
      point[
        space.undecided.get(identity) ?? space.credentials.get(identity) ?? space.draws.get(identity)?.place ?? -1
      ] === 1;
    const arrived = arrive(this.#graph, this.#proof.entry.gate, request, { ...this.#world(), decide: at, grants: at });
    this.#tally.unsureWitnesses++;
    if (!arrived || !isSame(carried, arrived)) this.#complain('a witness does not arrive', carried, request, arrived);
  }
}

const isSame = (carried: Carried, arrived: Arrived): boolean =>
  carried.application === arrived.application &&
  carried.inspectedBy.join() === arrived.inspectedBy.join() &&
  carried.passed.join() === arrived.passed.join();
