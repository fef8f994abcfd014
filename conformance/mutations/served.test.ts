import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, serve } from '@sallyport/runtime/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../generate/random.ts';
import { graphOfFiles } from '../graph.ts';
import { protectedApiText } from '../protected-api.ts';
import { mutateRequest } from './requests.ts';

const RUNS = 5_000;
/** How many connections are open at the same time. */
const LANES = 24;
/** How long an answer is waited for; many of the requests are incomplete and get none so soon. */
const PATIENCE = 120;

/** A response; or an alert, where the first byte is one of TLS (RFC 8446, section 6). */
const ANSWER = /^(?:HTTP\/1\.1 [1-5]\d\d |\x15\x03)/;

const folder = mkdtempSync(join(tmpdir(), 'sallyport-mutations-'));
let running: Running;
beforeAll(async () => {
  const graph = graphOfFiles([{ path: 'template.yaml', text: protectedApiText }]);
  running = await serve(graph, {
    firstPort: 0,
    stateFolder: folder,
    headersTimeoutMilliseconds: 500,
    requestTimeoutMilliseconds: 800,
    logs: { folder },
  });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes and gives what comes back. */
async function exchange(port: number, bytes: string, client: number): Promise<string> {
  // Each client sends a few requests only, or the rate rule would answer most of them.
  const localAddress = `127.0.${client >> 8}.${client & 0xff || 1}`;
  const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {});
  let received = '';
  return new Promise((resolve) => {
    const done = (): void => {
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(done, PATIENCE);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.end(Buffer.from(bytes, 'latin1'));
  });
}

test(`${RUNS} mutated requests crash nothing, and each answer is one`, async () => {
  const ports = running.entrances.map(({ port }) => port);
  const hosts = running.entrances.map(({ entrance }) => entrance.hosts[0] ?? '');
  const random = createRandom(20261121);
  const statuses = new Map<number, number>();
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < RUNS) {
      const at = sent++ % ports.length;
      const { bytes, mutations } = mutateRequest(random, hosts[at]);
      const answer = await exchange(ports[at] ?? 0, bytes, sent >> 5);
      if (answer !== '') expect(answer, mutations.join(', ')).toMatch(ANSWER);
      const status = Number(answer.slice(9, 12));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const good = `GET /prod/ HTTP/1.1\r\nHost: ${hosts[0]}\r\nConnection: close\r\n\r\n`;
  expect(await exchange(ports[0] ?? 0, good, RUNS)).toMatch(/^HTTP\/1\.1 301 /);
  // Most requests are answered, in many ways: a server that refuses everything shows little.
  const answered = [...statuses].filter(([status]) => status > 0).reduce((sum, [, count]) => sum + count, 0);
  expect(answered).toBeGreaterThan(RUNS / 2);
  for (const status of [301, 400, 403, 413]) expect(statuses.get(status), `${status}`).toBeGreaterThan(0);
}, 180_000);
