import { Histogram } from './histogram.ts';
import type { Volume, VolumeSetting } from './traffic-store.ts';

/** What is usual is what was so in the last fifteen minutes, or in the last twelve spans where those last longer. */
const LEARNT_MILLISECONDS = 15 * 60_000;
const LEAST_SPANS = 12;
const USUAL_OF_MEMBERS = 0.99;
const USUAL_OF_SPANS = 0.95;

/** Requests of one member, in the present span and in the one before. */
export interface Member {
  span: number;
  present: number;
  before: number;
}

export const newMember = (): Member => ({ span: 0, present: 0, before: 0 });

/**
 * The traffic of one scope. Time is cut into spans; what "the last span" holds is estimated from the present one and the
 * share of the one before that the window still reaches into. At the end of a span its counts become part of what is usual.
 */
export class TrafficScope {
  readonly #spanMilliseconds: number;
  readonly #spans: number;
  readonly #leastUsual: number;
  readonly #usual = new Histogram();
  readonly #present = new Histogram();
  /** How many requests each of the last spans had. */
  readonly #totals: number[] = [];
  #span: number;
  #all = { present: 0, before: 0 };
  #beyond = { present: 0, before: 0 };
  #learns = true;
  #usualOwn: number;
  #usualAll = 0;
  readonly #since: number;

  constructor(now: number, { spanMilliseconds, leastUsual }: VolumeSetting) {
    this.#spanMilliseconds = spanMilliseconds;
    this.#spans = Math.max(LEAST_SPANS, Math.ceil(LEARNT_MILLISECONDS / spanMilliseconds));
    this.#leastUsual = leastUsual;
    this.#usualOwn = leastUsual;
    this.#span = Math.floor(now / spanMilliseconds);
    this.#since = now;
  }

  /** Counts a request. */
  add(member: Member, now: number, learns: boolean): Volume {
    this.#advance(Math.floor(now / this.#spanMilliseconds));
    this.#learns &&= learns;
    advanceMember(member, this.#span);
    member.present++;
    this.#all.present++;
    this.#present.grow(member.present);
    if (member.present > this.#usualOwn) this.#beyond.present++;
    const left =
      1 - (Math.max(now, this.#span * this.#spanMilliseconds) % this.#spanMilliseconds) / this.#spanMilliseconds;
    const last = ({ present, before }: { present: number; before: number }): number => present + before * left;
    return {
      own: last(member),
      all: last(this.#all),
      beyond: last(this.#beyond),
      usualOwn: this.#usualOwn,
      usualAll: this.#usualAll,
      knownMilliseconds: now - this.#since,
    };
  }

  #advance(span: number): void {
    // A clock that goes back does not reopen a span.
    if (span <= this.#span) return;
    const silent = Math.min(span - this.#span - 1, this.#spans);
    this.#close();
    if (silent > 0) {
      this.#all.before = 0;
      this.#beyond.before = 0;
      for (let at = 0; at < silent; at++) this.#totals.push(0);
    }
    this.#totals.splice(0, Math.max(0, this.#totals.length - this.#spans));
    this.#usualAll = within(this.#totals, USUAL_OF_SPANS);
    this.#span = span;
  }

  #close(): void {
    if (this.#learns) {
      this.#totals.push(this.#all.present);
      this.#usual.absorb(this.#present, 1 - 1 / this.#spans);
      this.#usualOwn = Math.max(this.#leastUsual, this.#usual.within(USUAL_OF_MEMBERS));
    } else this.#present.clear();
    this.#learns = true;
    this.#all = { present: 0, before: this.#all.present };
    this.#beyond = { present: 0, before: this.#beyond.present };
  }
}

function advanceMember(member: Member, span: number): void {
  if (member.span === span) return;
  member.before = member.span === span - 1 ? member.present : 0;
  member.present = 0;
  member.span = span;
}

function within(totals: readonly number[], share: number): number {
  const sorted = [...totals].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
