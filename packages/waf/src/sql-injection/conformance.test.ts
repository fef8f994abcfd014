import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectSqlInjection } from './detect.ts';
import { fold } from './folding.ts';
import type { Token } from './token.ts';
import { Tokenizer } from './tokenizer.ts';

interface Cases {
  readonly source: string;
  readonly license: string;
  readonly cases: readonly { readonly name: string; readonly input: string; readonly expected: string }[];
}

const read = (kind: string): Cases =>
  JSON.parse(
    readFileSync(new URL(`../../../../conformance/waf/libinjection/${kind}.json`, import.meta.url), 'utf8'),
  ) as Cases;

/** A token as the suite prints it. */
function printed({ type, value, open, close, sigils }: Token): string {
  const quoted = `${open}${value}${close}`;
  if (type === 's') return `s ${quoted}`;
  return type === 'v' ? `v ${'@'.repeat(sigils)}${quoted}` : `${type} ${value}`;
}

const lines = (tokens: readonly Token[]): string => tokens.map(printed).join('\n').trimEnd();

function everyToken(source: string): readonly Token[] {
  const tokenizer = new Tokenizer(source, '', 'ansi');
  const tokens: Token[] = [];
  for (let token = tokenizer.next(); token; token = tokenizer.next()) tokens.push(token);
  return tokens;
}

test.each(read('tokens').cases)('the tokens of $input are as libinjection reads them ($name)', (known) => {
  expect(lines(everyToken(known.input))).toBe(known.expected);
});

test.each(read('folding').cases)('$input folds as in libinjection ($name)', (known) => {
  expect(lines(fold(new Tokenizer(known.input, '', 'ansi')))).toBe(known.expected);
});

test.each(read('sqli').cases)('$input has the fingerprint that libinjection gives ($name)', (known) => {
  expect(detectSqlInjection(known.input)?.fingerprint ?? '').toBe(known.expected);
});

test('every unit case of libinjection on SQL is taken over, with its source and licence', () => {
  const kinds = ['tokens', 'folding', 'sqli'].map(read);
  expect(kinds.map(({ cases }) => cases.length)).toEqual([249, 118, 50]);
  for (const { source, license } of kinds) {
    expect(source).toMatch(/^https:/);
    expect(license).toContain('BSD-3-Clause');
  }
});
