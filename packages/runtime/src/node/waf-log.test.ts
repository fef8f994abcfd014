import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gate, type GateGraph, stepsOf } from '@sallyport/gates';
import { OPEN } from '@sallyport/waf';
import { expect, onTestFinished, test } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import { serve } from './serve.ts';

const KEY = 'a-key-that-only-the-distribution-has';
const LOGGING = { resourceArn: undefined, destination: undefined, disclose: () => OPEN, keeps: () => true };

/** The sample with a web ACL, which has a log, before its stage: it sees the key that the distribution adds. */
function loggingGraph(): GateGraph {
  const graph = sampleGraph();
  const logged = ({ start, ...gate }: Gate): Gate => {
    const edge = [...graph.gates.values()]
      .flatMap((each) => stepsOf(each.start))
      .find(({ do: it }) => it === 'inspect');
    if (edge?.do !== 'inspect') throw new Error('the sample has no web ACL');
    return { ...gate, start: { ...edge, webAcl: { ...edge.webAcl, logging: [LOGGING] }, allowed: start } };
  };
  const gates = [...graph.gates].map(([id, gate]) => [id, id.startsWith('rest-api') ? logged(gate) : gate] as const);
  return { ...graph, gates: new Map(gates) };
}

/** A server that answers when it is told to. */
async function waitingServer() {
  let answer: () => void = () => {};
  let came: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    came = resolve;
  });
  const server = createServer((_request, response) => {
    answer = () => response.end('late');
    came();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived, answer: () => answer() };
}

test('a request that is on its way when the sources change keeps the masks of those that serve it', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-waf-log-'));
  onTestFinished(() => rmSync(stateFolder, { recursive: true, force: true }));
  const origin = await waitingServer();
  const lines: string[] = [];
  const graph = loggingGraph();
  const run = await serve(graph, {
    firstPort: 0,
    stateFolder,
    opaque: () => KEY,
    origins: { 'backend.example.com': origin.url },
    logs: { onLine: (log, _about, line) => void (log === 'waf' && lines.push(line)) },
  });
  onTestFinished(() => run.close());
  const answered = fetch(`http://127.0.0.1:${run.entrances[0]?.port}/a`);
  await origin.arrived;
  // The distribution, and with it the key, is gone from the sources.
  await run.replace({ ...graph, gates: new Map([...graph.gates].filter(([id]) => id.startsWith('rest-api'))) });
  origin.answer();
  expect(await (await answered).text()).toBe('late');
  for (let tries = 0; lines.length === 0 && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('{"name":"x-api-key","value":"****-has"}');
  expect(lines[0]).not.toContain(KEY);
});

test('web ACLs are warm before a port listens, and nothing of that is in logs, samples or what is told of requests', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-waf-log-'));
  onTestFinished(() => rmSync(stateFolder, { recursive: true, force: true }));
  const graph = loggingGraph();
  const seen: string[] = [];
  const told: string[] = [];
  for (const step of [...graph.gates.values()].flatMap((gate) => stepsOf(gate.start))) {
    if (step.do !== 'inspect') continue;
    const { compiled } = step.webAcl;
    Object.assign(step.webAcl, {
      compiled: {
        ...compiled,
        evaluate: (...from: Parameters<typeof compiled.evaluate>) => {
          seen.push(from[0].method);
          return compiled.evaluate(...from);
        },
      },
    });
  }
  const run = await serve(graph, {
    firstPort: 0,
    stateFolder,
    wafApiPort: 0,
    onRequest: ({ request }) => told.push(request.target),
    logs: { onLine: (log) => void told.push(log) },
  });
  onTestFinished(() => run.close());
  expect(seen).toEqual(expect.arrayContaining(['GET', 'POST']));
  expect(told).toEqual([]);
});
