import { expect, test } from 'vitest';
import { parseFaultyJson, parseJson } from './json.ts';
import { parseStrictJson } from './strict-json.ts';

const TEMPLATE = `{
\t"Resources": {"A": {"Type": "AWS::A::B", "Properties": {"Names": ["x", "", "\\u00e4\\n\\"q\\\\"], "N": -1.5e+3, "Z": [0, -0, 1E2]}}},\r
  "Ok": [true, false, null, [], {}, [[]]], "Ok": 1, "ü": "€", "Ok": 2
}
`;

test('a text that is JSON to the letter is read as the parser for faulty texts reads it, duplicate keys included', () => {
  const strict = parseStrictJson(TEMPLATE);
  expect(strict).toEqual(parseFaultyJson(TEMPLATE));
  expect(strict?.faults.map(({ code }) => code)).toEqual(['duplicate-key', 'duplicate-key']);
});

test('a key is found twice in a map of many keys', () => {
  const keys = [...Array.from({ length: 40 }, (_none, index) => `k${index}`), 'k0', 'k39', 'k40', 'k40'];
  const text = `{${keys.map((key) => `"${key}": 1`).join(',')}}`;
  expect(parseStrictJson(text)).toEqual(parseFaultyJson(text));
  expect(parseStrictJson(text)?.faults).toHaveLength(3);
});

/** One change each, at every place. */
function* broken(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    yield text.slice(0, at) + text.slice(at + 1);
    yield text.slice(0, at);
    for (const put of ['"', ',', '\\', '0', '}', '\u0001', '/', ' ', '\u2028'])
      yield text.slice(0, at) + put + text.slice(at);
  }
}

test('whatever is wrong with a text, the tree and the faults are those of the parser for faulty texts', () => {
  let refused = 0;
  for (const text of broken(TEMPLATE)) {
    if (parseStrictJson(text) === undefined) refused++;
    expect(parseJson(text), JSON.stringify(text)).toEqual(parseFaultyJson(text));
  }
  expect(refused).toBeGreaterThan(1000);
});

test.each([
  ['nothing', ''],
  ['two values', '{} {}'],
  ['a comment', '{"a": 1} // one'],
  ['a comma at the end', '[1,]'],
  ['a number with a zero before it', '[01]'],
  ['a number without digits', '[-]'],
  ['a half number', '[1.]'],
  ['a line break in a text', '["a\nb"]'],
  ['an escape that there is not', '["\\x"]'],
  ['more levels than templates have', `${'['.repeat(501)}${']'.repeat(501)}`],
])('%s is not JSON to the letter', (_what, text) => {
  expect(parseStrictJson(text)).toBeUndefined();
});
