import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HtmlReader, type HtmlTokenType } from './html-reader.ts';
import { nextToken } from './html-tokenizer.ts';

interface Cases {
  readonly source: string;
  readonly license: string;
  readonly cases: readonly { readonly name: string; readonly input: string; readonly expected: string }[];
}

const html5 = JSON.parse(
  readFileSync(new URL('../../../../conformance/waf/libinjection/html5.json', import.meta.url), 'utf8'),
) as Cases;

/** The names that the suite has for them. */
const NAMES: Readonly<Record<HtmlTokenType, string>> = {
  text: 'DATA_TEXT',
  'tag-name': 'TAG_NAME_OPEN',
  'tag-end': 'TAG_NAME_CLOSE',
  'tag-self-close': 'TAG_NAME_SELFCLOSE',
  'closing-tag': 'TAG_CLOSE',
  'attribute-name': 'ATTR_NAME',
  'attribute-value': 'ATTR_VALUE',
  comment: 'TAG_COMMENT',
  doctype: 'DOCTYPE',
};

function tokensOf(source: string): string {
  const reader = new HtmlReader(source, 'data');
  const lines: string[] = [];
  for (let token = nextToken(reader); token; token = nextToken(reader))
    lines.push(`${NAMES[token.type]},${token.end - token.start},${source.slice(token.start, token.end)}`);
  return lines.join('\n').trimEnd();
}

test.each(html5.cases)('the HTML tokens of $input are as libinjection reads them ($name)', (known) => {
  expect(tokensOf(known.input)).toBe(known.expected);
});

test('every unit case of libinjection on HTML is taken over, with its source and licence', () => {
  expect(html5.cases).toHaveLength(63);
  expect(html5.source).toMatch(/^https:/);
  expect(html5.license).toContain('BSD-3-Clause');
});
