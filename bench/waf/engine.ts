// The engine alone, kind by kind; see run.mjs.
import { compiled, evaluations, jsonParsing, type Measured, measure } from './measure.ts';
import { REQUEST_KINDS } from './requests.ts';
import { IP_SETS, WEB_ACL } from './web-acl.ts';

export interface KindResult {
  readonly name: string;
  readonly aimMicroseconds: number;
  readonly bodyBytes: number;
  readonly engine: Measured;
  /** Absent where there is no body. */
  readonly json?: Measured;
}

/** Measures every kind of request. */
export function measureKinds(rounds: number): readonly KindResult[] {
  const webAcl = compiled(WEB_ACL, { references: { ipSets: IP_SETS } });
  return REQUEST_KINDS.map(({ name, aimMicroseconds, make }) => {
    const bodyBytes = make(0).body.length;
    const contestants = [evaluations(webAcl, make), ...(bodyBytes > 0 ? [jsonParsing(make)] : [])];
    const [engine, json] = measure(contestants, rounds);
    if (!engine) throw new Error(`Cannot measure ${name}: no result`);
    return { name, aimMicroseconds, bodyBytes, engine, ...(json ? { json } : {}) };
  });
}
