import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const documented = new Set(
  [...readFileSync(`${root}docs/diagnostics.md`, 'utf8').matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code]) => code),
);

/** How sources make diagnostics: as data, or by the functions that collect them. */
const CODES = [
  /\bcode: '([a-z]+(?:-[a-z]+)+)'/g,
  /\b(?:report|refuse|reportPlace|inputFailure)\(\s*(?:[\w.]+,\s*){0,3}'([a-z]+(?:-[a-z]+)+)'/g,
];

test('every diagnostic has a line in docs/diagnostics.md', () => {
  const codes = sources().flatMap((text) =>
    CODES.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code)),
  );
  expect(codes.length).toBeGreaterThan(40);
  expect([...new Set(codes)].filter((code) => !documented.has(code)).sort()).toEqual([]);
});

test('every line of docs/diagnostics.md is about a diagnostic that there is', () => {
  const all = sources().join('\n');
  expect([...documented].filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});

function sources(): readonly string[] {
  return readdirSync(`${root}packages`)
    .flatMap((name) =>
      readdirSync(`${root}packages/${name}/src`, { recursive: true }).map((path) => `${name}/src/${path}`),
    )
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(`${root}packages/${path}`, 'utf8'));
}
