import { readFileSync } from 'node:fs';
import { bytesOfLatin1, type Request } from '@sallyport/http';
import {
  compileWebAcl,
  dataProtection,
  LOG_COVERAGE,
  type LogRecord,
  type LogSource,
  logRecord,
  MemoryCounters,
  mintToken,
  type ResourceType,
} from '@sallyport/waf';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface RecordCase {
  readonly id: string;
  readonly source: string;
  readonly arn: string;
  readonly resourceType?: ResourceType;
  readonly rules: readonly Record<string, unknown>[];
  readonly groups?: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly addressLists?: Readonly<Record<string, readonly string[]>>;
  readonly dataProtection?: readonly unknown[];
  readonly request: {
    readonly method?: string;
    readonly target: string;
    readonly httpVersion?: Request['httpVersion'];
    readonly headers: Request['headers'];
    readonly body?: string;
    readonly address?: string;
    readonly country?: string;
    readonly region?: string;
    readonly ja3?: string;
    readonly captchaSolved?: number;
  };
  /** How often the request is sent; the last one is logged. */
  readonly times?: number;
  readonly requestId?: string;
  readonly httpSource?: LogSource;
  readonly published: Readonly<Record<string, unknown>>;
  readonly differs?: Readonly<Record<string, string>>;
}

const cases = parse(readFileSync(new URL('records.yaml', import.meta.url), 'utf8')) as readonly RecordCase[];

const DG = 'https://docs.aws.amazon.com/waf/latest/developerguide/';

/** Members that AWS has added since some record was printed, or that a source leaves out: where they are printed. */
const PRINTED_ELSEWHERE: Readonly<Record<string, string>> = {
  captchaResponse: `${DG}logging-fields.html ("whether terminating or non-terminating")`,
  customerConfig: 'https://github.com/dynatrace-oss/dynatrace-aws-s3-log-forwarder',
  evaluationWindowSec: `${DG}logging-examples.html`,
  fragment: 'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html',
  host: 'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html',
  matchedFieldName: `${DG}data-protection-examples.html`,
  rateBasedRuleId: `${DG}logging-fields.html (its value is left out on the page of samples)`,
  requestBodySize: 'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html',
  requestBodySizeInspectedByWAF:
    'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html',
  requestHeadersInserted: `${DG}logging-examples.html`,
  responseCodeSent: `${DG}logging-examples.html`,
  scheme: 'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html',
  sensitivityLevel: `${DG}data-protection-examples.html`,
};

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const withPlace = (rules: RecordCase['rules']): readonly unknown[] =>
  rules.map((rule, Priority) => ({ Priority, VisibilityConfig: VISIBILITY, ...rule }));

function requestOf({ request: of }: RecordCase): Request {
  const { method = 'GET', target, httpVersion = '1.1', address = '192.0.2.1', country, region, ja3 } = of;
  const host = of.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const token = of.captchaSolved && mintToken({ captchaSolved: of.captchaSolved, domain: host });
  return {
    method,
    target,
    httpVersion,
    headers: [...of.headers, ...(token ? [['cookie', `aws-waf-token=${token}`] as const] : [])],
    body: { bytes: bytesOfLatin1(of.body ?? ''), complete: true },
    connection: {
      scheme: 'https',
      address,
      port: 40000,
      localPort: 443,
      ...(country === undefined ? {} : { country }),
      ...(region === undefined ? {} : { region }),
      ...(ja3 === undefined ? {} : { tls: { ja3 } }),
    },
  };
}

