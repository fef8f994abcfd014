import { describe, expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { shapeFaults } from '../template-shape.ts';
import { variants } from './variants.ts';

test('the example is a template that AWS knows every property of', () => {
  expect(shapeFaults(protectedApi())).toEqual([]);
});

describe('a variant is a template that AWS knows every property of', () => {
  test.each(variants)('$id: $title', ({ change }) => {
    const template = protectedApi();
    change(template);
    expect(shapeFaults(template)).toEqual([]);
    const declared = [...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})];
    expect(danglingReferences(JSON.stringify(template), declared)).toEqual([]);
  });
});

test('every variant has a name of its own and a source', () => {
  expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
  for (const { source } of variants)
    expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|www\.rfc-editor\.org)\//);
});

const NAMES = /"Ref":"([A-Za-z0-9]+)"|"Fn::GetAtt":\["([A-Za-z0-9]+)"|\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/g;

/** References to what is neither declared nor a name of a Sub's own map. */
function danglingReferences(text: string, declared: readonly string[]): readonly string[] {
  const known = new Set([...declared, 'Id']);
  return [...text.matchAll(NAMES)].flatMap(([, ...names]) => names.filter((name) => name && !known.has(name)));
}
