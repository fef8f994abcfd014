import type { Opaque } from '@sallyport/architecture';
import type { Answer, Condition, Entrance, Gate, GateGraph, InspectingWebAcl, Rewrite, Step } from '@sallyport/gates';
import { bareRecord } from '@sallyport/waf';
import { describe, expect, it } from 'vitest';
import { hostDependence } from './host-dependence.ts';
import type { ProofLimits } from './limits.ts';
import { type ProofOptions, prove } from './prove.ts';

const answer: Answer = {
  label: 'refused',
  respond: () => ({ status: 403, headers: [], body: { kind: 'bytes', bytes: new Uint8Array() } }),
};
const REFUSED: Step = { do: 'answer', answer };
const to = (application: string): Step => ({ do: 'call', to: { application }, label: application, after: [] });
const toGate = (gate: string): Step => ({ do: 'call', to: { gate }, label: gate, after: [] });
const gate = (id: string, start: Step): Gate => ({ id, component: 'test', title: id, start });
const choose = (when: Condition, then: Step, otherwise: Step): Step => ({
  do: 'choose',
  rules: [{ when, then, label: 'rule' }],
  otherwise,
});
const rewrite = (next: Step, ...by: readonly Rewrite[]): Step => ({ do: 'rewrite', by, next });
const entrance = (id: string, hosts: readonly string[] = [`${id}.example.com`]): Entrance => ({
  id,
  gate: id,
  kind: 'stage',
  resource: id,
  hosts,
  schemes: ['https'],
  basePath: '',
  title: id,
});

function webAcl(rules: InspectingWebAcl['rules']): InspectingWebAcl {
  const compiled = {
    name: 'Firewall',
    rules: [],
    defaultAction: 'ALLOW' as const,
    bodyBytes: 0,
    capacity: 0,
    ruleCapacities: [],
    unknowns: [],
    evaluate: () => ({
      action: 'ALLOW' as const,
      terminatingRule: 'Default_Action',
      labels: [],
      countedRules: [],
      insertedHeaders: [],
      fidelity: 'documented' as const,
      trace: [],
      record: bareRecord('Default_Action'),
    }),
  };
  return { id: 'Firewall', name: 'Firewall', compiled, rules, defaultAction: 'allow', canBlock: true };
}

const inspect = (acl: InspectingWebAcl, allowed: Step): Step => ({
  do: 'inspect',
  webAcl: acl,
  allowed,
  refused: () => answer,
});

const graph = (gates: readonly Gate[], entrances: readonly Entrance[]): GateGraph => ({
  gates: new Map(gates.map((one) => [one.id, one])),
  entrances,
  applications: new Map(),
  origins: [],
  assumptions: [],
  diagnostics: [],
});

const SECRET: Opaque = { opaque: 'Key', nature: 'generated', reason: 'api key "Key"' };
const keyIs = (to: Opaque | string): Condition => ({
  test: 'text',
  on: 'header:x-api-key',
  matches: { is: 'equal', to, secret: true },
});

/** A distribution that adds a key, and a stage that asks for it. */
const lockedApi = (key: Opaque | string) =>
  graph(
    [
      gate('edge', inspect(webAcl([]), rewrite(toGate('api'), { do: 'set-header', name: 'X-Api-Key', text: key }))),
      gate('api', choose(keyIs(key), to('function:F'), REFUSED)),
    ],
    [entrance('edge'), entrance('api')],
  );

const summary = (given: GateGraph, attacker: 'internet' | 'account' | 'credential', options?: ProofOptions) =>
  prove(given, attacker, options).arrivals.map(({ gate: from, application, inspectedBy, requests }) => ({
    from,
    application,
    inspectedBy,
    certain: requests.certain,
  }));

