import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '@sallyport/http';
import { expect, onTestFinished, test } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import { serve } from './serve.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a log that cannot be written is told, and requests are answered all the same', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'distribution-Edge.access.log');
  mkdirSync(file);
  const told: Diagnostic[] = [];
  const run = await serve(sampleGraph(), {
    firstPort: 0,
    stateFolder: temporaryFolder(),
    logs: { folder },
    onDiagnostic: (diagnostic) => void told.push(diagnostic),
  });
  onTestFinished(() => run.close());
  const url = `http://127.0.0.1:${run.entrances[0]?.port}/a`;
  expect((await fetch(url)).status).toBe(200);
  for (let tries = 0; told.length === 0 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told.map(({ code, message }) => [code, message])).toEqual([
    ['log-not-written', expect.stringMatching(`^Cannot write "${file}": EISDIR`)],
  ]);
  expect((await fetch(url)).status).toBe(200);
});

test('logs of ids that differ only in what separates their parts have files of their own', async () => {
  const folder = temporaryFolder();
  const graph = sampleGraph();
  const [edge, ...others] = graph.entrances;
  if (!edge) throw new Error('the sample has no distribution');
  const ids = ['distribution:my/stack-Edge', 'distribution:my-stack/Edge'];
  const run = await serve(
    { ...graph, entrances: [...ids.map((id) => ({ ...edge, id })), ...others] },
    { firstPort: 0, stateFolder: temporaryFolder(), logs: { folder } },
  );
  onTestFinished(() => run.close());
  for (const { port } of run.entrances.slice(0, 2)) await fetch(`http://127.0.0.1:${port}/a`);
  const files = () => readdirSync(folder).filter((name) => name.endsWith('.access.log'));
  await expect
    .poll(() => files().sort())
    .toEqual(['distribution-my--stack-Edge.access.log', 'distribution-my-stack--Edge.access.log']);
});
