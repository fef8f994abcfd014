import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSources } from 'sallyport';
import { expect, test } from 'vitest';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const text = (...path: readonly string[]): string => readFileSync(join(examples, ...path), 'utf8');

/** Every file of a folder, by name. */
const files = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

test('the committed cdk.out of protected-api-cdk is what its app gives', () => {
  const app = join(examples, 'protected-api-cdk', 'app.mjs');
  const outdir = mkdtempSync(join(tmpdir(), 'sallyport-synth-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [app], {
      env: { ...process.env, CDK_OUTDIR: outdir },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(files(outdir)).toEqual(files(join(examples, 'protected-api-cdk', 'cdk.out')));
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test('the committed cdk.out names no machine and no account', () => {
  for (const content of Object.values(files(join(examples, 'protected-api-cdk', 'cdk.out')))) {
    expect(content).not.toMatch(/file:\/\/|\/home\/|\/root\/|\/Users\/|[^0-9a-f][0-9]{12}[^0-9a-f]/);
  }
});

const sources = {
  'protected-api': [{ path: 'template.yaml', text: text('protected-api', 'template.yaml') }],
  'protected-api-cdk': ['manifest.json', 'ProtectedApi.template.json', 'ProtectedApi.assets.json'].map((name) => ({
    path: join('cdk.out', name),
    text: text('protected-api-cdk', 'cdk.out', name),
  })),
};

test.each(Object.entries(sources))('%s is what its expected.json says', (example, given) => {
  const { verdict, origins, findings } = checkSources({ files: given });
  expect({ verdict, origins, findings }).toMatchObject(JSON.parse(text(example, 'expected.json')));
});
