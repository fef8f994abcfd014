import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
