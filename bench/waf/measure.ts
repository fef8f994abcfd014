import type { Request } from '@sallyport/http';
import { type CompiledWebAcl, type CompileOptions, compileWebAcl, MemoryCounters } from '@sallyport/waf';
import type { WireRequest } from './requests.ts';

/** Evaluations go through so many requests of a kind in turns, so that no text is met twice in a row. */
const VARIANTS = 64;
const ADDRESSES = 1000;
/** Shorter rounds would be lost in the clock's grain, which is a millisecond or so. */
const ROUND_MILLISECONDS = 60;
/** V8 goes on compiling in threads of its own long after the first calls, and their time would count. */
const WARM_MILLISECONDS = 2000;

export function compiled(definition: unknown, options: CompileOptions): CompiledWebAcl {
  const result = compileWebAcl(definition, options);
  if ('refused' in result) throw new Error(`Cannot measure: ${JSON.stringify(result.refused.slice(0, 3))}`);
  return result.webAcl;
}

export const received = ({ method, target, headers, body }: WireRequest, number: number): Request => ({
  method,
  target,
  httpVersion: '1.1',
  headers,
  // As Node reads it from a socket.
  body: { bytes: Buffer.from(body, 'latin1'), complete: true },
  connection: {
    scheme: 'https',
    address: `203.0.${(number % ADDRESSES) >> 8}.${(number % ADDRESSES) & 255}`,
    port: 40_000,
    localPort: 443,
    country: 'DE',
    region: 'BE',
    asn: 3320,
  },
});

/** What is measured: one piece of work, by its number. */
export interface Contestant {
  readonly name: string;
  readonly work: (number: number) => unknown;
}

/** Between two evaluations: from one address come fewer than any rate rule allows, however many are measured. */
const PAUSE_MILLISECONDS = 1000;

/** Evaluates requests of a kind; refuses to measure what a rule ends early. */
export function evaluations(
  webAcl: CompiledWebAcl,
  make: (number: number) => WireRequest,
  name = 'engine',
): Contestant {
  const requests = Array.from({ length: VARIANTS }, (_none, number) => received(make(number), number));
  const counters = new MemoryCounters();
  let now = Date.UTC(2026, 0, 1);
  const [first] = requests;
  if (!first) throw new Error('Cannot measure: no request');
  const work = (number: number): unknown => {
    now += PAUSE_MILLISECONDS;
    const { action, terminatingRule } = webAcl.evaluate(requests[number % VARIANTS] ?? first, counters, now);
    if (action !== 'ALLOW') throw new Error(`Cannot measure ${name}: ${terminatingRule} decides ${action}`);
    return action;
  };
  return { name, work };
}

/** Reads JSON from the bytes of the bodies; of a form, the JSON of its fields. */
export function jsonParsing(make: (number: number) => WireRequest): Contestant {
  const bodies = Array.from({ length: VARIANTS }, (_none, number) => Buffer.from(asJson(make(number).body), 'latin1'));
  const work = (number: number): unknown => JSON.parse((bodies[number % VARIANTS] ?? Buffer.of()).toString('utf8'));
  return { name: 'JSON.parse', work };
}

const asJson = (body: string): string =>
  body.startsWith('{') ? body : JSON.stringify(Object.fromEntries(body.split('&').map((piece) => piece.split('='))));

/** Microseconds of processor time that the whole process, its collector and compiler included, spends on one piece of work. */
function round({ work }: Contestant, times: number): number {
  const before = process.cpuUsage();
  for (let number = 0; number < times; number++) work(number);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

export interface Measured {
  readonly name: string;
  /** Of the medians of the rounds. */
  readonly microseconds: number;
  readonly least: number;
  readonly most: number;
}

/** The medians of several rounds; contestants take turns within a round, so that a slow spell of the machine falls on all. */
export function measure(contestants: readonly Contestant[], rounds: number): readonly Measured[] {
  const each = contestants.map((contestant) => ({ contestant, times: warm(contestant), results: [] as number[] }));
  for (let done = 0; done < rounds; done++)
    for (const { contestant, times, results } of each) results.push(round(contestant, times));
  return each.map(({ contestant: { name }, results }) => ({
    name,
    microseconds: median(results),
    least: Math.min(...results),
    most: Math.max(...results),
  }));
}

/** Works until V8 has compiled what is hot; gives how often a round repeats the work. */
function warm(contestant: Contestant): number {
  let times = 1;
  let microseconds = round(contestant, times);
  for (let spent = 0; spent < WARM_MILLISECONDS; spent += (microseconds * times) / 1000) {
    times = Math.max(1, Math.min(times * 4, Math.round((ROUND_MILLISECONDS * 1000) / Math.max(microseconds, 0.01))));
    microseconds = round(contestant, times);
  }
  return times;
}
