import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { traceCommand } from './trace-command.ts';

const EXAMPLE = readFileSync(new URL('../../../examples/protected-api/template.yaml', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sallyport-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a trace in JSON shows the echo of the application without the key that CloudFront adds', async () => {
  const key = 'Zt7kq0VwE3xN9sBf2mLhJd5RyCpA8uGi';
  const template = join(folder, 'template.yaml');
  writeFileSync(template, EXAMPLE.replaceAll(/!Sub "\{\{resolve:secretsmanager:.*\}\}"/g, key));
  const options = { from: '203.0.113.7', via: 'distribution', format: 'json', region: 'us-east-1' } as const;
  let text = '';
  await traceCommand(template, 'GET', '/', options, (piece) => {
    text += piece;
  });
  expect(readFileSync(template, 'utf8')).toContain(key);
  expect(text).toContain('$EDGE_KEY');
  expect(text).not.toContain(key);
});
