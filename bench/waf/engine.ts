// The engine alone, kind by kind; see run.mjs.
import { compiled, evaluations, jsonParsing, type Measured, measure } from './measure.ts';
import { formRequest, jsonRequest, REQUEST_KINDS, type WireRequest } from './requests.ts';
import {
  customRules,
  IP_SETS,
  type Position,
  stringAlternatives,
  stringRules,
  WEB_ACL,
  type WithGroups,
} from './web-acl.ts';

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

/** How the cost grows with something. */
export interface Growth {
  readonly title: string;
  /** What is counted along the way. */
  readonly of: string;
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
}

export interface Point {
  readonly x: number;
  readonly microseconds: number;
}

type Make = (number: number) => WireRequest;

function microseconds(make: Make, { definition, ruleGroups }: WithGroups, rounds: number): number {
  const webAcl = compiled(definition, { references: { ipSets: IP_SETS, ruleGroups } });
  // The best round: what is asked here is a shape, and others on the machine would blur it.
  const [measured] = measure([evaluations(webAcl, make)], rounds);
  return measured?.least ?? Number.NaN;
}

const KILOBYTES = [1, 2, 4, 8, 16, 32, 64];
const RULES = [10, 50, 100, 200, 300];
const TEXTS = [10, 100, 1000, 5000];

const alone = (definition: WithGroups['definition']): WithGroups => ({ definition, ruleGroups: new Map() });

/** Cost against the size of the body, the number of rules, and the number of texts that rules look for. */
export function measureGrowth(rounds: number): readonly Growth[] {
  const [smallGet, tenArguments] = REQUEST_KINDS;
  const sized = (name: string, request: (number: number, bytes: number) => WireRequest) => ({
    name,
    points: KILOBYTES.map((x) => ({
      x,
      microseconds: microseconds((number) => request(number, x * 1024), alone(WEB_ACL), rounds),
    })),
  });
  const ruled = (name: string, make: Make) => ({
    name,
    points: RULES.map((x) => ({ x, microseconds: microseconds(make, alone(customRules(x)), rounds) })),
  });
  const texts = (name: string, make: Make, of: (count: number) => WithGroups) => ({
    name,
    points: TEXTS.map((x) => ({ x, microseconds: microseconds(make, of(x), rounds) })),
  });
  const body = { Body: { OversizeHandling: 'CONTINUE' } };
  const json: Make = (number) => jsonRequest(number, 16_384);
  const among = (position: Position, field: object) => (count: number) =>
    stringAlternatives(count, position, { ...field });
  return [
    {
      title: 'Seven managed groups and ten rules',
      of: 'KB of body',
      series: [sized('form', formRequest), sized('JSON', jsonRequest)],
    },
    {
      title: "Rules of one's own",
      of: 'rules',
      series: [ruled('small GET', smallGet?.make ?? json), ruled('GET with ten arguments', tenArguments?.make ?? json)],
    },
    {
      title: 'Texts looked for in one component',
      of: 'texts',
      series: [
        texts('CONTAINS, 16 KB body, one rule', json, among('CONTAINS', body)),
        texts('CONTAINS, 16 KB body, a rule each', json, (count) => stringRules(count, 'CONTAINS', body)),
        texts('STARTS_WITH, path, one rule', smallGet?.make ?? json, among('STARTS_WITH', { UriPath: {} })),
        texts('STARTS_WITH, path, a rule each', smallGet?.make ?? json, (count) =>
          stringRules(count, 'STARTS_WITH', { UriPath: {} }),
        ),
      ],
    },
  ];
}
