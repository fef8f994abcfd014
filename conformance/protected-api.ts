import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CollectionTag, parse, type ScalarTag, type YAMLSeq } from 'yaml';
import type { Template } from './template.ts';

const folder = new URL('../examples/protected-api/', import.meta.url);

/** The path of the example's template. */
export const protectedApiPath = fileURLToPath(new URL('template.yaml', folder));

/** The text of the example's template. */
export const protectedApiText = readFileSync(protectedApiPath, 'utf8');

const name = (tag: string): string => (tag === 'Ref' ? 'Ref' : `Fn::${tag}`);
const scalar = (tag: string): ScalarTag => ({
  tag: `!${tag}`,
  resolve: (text) => ({ [name(tag)]: tag === 'GetAtt' ? text.split('.') : text }),
});
const list = (tag: string): CollectionTag => ({
  tag: `!${tag}`,
  collection: 'seq',
  resolve: (items) => ({ [name(tag)]: (items as YAMLSeq).toJSON() }),
});

/** The example's template with its short forms written out; a fresh copy each time. */
export function protectedApi(): Template {
  const customTags = [...['Ref', 'GetAtt', 'Sub'].map(scalar), ...['Sub', 'Join', 'If'].map(list)];
  return parse(protectedApiText, { customTags }) as Template;
}