function recordOf(of: RecordCase): LogRecord {
  const { arn, rules, groups = {}, dataProtection: protections, times = 1, published } = of;
  const result = compileWebAcl(
    {
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: withPlace(rules),
      ...(protections ? { DataProtectionConfig: { DataProtections: protections } } : {}),
    },
    {
      arn,
      shape: 'cloudformation',
      ...(of.resourceType ? { resourceType: of.resourceType } : {}),
      references: {
        ruleGroups: new Map(Object.entries(groups).map(([key, inside]) => [key, { Rules: withPlace(inside) }])),
      },
      addressLists: new Map(Object.entries(of.addressLists ?? {})),
    },
  );
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  const request = requestOf(of);
  const timestamp = Number(published.timestamp ?? 0);
  const counters = new MemoryCounters();
  for (let sent = 1; sent < times; sent++) result.webAcl.evaluate(request, counters, timestamp);
  const evaluation = result.webAcl.evaluate(request, counters, timestamp);
  const occasion = { timestamp, requestId: of.requestId ?? '', source: of.httpSource ?? { name: '', id: '' } };
  return logRecord(evaluation, request, occasion, dataProtection(evaluation.record.webAcl.dataProtections));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where a record is not as its source prints it. A case that prints the whole record is held to have nothing more. */
function differences(published: unknown, ours: unknown, path: readonly string[], isWhole: boolean): readonly string[] {
  if (!isObject(published) || !isObject(ours)) return Object.is(published, ours) ? [] : [path.join('.')];
  if (Array.isArray(published) !== Array.isArray(ours)) return [path.join('.')];
  const missing = Object.keys(published).flatMap((key) =>
    key in ours ? differences(published[key], ours[key], [...path, key], isWhole) : [[...path, key].join('.')],
  );
  const added = Object.keys(ours).filter((key) => !(key in published) && !(key in PRINTED_ELSEWHERE));
  return [...missing, ...(isWhole || Array.isArray(ours) ? added.map((key) => [...path, key].join('.')) : [])];
}

const isWhole = ({ published }: RecordCase): boolean => 'formatVersion' in published;

test.each(cases)('$id is logged as its source prints it', (of) => {
  const { published, differs = {} } = of;
  // Where a source leaves out the web ACL or some of the request, there is nothing to compare.
  const left = isWhole(of) && !('webaclId' in published) ? ['webaclId'] : [];
  const found = differences(published, JSON.parse(JSON.stringify(recordOf(of))), [], isWhole(of));
  expect(found.filter((path) => !left.includes(path)).sort()).toEqual(Object.keys(differs).sort());
});

test('every case names its source, and every reason is said', () => {
  expect(cases.length).toBeGreaterThanOrEqual(23);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  for (const { source, differs = {} } of cases) {
    expect(source).toMatch(/^https:/);
    for (const reason of Object.values(differs)) expect(reason.length).toBeGreaterThan(10);
  }
});

test('the members of a record stand in the order in which AWS prints them', () => {
  const wholes = cases.filter(isWhole);
  for (const of of wholes) {
    const ours = Object.keys(recordOf(of)).filter((key) => key in of.published);
    const printed = Object.keys(of.published).filter((key) => ours.includes(key));
    // Records of 2023 print ja3Fingerprint before the labels, the others after the request alone.
    expect([of.id, ours.filter((key) => key !== 'labels')]).toEqual([of.id, printed.filter((key) => key !== 'labels')]);
  }
});

const isRecord = (value: unknown): value is object => isObject(value) && !Array.isArray(value);

/** The objects that stand under a member, in a list or alone. */
const under = (records: readonly unknown[], ...members: readonly string[]): readonly object[] =>
  members
    .reduce<readonly unknown[]>((from, member) => from.flatMap((each) => Object(each)[member] ?? []), records)
    .filter(isRecord);

test('every member that is written stands in the tables', () => {
  const all: readonly LogRecord[] = cases.map(recordOf);
  const written = {
    'Log record': all,
    httpRequest: under(all, 'httpRequest'),
    'Match details': [
      ...under(all, 'terminatingRuleMatchDetails'),
      ...under(all, 'nonTerminatingMatchingRules', 'ruleMatchDetails'),
    ],
    ruleGroupList: under(all, 'ruleGroupList'),
    'Rules that matched': [
      ...under(all, 'nonTerminatingMatchingRules'),
      ...under(all, 'ruleGroupList', 'nonTerminatingMatchingRules'),
      ...under(all, 'ruleGroupList', 'terminatingRule'),
    ],
    rateBasedRuleList: under(all, 'rateBasedRuleList'),
    'captchaResponse, challengeResponse': under(all, 'captchaResponse'),
  };
  for (const [type, objects] of Object.entries(written)) {
    const told = LOG_COVERAGE.find((table) => table.type === type)?.properties.map(({ property }) => property) ?? [];
    const keys = new Set(objects.flatMap((each) => Object.keys(each)));
    expect([type, keys.size > 0, [...keys].filter((key) => !told.includes(key))]).toEqual([type, true, []]);
  }
});

test('a hash has 32 bytes in base64, and is the same wherever the value stands', () => {
  const of = cases.find(({ id }) => id === 'hashed-argument');
  const record = of && recordOf(of);
  const hash = record?.nonTerminatingMatchingRules[0]?.ruleMatchDetails[0]?.matchedData[0] ?? '';
  expect(hash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(record?.httpRequest.args).toContain(`hoppy=${hash}&`);
});
