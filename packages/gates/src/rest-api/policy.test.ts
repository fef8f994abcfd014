import { type ResourcePolicy, readResourcePolicy, type Value } from '@sallyport/architecture';
import { compileCondition, createCounters, createMeters, type World } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import type { Traveller } from '../attribute.ts';
import type { Condition } from '../condition.ts';
import { policyConditions } from './policy.ts';

const place = { file: 't', line: 1, column: 1 };
const TARGET = { region: 'us-east-1', account: '123456789012', apiId: 'a1b2c3d4e5', stage: 'prod' };

const policy = (...statements: readonly object[]): ResourcePolicy => {
  const value: Value = {
    kind: 'scalar',
    value: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    place,
  };
  return readResourcePolicy(value);
};
const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...more,
});
const deny = (more: object = {}) => ({ ...allow(more), Effect: 'Deny' });

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly address?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

const request = ({ method = 'GET', path = '/a', address = '203.0.113.7', headers = [] }: Sent): Traveller => ({
  method,
  target: path,
  httpVersion: '1.1',
  headers,
  body: { bytes: new Uint8Array(0), complete: true },
  connection: { scheme: 'https', address, port: 50_000, localPort: 443 },
});

const WORLD: World = {
  opaque: ({ opaque }) => opaque,
  counters: createCounters(),
  meters: createMeters(),
  now: 0,
  facts: { requestId: 'r', now: 0, pointOfPresence: '' },
};

/** Whether an anonymous caller gets in: no deny, and an allow. */
function admits(given: ResourcePolicy, sent: Sent): boolean {
  const { denied, allowed } = policyConditions(given, TARGET);
  const holds = (condition: Condition): boolean => compileCondition(condition, () => {})(request(sent), WORLD);
  return !holds(denied) && holds(allowed);
}

test.each([
  ['execute-api:/*', 'GET', '/a', true],
  ['execute-api:/prod/*', 'GET', '/a', true],
  ['execute-api:/dev/*', 'GET', '/a', false],
  ['execute-api:/*/GET/*', 'GET', '/a/b', true],
  ['execute-api:/*/GET/*', 'POST', '/a/b', false],
  ['execute-api:/prod/GET/admin', 'GET', '/admin', true],
  ['execute-api:/prod/GET/admin', 'GET', '/admin/x', false],
  ['execute-api:/prod/GET/admin*', 'GET', '/admin/x', true],
  ['execute-api:/prod/*/admin', 'GET', '/x/admin', true],
  ['execute-api:/prod/P*/a', 'POST', '/a', true],
  ['execute-api:/prod/P?T/a', 'PUT', '/a', true],
  ['arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/a', 'GET', '/a', true],
  ['arn:aws:execute-api:*:*:*/prod/*', 'GET', '/a', true],
  ['arn:aws:execute-api:us-east-1:123456789012:zzzzzzzzzz/*', 'GET', '/a', false],
  ['*', 'DELETE', '/', true],
])('an allow on %s for %s %s: %s', (resource, method, path, wanted) => {
  expect(admits(policy(allow({ Resource: resource })), { method, path })).toBe(wanted);
});

test('without a statement that allows nobody gets in, and an explicit deny wins', () => {
  expect(admits(policy(), {})).toBe(false);
  expect(admits(policy(allow(), deny()), {})).toBe(false);
  expect(admits(policy(allow(), deny({ Resource: 'execute-api:/prod/POST/*' })), {})).toBe(true);
});

test.each([
  ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
  ['IpAddress', '198.51.100.0/24', '203.0.113.7', false],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
  ['NotIpAddress', '203.0.113.0/24', '2001:db8::1', true],
])('%s %s for %s: %s', (operator, block, address, wanted) => {
  const given = policy(allow({ Condition: { [operator]: { 'aws:SourceIp': [block] } } }));
  expect(admits(given, { address })).toBe(wanted);
});

test("API-19: Referer and User-Agent are the client's own word, compared exactly, by pattern or without regard to case", () => {
  const referer = (operator: string, value: string) =>
    policy(allow({ Condition: { [operator]: { 'aws:Referer': value } } }));
  const sent: Sent = { headers: [['Referer', 'https://a.example/secret/x']] };
  expect(admits(referer('StringLike', '*secret*'), sent)).toBe(true);
  expect(admits(referer('StringEquals', 'https://A.example/secret/x'), sent)).toBe(false);
  expect(admits(referer('StringEqualsIgnoreCase', 'https://A.example/secret/x'), sent)).toBe(true);
  expect(admits(referer('StringNotEquals', 'x'), {})).toBe(true);
  expect(admits(referer('StringLikeIfExists', 'x'), {})).toBe(true);
});

test('a VPC endpoint is nothing that a request from the internet comes through', () => {
  expect(admits(policy(allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })), {})).toBe(false);
  expect(admits(policy(allow(), deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })), {})).toBe(
    false,
  );
});

test('a statement for an account or a role says nothing about an anonymous caller', () => {
  expect(admits(policy(allow({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })), {})).toBe(false);
  expect(admits(policy(allow({ Principal: { AWS: ['*'] } })), {})).toBe(true);
});

test('conditions and principals that are not modelled are undecided', () => {
  const { allowed } = policyConditions(
    policy(allow({ Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } } })),
    TARGET,
  );
  expect(JSON.stringify(allowed)).toContain('"test":"undecided"');
  expect(
    JSON.stringify(policyConditions(policy({ ...allow(), Principal: undefined, NotPrincipal: '*' }), TARGET)),
  ).toContain('undecided');
});
