import type { Condition, Matcher, Traveller } from '@sallyport/gates';
import { NO_BODY } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { compileCondition } from './condition.ts';
import { createCounters } from './counter.ts';
import { createMeters } from './meter.ts';
import type { World } from './world.ts';

const world: World = {
  opaque: (text) => `value of ${text.opaque}`,
  counters: createCounters(),
  meters: createMeters(),
  now: 0,
  facts: { requestId: 'r', now: 0, pointOfPresence: 'FRA60-P1' },
};

const request = (target: string, headers: Traveller['headers'] = [], address = '203.0.113.7'): Traveller => ({
  method: 'GET',
  target,
  httpVersion: '1.1',
  headers,
  body: NO_BODY,
  connection: { scheme: 'https', address, port: 1, localPort: 443 },
});

const holds = (condition: Condition, of: Traveller): boolean => compileCondition(condition, () => {})(of, world);
const onPath = (matches: Matcher): Condition => ({ test: 'text', on: 'path', matches });

describe('matchers', () => {
  it.each([
    ['/api/*', '/api/a/b', true],
    ['/api/*', '/api', false],
    ['*.jpg', '/images/a.jpg', true],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['/*a*b*c', '/xaxbxbxc', true],
    ['/*a*b*c', '/xaxbxbx', false],
    ['*', '', true],
    ['/A', '/a', false],
  ])('the glob %s on %s is %s', (pattern, path, expected) => {
    expect(holds(onPath({ is: 'glob', pattern }), request(path))).toBe(expected);
  });

  it('a glob of many stars takes no time that grows with their number', () => {
    const start = performance.now();
    expect(holds(onPath({ is: 'glob', pattern: `/${'*a'.repeat(30)}*b` }), request(`/${'a'.repeat(5000)}`))).toBe(
      false,
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('a backslash takes the next byte literally only where escapes are asked for', () => {
    expect(holds(onPath({ is: 'glob', pattern: '/a\\*', escapes: true }), request('/a*'))).toBe(true);
    expect(holds(onPath({ is: 'glob', pattern: '/a\\*', escapes: true }), request('/ab'))).toBe(false);
    expect(holds(onPath({ is: 'glob', pattern: '/a\\*' }), request('/a\\b'))).toBe(true);
  });

  it.each([
    ['/users/{id}', '/users/5', true],
    ['/users/{id}', '/users/5/', true],
    ['/users/{id}', '/users/', false],
    ['/users/{id}', '/users/5/6', false],
    ['/users/{proxy+}', '/users/5/6', true],
    ['/users/{proxy+}', '/users', false],
    ['/a.b', '/axb', false],
    ['/', '/', true],
    ['/', '/a', false],
  ])('the resource path %s on %s is %s', (template, path, expected) => {
    expect(holds(onPath({ is: 'resource-path', template }), request(path))).toBe(expected);
  });

  it('folding changes ASCII letters only', () => {
    expect(holds(onPath({ is: 'equal', to: '/ABC', fold: true }), request('/abc'))).toBe(true);
    expect(holds(onPath({ is: 'equal', to: '/\u00c0', fold: true }), request('/\u00e0'))).toBe(false);
  });

  it('a secret is compared with the value that it has in this world', () => {
    const secret = { opaque: 'key', nature: 'generated', reason: '' } as const;
    const condition: Condition = { test: 'text', on: 'header:x-api-key', matches: { is: 'one-of', of: [secret, 'b'] } };
    expect(holds(condition, request('/', [['X-Api-Key', 'value of key']]))).toBe(true);
    expect(holds(condition, request('/', [['X-Api-Key', 'b']]))).toBe(true);
    expect(holds(condition, request('/', [['X-Api-Key', 'key']]))).toBe(false);
    expect(holds(condition, request('/'))).toBe(false);
  });

  it('some value of a header that repeats is enough, and text rewrites come first', () => {
    const condition: Condition = {
      test: 'text',
      on: 'header:x',
      matches: { is: 'equal', to: '/a' },
      through: [{ rewrite: 'percent-decode' }, { rewrite: 'lower-case' }],
    };
    expect(
      holds(
        condition,
        request('/', [
          ['x', 'b'],
          ['X', '%2FA'],
        ]),
      ),
    ).toBe(true);
  });

  it('a regular expression that cannot be compiled matches nothing and is reported', () => {
    const found: string[] = [];
    const test = compileCondition(onPath({ is: 'regex', source: '(', dialect: 'waf' }), (d) => found.push(d.message));
    expect(test(request('/('), world)).toBe(false);
    expect(found).toEqual(['Cannot compile regular expression: "(", expected one that the runtime can compile']);
  });
});

describe('addresses', () => {
  it.each([
    [['192.0.2.0/24'], '192.0.2.255', true],
    [['192.0.2.0/24'], '192.0.3.0', false],
    [['192.0.2.128/25', '10.0.0.0/8'], '10.255.0.1', true],
    [['192.0.2.7'], '192.0.2.7', true],
    [['2001:db8::/33'], '2001:db8:7fff::1', true],
    [['2001:db8::/33'], '2001:db8:8000::1', false],
    [['0.0.0.0/0'], '203.0.113.7', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['192.0.2.0/24'], '::ffff:192.0.2.1', true],
  ])('%s holds %s: %s', (cidrs, address, expected) => {
    expect(holds({ test: 'address', in: { id: 's', cidrs } }, request('/', [], address))).toBe(expected);
  });

  it.each([
    ['130.176.0.1', true],
    ['3.172.200.1', false],
    ['18.68.255.255', true],
    ['2600:9000:1000::7', true],
    ['203.0.113.7', false],
  ])("AWS's list of CloudFront's addresses holds %s: %s", (address, expected) => {
    const set = { id: 'pl', cidrs: ['192.0.2.0/24'], includes: 'cloudfront' } as const;
    expect(holds({ test: 'address', in: set }, request('/', [], address))).toBe(expected);
    expect(holds({ test: 'address', in: set }, request('/', [], '192.0.2.7'))).toBe(true);
  });
});

describe('undecided tests', () => {
  it('ask the world first, then themselves', () => {
    const condition: Condition = { test: 'undecided', identity: 'sqli', reason: '', decide: () => true };
    expect(holds(condition, request('/'))).toBe(true);
    const decided = { ...world, decide: (identity: string) => (identity === 'sqli' ? false : undefined) };
    expect(compileCondition(condition, () => {})(request('/'), decided)).toBe(false);
  });
});
