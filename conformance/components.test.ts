import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMPONENTS } from '@sallyport/architecture';
import { expect, test } from 'vitest';
import { componentPage, wafLogsPage } from './component-pages.ts';

test.each(COMPONENTS)('docs/components/$noun.md shows the coverage that the code declares', (component) => {
  const page = readFileSync(fileURLToPath(new URL(`../docs/components/${component.noun}.md`, import.meta.url)), 'utf8');
  expect(componentPage(page, component)).toBe(page);
});

test('every component names at least one type, and every property once', () => {
  expect(COMPONENTS.length).toBeGreaterThan(0);
  for (const { coverage } of COMPONENTS) {
    expect(coverage.length).toBeGreaterThan(0);
    for (const { type, properties } of coverage) {
      const names = properties.map(({ property }) => property);
      expect(new Set(names).size, type).toBe(names.length);
    }
  }
});

test('docs/components/waf-logs.md shows every member of a log record', () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/components/waf-logs.md', import.meta.url)), 'utf8');
  expect(wafLogsPage(page)).toBe(page);
});
