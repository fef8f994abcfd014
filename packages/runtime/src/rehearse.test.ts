import { type Application, type Gate, type GateGraph, standIn, type Traveller } from '@sallyport/gates';
import { latin1, NO_BODY, type Response } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { rehearse } from './rehearse.ts';
import { replay } from './replay.ts';
import { SAMPLE_KEY, sampleGraph } from './testing/sample-graph.ts';

const EDGE = 'https://d111111abcdef8.cloudfront.net';
const STAGE = 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com';
const FROM = { from: '203.0.113.7' };
const KEY = typeof SAMPLE_KEY === 'string' ? SAMPLE_KEY : standIn(SAMPLE_KEY);

const textOf = ({ body }: Response): string => (body.kind === 'bytes' ? latin1(body.bytes) : '');

describe('a rehearsal', () => {
  it('carries a request through the distribution to the application, which sees what was added on the way', async () => {
    const { response, journey } = await rehearse(sampleGraph()).fetch(`${EDGE}/a?b=c`, FROM);
    expect(response.status).toBe(200);
    const echo = JSON.parse(textOf(response));
    expect(echo.target).toBe('/a?b=c');
    expect(echo.headers).toContainEqual(['X-Forwarded-For', '203.0.113.7']);
    expect(echo.headers).toContainEqual(['Host', 'backend.example.com']);
    expect(journey.passed).toEqual(['distribution:Edge', 'rest-api:Api/prod']);
    expect(journey.reached).toEqual(['http:https://backend.example.com']);
    expect(journey.inspectedBy).toEqual(['Acl']);
  });

  it('is refused at the stage without the key, let in with it, and shows the key to nobody', async () => {
    const run = rehearse(sampleGraph());
    const refused = await run.fetch(`${STAGE}/prod/a`, FROM);
    expect([refused.response.status, textOf(refused.response)]).toEqual([403, '{"message":"Forbidden"}']);
    expect(refused.journey.reached).toEqual([]);
    const direct = await run.fetch({ url: `${STAGE}/prod/a`, headers: { 'x-api-key': KEY } }, FROM);
    expect(direct.response.status).toBe(200);
    expect(direct.journey.inspectedBy).toEqual([]);
    const { trace } = await run.fetch({ url: `${EDGE}/a`, headers: { 'x-api-key': 'mine' } }, FROM);
    expect(JSON.stringify(trace)).not.toContain(KEY);
    expect(JSON.stringify(trace)).toContain(`****${KEY.slice(-4)}`);
  });

  it('counts over the time that it is told', async () => {
    const run = rehearse(sampleGraph({ rate: 2 }));
    const statuses: number[] = [];
    for (const at of [0, 1, 2, 400_000]) statuses.push((await run.fetch(`${EDGE}/a`, { ...FROM, at })).response.status);
    expect(statuses).toEqual([200, 200, 403, 200]);
    expect((await run.fetch(`${EDGE}/a`, { from: '192.0.2.9', at: 3 })).response.status).toBe(200);
  });

  it('calls an application that is given as a function', async () => {
    const answer: Response = { status: 418, headers: [], body: { kind: 'bytes', bytes: new Uint8Array(0) } };
    const run = rehearse(sampleGraph(), { applications: { 'backend.example.com': () => answer } });
    expect((await run.fetch(`${EDGE}/a`, FROM)).response.status).toBe(418);
  });

  it('invokes a Lambda function that is given, and hears its errors', async () => {
    const application: Application = { id: 'function:Fn', kind: 'function', function: 'Fn' };
    const invocation = {
      event: (request: { readonly target: string }) => ({ path: request.target }),
      answer: (result: { readonly value: unknown } | { readonly error: string }): Response => ({
        status: 'value' in result ? 200 : 502,
        headers: [],
        body: { kind: 'bytes', bytes: Uint8Array.from(JSON.stringify(result), (c) => c.charCodeAt(0)) },
      }),
    };
    const graph = sampleGraph({ application, invocation });
    const good = rehearse(graph, { functions: { 'function:Fn': (event) => event } });
    expect(textOf((await good.fetch(`${EDGE}/x`, FROM)).response)).toBe('{"value":{"path":"/x"}}');
    const bad = rehearse(graph, {
      functions: {
        'function:Fn': () => {
          throw new Error('no');
        },
      },
    });
    expect((await bad.fetch(`${EDGE}/x`, FROM)).response.status).toBe(502);
  });
});

describe('a replay', () => {
  it('finds fresh counters for each request', () => {
    const run = replay(sampleGraph({ rate: 1 }));
    const request = {
      method: 'GET',
      target: '/a',
      httpVersion: '1.1',
      headers: [['Host', 'd111111abcdef8.cloudfront.net']],
      body: NO_BODY,
      connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
    } as const;
    const outcomes = [1, 2, 3].map(() => run(request, 'distribution:Edge', { grants: () => false }));
    expect(outcomes.map(({ reached }) => reached.length)).toEqual([1, 1, 1]);
  });

  it('of a graph that leads in a circle ends, and says why', () => {
    const gate: Gate = {
      id: 'distribution:Loop',
      component: 'distribution',
      title: '',
      start: { do: 'call', to: { gate: 'distribution:Loop' }, label: 'itself', after: [] },
    };
    const graph: GateGraph = { ...sampleGraph(), gates: new Map([[gate.id, gate]]) };
    const { response, trace } = replay(graph)(
      {
        method: 'GET',
        target: '/',
        httpVersion: '1.1',
        headers: [],
        body: NO_BODY,
        connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
      },
      gate.id,
      { grants: () => false },
    );
    expect(response.status).toBe(500);
    expect(trace.at(-1)?.decision).toContain('expected fewer');
  });

  it.each([
    [200, 203],
    [404, 404],
    [500, 500],
  ])('fetches an error page once; one that answers %i gives %i', (pageStatus, expected) => {
    let fetched = 0;
    const page = {
      label: 'error page',
      apply: (response: Response, { request }: { readonly request: Traveller }) =>
        response.status >= 404 && request.target === '/'
          ? { fetch: { ...request, target: '/404.html' }, status: 203, headers: [['X-Cache', 'Error']] as const }
          : response,
    };
    const gate: Gate = {
      id: 'distribution:Pages',
      component: 'distribution',
      title: '',
      start: {
        do: 'call',
        to: { application: 'mock:x' },
        label: 'mock',
        after: [
          {
            label: 'answered',
            apply: (response, { request }) => {
              fetched++;
              return { ...response, status: request.target === '/' ? 404 : pageStatus };
            },
          },
          page,
        ],
      },
    };
    const graph: GateGraph = {
      ...sampleGraph(),
      gates: new Map([[gate.id, gate]]),
      applications: new Map([['mock:x', { id: 'mock:x', kind: 'mock' }]]),
    };
    const request: Traveller = {
      method: 'GET',
      target: '/',
      httpVersion: '1.1',
      headers: [],
      body: NO_BODY,
      connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
    };
    const { response } = replay(graph)(request, gate.id, { grants: () => false });
    expect([response.status, response.headers]).toEqual([expected, [['X-Cache', 'Error']]]);
    expect(fetched).toBe(2);
  });
});
