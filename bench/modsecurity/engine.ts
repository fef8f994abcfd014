// Our engine and libmodsecurity, each alone: processor time a request; see run.mjs.
import { compiled, evaluations, measure } from '../waf/measure.ts';
import { REQUEST_KINDS, type WireRequest } from '../waf/requests.ts';
import { IP_SETS, WEB_ACL } from '../waf/web-acl.ts';
import { median } from './median.ts';
import { type ModSecurity, startModSecurity } from './modsecurity.ts';

export interface EngineResult {
  readonly name: string;
  readonly bodyBytes: number;
  /** Medians, in microseconds. */
  readonly ours: number;
  readonly theirs: number;
}

const VARIANTS = 64;
/** Nanoseconds in which a round of ModSecurity should be done. */
const ROUND_MICROSECONDS = 300_000;

/** Both take turns, round by round. */
export async function compareEngines(folder: string, rounds: number): Promise<readonly EngineResult[]> {
  const webAcl = compiled(WEB_ACL, { references: { ipSets: IP_SETS } });
  const modSecurity = await startModSecurity(folder);
  try {
    const results: EngineResult[] = [];
    for (const { name, make } of REQUEST_KINDS) {
      const requests = Array.from({ length: VARIANTS }, (_none, number) => make(number));
      const times = await passing(modSecurity, name, requests);
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        ours.push(measure([evaluations(webAcl, make)], 1)[0]?.microseconds ?? Number.NaN);
        theirs.push(await modSecurity.measure(requests, times));
      }
      results.push({ name, bodyBytes: make(0).body.length, ours: median(ours), theirs: median(theirs) });
    }
    return results;
  } finally {
    modSecurity.close();
  }
}

/** What a rule ends early must not be measured. Gives how often a round repeats the work. */
async function passing(modSecurity: ModSecurity, name: string, requests: readonly WireRequest[]): Promise<number> {
  const refused = (await modSecurity.decide(requests)).filter((status) => status !== 0);
  if (refused.length > 0)
    throw new Error(`Cannot measure ${name}: ModSecurity answers ${refused[0]}, expected it to pass`);
  const microseconds = await modSecurity.measure(requests, 2);
  return Math.max(2, Math.round(ROUND_MICROSECONDS / microseconds));
}