describe('prove', () => {
  it('finds only the way through the distribution where the stage asks for a generated key', () => {
    expect(summary(lockedApi(SECRET), 'internet')).toEqual([
      { from: 'edge', application: 'function:F', inspectedBy: ['Firewall'], certain: true },
    ]);
  });

  it('takes a key that is written out for a secret, unless the attacker is said to know it', () => {
    expect(summary(lockedApi('correct-horse'), 'account')).toHaveLength(1);
    const guessed = summary(lockedApi('correct-horse'), 'account', { knows: (text) => text === 'correct-horse' });
    expect(guessed).toContainEqual({ from: 'api', application: 'function:F', inspectedBy: [], certain: true });
  });

  it('gives a readable request that sends the known key', () => {
    const proof = prove(lockedApi('correct-horse'), 'credential', { knows: () => true });
    const [witness] = proof.arrivals.find(({ gate: from }) => from === 'api')?.requests.witnesses(1) ?? [];
    expect(witness?.request).toMatchObject({
      method: 'GET',
      target: '/',
      headers: [
        ['Host', 'api.example.com'],
        ['x-api-key', 'correct-horse'],
      ],
      connection: { scheme: 'https', address: '198.51.100.7', localPort: 443, tls: { serverName: 'api.example.com' } },
    });
  });

  it('calls a comparison with a text that nobody knows undecided, for everybody', () => {
    const unknown: Opaque = { opaque: 'P', nature: 'unknown', reason: 'parameter "P" has no value' };
    const [, direct] = prove(lockedApi(unknown), 'internet').arrivals;
    expect(direct?.requests).toMatchObject({ possible: true, certain: false, reasons: ['parameter "P" has no value'] });
  });

  it('lets only those with an AWS account come from addresses of CloudFront', () => {
    const locked = graph(
      [
        gate(
          'api',
          choose({ test: 'address', in: { id: 'list', cidrs: [], includes: 'cloudfront' } }, to('function:F'), REFUSED),
        ),
      ],
      [entrance('api')],
    );
    expect(summary(locked, 'internet')).toEqual([]);
    const [arrival] = prove(locked, 'account').arrivals;
    expect(arrival?.requests.witnesses(1)[0]?.request.connection.address).toBe('130.176.0.1');
  });

  it('gives up on a circle of gates, and says so', () => {
    const circle = graph(
      [gate('edge', rewrite(toGate('edge'), { do: 'map', on: 'path', by: { rewrite: 'prefix', text: '/a' } }))],
      [entrance('edge')],
    );
    expect(prove(circle, 'internet').unknown).toEqual(['requests that pass more than 8 gates']);
  });

  it('says that there are more ways than were followed, where gates are few and the ways to them many', () => {
    const byHost = (host: string): Condition => ({ test: 'text', on: 'host', matches: { is: 'equal', to: host } });
    const two = graph(
      [
        gate('edge', choose(byHost('a.example'), toGate('one'), choose(byHost('b.example'), toGate('two'), REFUSED))),
        gate('one', toGate('api')),
        gate('two', toGate('api')),
        gate('api', to('function:F')),
      ],
      [entrance('edge')],
    );
    expect(prove(two, 'internet', { limits: { visits: 5 } })).toMatchObject({ arrivals: [{}, {}], unknown: [] });
    expect(prove(two, 'internet', { limits: { visits: 4 } }).unknown).toEqual(['more than 4 ways through the gates']);
  });

  it('reads cookies out of the header where both are tested', () => {
    const cookie: Condition = { test: 'text', on: 'cookie:session', matches: { is: 'equal', to: 'yes' } };
    const header: Condition = { test: 'text', on: 'header:cookie', matches: { is: 'containing', text: 'session=yes' } };
    const contradiction = graph(
      [gate('api', choose({ all: [cookie, { not: header }] }, to('function:F'), REFUSED))],
      [entrance('api')],
    );
    expect(summary(contradiction, 'internet')).toEqual([]);
  });

  it('finds the name of a distribution under which a rule does not block', () => {
    const rule = {
      name: 'block-admin',
      when: {
        all: [
          { test: 'text', on: 'host', matches: { is: 'equal', to: 'www.example.com' } },
          { test: 'text', on: 'path', matches: { is: 'starting-with', text: '/admin' } },
        ],
      } satisfies Condition,
      action: 'block' as const,
    };
    const edge = entrance('edge', ['www.example.com', 'd111.cloudfront.net']);
    const given = graph([gate('edge', inspect(webAcl([rule]), to('function:F')))], [edge]);
    const [found] = hostDependence(given, edge, 'internet').found;
    expect(found).toMatchObject({ host: 'd111.cloudfront.net', webAcl: 'Firewall', rule: 'block-admin' });
    expect(found?.escaping.request).toMatchObject({ target: '/admin', headers: [['Host', 'd111.cloudfront.net']] });
    expect(found?.blocked.request).toMatchObject({ target: '/admin', headers: [['Host', 'www.example.com']] });
    const one = { states: 1, classes: 1 };
    const limited = (limits: Partial<ProofLimits>) => hostDependence(given, edge, 'internet', { limits });
    expect(limited({ steps: 1 })).toEqual({ found: [], unknown: ['more than 1 steps of set algebra at "edge"'] });
    expect(limited({ classes: one, strictClasses: one })).toEqual({
      found: [],
      unknown: expect.arrayContaining([expect.stringMatching(/^too many patterns on /)]),
    });
  });
});

describe('prove, past the cap of undecided tests', () => {
  it('names them in what an unsure witness rests on, though they have no variable', () => {
    const questions = Array.from(
      { length: 40 },
      (_, at): Condition => ({
        test: 'undecided',
        identity: `question ${at}`,
        reason: `question ${at}`,
        decide: () => false,
      }),
    );
    const start = questions.reduceRight((next, question) => choose(question, REFUSED, next), to('app'));
    const { arrivals } = prove(graph([gate('door', start)], [entrance('door')]), 'internet');
    const [arrival] = arrivals;
    expect(arrival?.requests.possible).toBe(true);
    expect(arrival?.requests.certain).toBe(false);
    expect(arrival?.requests.witnesses(1)[0]?.rests).toContain('question 39');
  });
});

describe('prove, past the cap of classes', () => {
  it('makes no sure witness of a class without known values', () => {
    const matches = { is: 'equal', to: SECRET } as const;
    const secretly: Condition = { test: 'text', on: 'header:x-key', matches };
    const present: Condition = { test: 'present', on: 'header:x-key' };
    const start = choose(secretly, to('function:F'), choose(present, to('function:F'), REFUSED));
    const capped = { states: 4, classes: 4 };
    const [arrival] = prove(graph([gate('api', start)], [entrance('api')]), 'internet', {
      limits: { classes: capped, strictClasses: capped },
    }).arrivals;
    const sure = arrival?.requests.witnesses(9).filter(({ rests }) => rests.length === 0) ?? [];
    expect(sure).not.toEqual([]);
    for (const { request } of sure) expect(request.headers.map(([name]) => name)).toContain('x-key');
  });
});
