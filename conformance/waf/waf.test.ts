import { readFileSync } from 'node:fs';
import { bytesOfLatin1, type Request } from '@sallyport/http';
import { compileWebAcl, MemoryCounters, TRANSFORMATION_NAMES, TRANSFORMATIONS } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const SETS = 'arn:aws:wafv2:us-east-1:111122223333:global';
const REFERENCES = {
  ipSets: new Map([
    [`${SETS}/ipset/four/1`, { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.44/32', '198.51.100.0/24'] }],
    [`${SETS}/ipset/six/1`, { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'] }],
  ]),
  regexPatternSets: new Map([[`${SETS}/regexpatternset/bad/1`, { RegularExpressionList: ['\\.env$', '/\\.git/'] }]]),
};

interface RequestCase {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Request['headers'];
  readonly body?: string;
  readonly padding?: number;
  readonly address?: string;
  readonly country?: string;
  readonly asn?: number;
  readonly ja3?: string;
}

function requestOf(of: RequestCase): Request {
  const bytes = bytesOfLatin1(' '.repeat(of.padding ?? 0) + (of.body ?? ''));
  return {
    method: of.method ?? 'GET',
    target: of.target ?? '/',
    httpVersion: '1.1',
    headers: [['Host', 'example.com'], ...(of.headers ?? [])],
    body: { bytes, complete: true },
    connection: {
      scheme: 'https',
      address: of.address ?? '203.0.113.7',
      port: 40000,
      localPort: 443,
      ...(of.country === undefined ? {} : { country: of.country }),
      ...(of.asn === undefined ? {} : { asn: of.asn }),
      ...(of.ja3 === undefined ? {} : { tls: { ja3: of.ja3 } }),
    },
  };
}

const webAclOf = (statement: unknown): unknown => ({
  Name: 'Case',
  Scope: 'CLOUDFRONT',
  DefaultAction: { Allow: {} },
  VisibilityConfig: VISIBILITY,
  Rules: [{ Name: 'Rule', Priority: 0, Statement: statement, Action: { Block: {} }, VisibilityConfig: VISIBILITY }],
});

const read = (name: string): unknown => parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

interface TransformationGroup {
  readonly source: string;
  readonly hex?: boolean;
  readonly cases: readonly (readonly [keyof typeof TRANSFORMATIONS, string, string])[];
}

describe('transformations', () => {
  const groups = read('transformations.yaml') as readonly TransformationGroup[];
  const rows = groups.flatMap(({ source, hex, cases }) =>
    cases.map(([name, input, output]) => ({ source, hex, name, input, output })),
  );
  test.each(rows)('$name of $input is $output', ({ source, hex, name, input, output }) => {
    const found = TRANSFORMATIONS[name](input);
    expect(source).toMatch(/^https:/);
    expect(hex ? Buffer.from(found, 'latin1').toString('hex') : found).toBe(output);
  });
  test('every transformation has a case', () => {
    const without = TRANSFORMATION_NAMES.filter((name) => !rows.some((row) => row.name === name));
    expect(without).toEqual([]);
  });
});

interface StatementGroup {
  readonly source: string;
  readonly statement: unknown;
  readonly matches: readonly RequestCase[];
  readonly passes: readonly RequestCase[];
}

describe('statements', () => {
  const groups = read('statements.yaml') as readonly StatementGroup[];
  const rows = groups.flatMap(({ source, statement, matches, passes }) => [
    ...matches.map((request) => ({ source, statement, request, action: 'BLOCK' })),
    ...passes.map((request) => ({ source, statement, request, action: 'ALLOW' })),
  ]);
  test.each(rows)('$statement on $request is $action', ({ source, statement, request, action }) => {
    const result = compileWebAcl(webAclOf(statement), { references: REFERENCES });
    expect(source).toMatch(/^https:/);
    expect('refused' in result && result.refused).toBe(false);
    const evaluation = 'webAcl' in result && result.webAcl.evaluate(requestOf(request), new MemoryCounters(), 0);
    expect(evaluation).toMatchObject({ action, fidelity: 'documented' });
  });
});

interface RefusalGroup {
  readonly source: string;
  readonly cases: readonly (readonly [statement: unknown, path: string])[];
}

describe('refusals', () => {
  const groups = read('refusals.yaml') as readonly RefusalGroup[];
  const rows = groups.flatMap(({ source, cases }) => cases.map(([statement, path]) => ({ source, statement, path })));
  test.each(rows)('$statement is refused at $path', ({ source, statement, path }) => {
    const result = compileWebAcl(webAclOf(statement));
    expect(source).toMatch(/^https:/);
    expect('refused' in result ? result.refused.map((refusal) => refusal.path) : []).toContain(`Rules.0.${path}`);
  });
});
