import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const BUILT = fileURLToPath(new URL('../dist/bin', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../../examples/protected-api/template.yaml', import.meta.url));

let folder = '';
let first = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-launch-'));
  for (const name of ['sallyport.js', 'command.cjs']) cpSync(join(BUILT, name), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  first = check();
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => check());

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(folder, 'sallyport.js'), ...args], { encoding: 'utf8' });
}

function check(): string {
  const { status, stdout, stderr } = run('check', EXAMPLE, '--format', 'json');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

const compiled = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('command.cjs.check-'));
const only = (): string => join(folder, compiled()[0] ?? '');

test('what was compiled in the first run is there for the second, which says the same', () => {
  const { mtimeMs, ino } = statSync(only());
  expect(check()).toBe(first);
  expect(statSync(only())).toMatchObject({ mtimeMs, ino });
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['one byte is another', (bytes) => Buffer.from(bytes.map((byte, at) => (at === 100_000 ? byte ^ 0x55 : byte)))],
  ['the end is missing', (bytes) => bytes.subarray(0, 1_000_000)],
  ['nothing is left', () => Buffer.alloc(0)],
])('what was compiled is made anew where %s', (_what, damaged) => {
  const whole = readFileSync(only());
  writeFileSync(only(), damaged(whole));
  expect(check()).toBe(first);
  expect(readFileSync(only()).length).toBeGreaterThan(1_000_000);
  expect(readFileSync(only())).not.toEqual(damaged(whole));
});

test('what was compiled under other flags of V8 is made anew', () => {
  const before = readFileSync(only());
  const { status } = spawnSync(process.execPath, ['--no-opt', join(folder, 'sallyport.js'), 'check', EXAMPLE]);
  expect(status).toBe(0);
  expect(compiled()).toHaveLength(1);
  expect(readFileSync(only()).subarray(-8)).not.toEqual(before.subarray(-8));
  expect(check()).toBe(first);
});

test('what others may write is not taken, and made anew', () => {
  chmodSync(only(), 0o666);
  expect(check()).toBe(first);
  expect(statSync(only()).mode & 0o777).toBe(0o644);
});

test('where nothing can be kept, every run says the same and leaves nothing behind', () => {
  const name = only();
  rmSync(name);
  mkdirSync(join(name, 'in-the-way'), { recursive: true });
  const before = readdirSync(folder);
  expect(check()).toBe(first);
  expect(readdirSync(folder)).toEqual(before);
  rmSync(name, { recursive: true });
});

test.runIf(process.getuid?.() === 0)(
  'nothing is kept of a script that belongs to somebody else, and nothing of theirs is taken',
  () => {
    chownSync(join(folder, 'command.cjs'), 12_345, 12_345);
    const { ino } = statSync(only());
    expect(check()).toBe(first);
    expect(statSync(only()).ino).toBe(ino);
    rmSync(only());
    check();
    expect(compiled()).toEqual([]);
    chownSync(join(folder, 'command.cjs'), 0, 0);
  },
);

test('help and mistakes share a file, whatever they are', () => {
  expect(run('chekc').stderr).toContain("unknown command 'chekc'");
  expect(run('chekc').status).toBe(3);
  const kept = readdirSync(folder);
  expect(run('../../etc', '--help').status).toBe(0);
  expect(run('--version').stdout).toMatch(/^\d/);
  expect(run().status).toBe(3);
  expect(readdirSync(folder)).toEqual(kept);
});
