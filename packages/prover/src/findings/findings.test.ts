import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINTS, UNDECIDABLE } from '../web-acl-lint/index.ts';
import {
  FINDING_IDS,
  FRONT_DOOR_FINDINGS,
  GUARD_FINDINGS,
  NOTE_FINDINGS,
  OPS05,
  SIDE_DOOR_FINDINGS,
} from './findings.ts';

const PAGES = new URL('../../../../docs/findings/', import.meta.url);
const ALL = [...SIDE_DOOR_FINDINGS, ...FRONT_DOOR_FINDINGS, ...GUARD_FINDINGS, ...NOTE_FINDINGS, OPS05];

describe('the findings', () => {
  it('have ids of their own', () => {
    expect(new Set(FINDING_IDS).size).toBe(FINDING_IDS.length);
  });

  it.each(ALL)('$id has a page with its title, what to do and a source', ({ id }) => {
    const page = readFileSync(new URL(`${id}.md`, PAGES), 'utf8');
    expect(page.startsWith(`# ${id}: `)).toBe(true);
    for (const heading of ['## What it is', '## How to see it', '## Remedy', '## Source'])
      expect(page).toContain(heading);
    expect(page).toMatch(/<https:\/\/docs\.aws\.amazon\.com\/[^>]+>/);
  });

  it.each(LINTS)(
    '$id of waf lint has a page with its title, its remedy and its source',
    ({ id, title, remedy, source }) => {
      const page = readFileSync(new URL(`${id}.md`, PAGES), 'utf8');
      // Pages of findings of check, WAF-01 and WAF-02, say the remedy in more words.
      const isShared = FINDING_IDS.includes(id);
      for (const text of [`# ${id}: ${title}`, `<${source}>`, ...(isShared ? [] : [remedy])])
        expect(page).toContain(text);
    },
  );

  it('leave no page without a finding', () => {
    const pages = readdirSync(PAGES).filter((name) => name.endsWith('.md') && name !== 'README.md');
    const known = new Set([...FINDING_IDS, ...LINTS.map(({ id }) => id), ...UNDECIDABLE]);
    expect(pages.map((name) => name.replace('.md', '')).sort()).toEqual([...known].sort());
  });

  it('look for the unnamed last, so that nothing is lost and nothing is hidden', () => {
    expect(SIDE_DOOR_FINDINGS.at(-1)?.id).toBe('OPEN-01');
    expect(FRONT_DOOR_FINDINGS.at(-1)?.id).toBe('SHUT-01');
  });

  it.each(ALL)('$id orders a remedy in whole sentences', ({ title, remedy }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(remedy).toMatch(/^[A-Z].*\.$|\)\.?$/);
  });
});
