import type { Request } from '@sallyport/http';
import { NO_BODY } from '@sallyport/http';
import { expect, test } from 'vitest';
import { compileWebAcl, MemoryCounters, requestOf } from './index.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

function request(target: string, headers: Request['headers'] = [], address = '203.0.113.7'): Request {
  return {
    method: 'GET',
    target,
    httpVersion: '1.1',
    headers: [['Host', 'example.com'], ...headers],
    body: NO_BODY,
    connection: { scheme: 'https', address, port: 50000, localPort: 443 },
  };
}

const rule = (
  name: string,
  priority: number,
  statement: unknown,
  action: unknown = { Block: {} },
  more = {},
): unknown => ({
  Name: name,
  Priority: priority,
  Statement: statement,
  Action: action,
  VisibilityConfig: VISIBILITY,
  ...more,
});

const acl = (rules: readonly unknown[], more = {}): unknown => ({
  Name: 'Edge',
  Scope: 'CLOUDFRONT',
  DefaultAction: { Allow: {} },
  VisibilityConfig: VISIBILITY,
  Rules: rules,
  ...more,
});

function compiled(definition: unknown, options = {}) {
  const result = compileWebAcl(definition, options);
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result.webAcl;
}

const path = (text: string, position = 'STARTS_WITH', transformations = ['NONE']): unknown => ({
  ByteMatchStatement: {
    SearchString: text,
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: position,
    TextTransformations: transformations.map((Type, Priority) => ({ Type, Priority })),
  },
});

test('a ByteMatch on the path blocks what begins so, and names the rule', () => {
  const webAcl = compiled(acl([rule('Admin', 0, path('/admin'))]));
  expect(webAcl.evaluate(request('/admin/x'), new MemoryCounters(), 0)).toMatchObject({
    action: 'BLOCK',
    terminatingRule: 'Admin',
    fidelity: 'documented',
  });
  expect(webAcl.evaluate(request('/x'), new MemoryCounters(), 0)).toMatchObject({
    action: 'ALLOW',
    terminatingRule: 'Default_Action',
  });
  expect(webAcl.capacity).toBe(2);
});

test('the path is raw unless a transformation decodes it', () => {
  expect(
    compiled(acl([rule('A', 0, path('/admin'))])).evaluate(request('/%61dmin'), new MemoryCounters(), 0).action,
  ).toBe('ALLOW');
  const decoding = compiled(acl([rule('A', 0, path('/admin', 'STARTS_WITH', ['URL_DECODE']))]));
  expect(decoding.evaluate(request('/%61dmin'), new MemoryCounters(), 0).action).toBe('BLOCK');
  expect(decoding.capacity).toBe(12);
});

test('an IP set that is not handed in makes its statement undecided, and the outcome approximated', () => {
  const webAcl = compiled(
    acl([rule('Set', 0, { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:us-east-1:1:global/ipset/a/b' } })]),
  );
  expect(webAcl.rules[0]?.statement.kind).toBe('undecided');
  expect(webAcl.evaluate(request('/'), new MemoryCounters(), 0).fidelity).toBe('approximated');
});

test('a rate-based rule blocks the request above the limit within the window, and no other address', () => {
  const webAcl = compiled(
    acl([rule('Rate', 0, { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } })]),
  );
  const counters = new MemoryCounters();
  const actions = Array.from(
    { length: 11 },
    (_n, second) => webAcl.evaluate(request('/'), counters, second * 1000).action,
  );
  expect(actions).toEqual([...Array(10).fill('ALLOW'), 'BLOCK']);
  expect(webAcl.evaluate(request('/', [], '203.0.113.8'), counters, 11_000).action).toBe('ALLOW');
  expect(webAcl.evaluate(request('/'), counters, 200_000).action).toBe('ALLOW');
});

test('duplicate priorities, unknown members and lists of one are refused with their path', () => {
  const result = compileWebAcl(
    acl([
      rule('A', 0, path('/a')),
      rule('B', 0, { AndStatement: { Statements: [path('/b')] } }),
      rule('C', 2, { ByteMatchStatement: { Search: 'x' } }),
      rule('D', 0, path('/d')),
    ]),
  );
  expect('refused' in result && result.refused.map(({ path: at }) => at)).toEqual(
    expect.arrayContaining([
      'Rules.1.Statement.AndStatement.Statements',
      'Rules.2.Statement.ByteMatchStatement.Search',
      'Rules.3',
    ]),
  );
});

test('a list with holes is refused like one with nothing in it', () => {
  const result = compileWebAcl({ DefaultAction: { Allow: {} }, VisibilityConfig: {}, Rules: new Array(2) });
  expect('refused' in result && result.refused.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['Rules.0', 'Rules.1']),
  );
});

test('what stands in itself is refused, not followed without end', () => {
  const statement: { NotStatement: { Statement?: object } } = { NotStatement: {} };
  statement.NotStatement.Statement = statement;
  const result = compileWebAcl({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'Round', Statement: statement }] });
  expect('refused' in result && result.refused[0]?.message).toContain('in one another');
});

test('an API of API Gateway sees no fingerprint, whatever the connection says', () => {
  const Statement = {
    ByteMatchStatement: {
      SearchString: 'e7d705a3286e19ea42f587b344ee6865',
      PositionalConstraint: 'EXACTLY',
      FieldToMatch: { JA3Fingerprint: { FallbackBehavior: 'NO_MATCH' } },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  };
  const Rules = [{ Name: 'Client', Priority: 0, Action: { Block: {} }, VisibilityConfig: VISIBILITY, Statement }];
  const asked = { client: { ja3: 'e7d705a3286e19ea42f587b344ee6865' } };
  const actions = (['CLOUDFRONT', 'API_GATEWAY'] as const).map((resourceType) => {
    const definition = { Name: 'Edge', DefaultAction: { Allow: {} }, VisibilityConfig: VISIBILITY, Rules };
    const result = compileWebAcl(definition, { resourceType });
    return 'webAcl' in result && result.webAcl.evaluate(requestOf(asked), new MemoryCounters(), 0).action;
  });
  expect(actions).toEqual(['BLOCK', 'ALLOW']);
});

test('SearchString beside SearchStringBase64 leaves the rule undecided, since AWS asks for either', () => {
  const both = {
    ByteMatchStatement: {
      SearchString: '/admin',
      SearchStringBase64: 'L3g=',
      FieldToMatch: { UriPath: {} },
      PositionalConstraint: 'STARTS_WITH',
      TextTransformations: [{ Type: 'NONE', Priority: 0 }],
    },
  };
  const webAcl = compiled(acl([rule('Both', 0, both)]));
  expect(webAcl.rules[0]).toMatchObject({ statement: { kind: 'undecided' } });
  const { fidelity, trace } = webAcl.evaluate(request('/admin'), new MemoryCounters(), 0);
  expect(fidelity).toBe('approximated');
  expect(trace.map(({ detail }) => detail).join()).toContain('which of SearchString and SearchStringBase64 counts');
});

test('a public suffix is refused as a token domain where the list of them is handed in', () => {
  const definition = acl([], { TokenDomains: ['example.co.jp', 'co.jp'] });
  expect(compileWebAcl(definition)).toHaveProperty('webAcl');
  expect(compileWebAcl(definition, { isPublicSuffix: (domain) => domain === 'co.jp' })).toMatchObject({
    refused: [{ path: 'TokenDomains.1', message: expect.stringContaining('public suffix "co.jp"') }],
  });
});
