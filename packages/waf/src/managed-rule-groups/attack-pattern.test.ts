import { expect, test } from 'vitest';
import { compileRegex } from '../regex/regex.ts';
import type { AttackClass } from './attack-pattern.ts';
import * as java from './attacks/java.ts';
import * as files from './attacks/local-file.ts';
import * as paths from './attacks/paths.ts';
import * as php from './attacks/php.ts';
import * as requests from './attacks/server-side-request.ts';
import * as shell from './attacks/shell.ts';
import * as sql from './attacks/sql.ts';
import * as agents from './attacks/user-agent.ts';

const CLASSES: readonly AttackClass[] = [java, files, paths, php, requests, shell, sql, agents].flatMap((module) =>
  Object.values(module),
);

test.each(CLASSES)(
  'the patterns of $title are texts in small letters, or regular expressions in linear time',
  ({ patterns }) => {
    for (const pattern of patterns) {
      const near = typeof pattern === 'string' ? pattern : pattern.near;
      for (const text of typeof near === 'string' ? [near] : near) {
        expect(text).not.toBe('');
        expect(text).not.toMatch(/[A-Z]/);
      }
      if (typeof pattern === 'string') continue;
      const regex = compileRegex(pattern.regex);
      expect(regex).not.toHaveProperty('fault');
      expect(regex).toHaveProperty('engine');
    }
  },
);

test('a regular expression holds every text that calls for it, so that no match is passed over', () => {
  const written = (regex: string): string =>
    regex
      .replace(/\[(.)\]/g, '$1')
      .replace(/\\(.)/g, '$1')
      .toLowerCase();
  for (const { patterns } of CLASSES)
    for (const pattern of patterns)
      if (typeof pattern !== 'string')
        for (const near of [pattern.near].flat()) expect(written(pattern.regex)).toContain(near);
});

test('no pattern is listed twice in a class', () => {
  for (const { patterns } of CLASSES) {
    const keys = patterns.map((pattern) => JSON.stringify(pattern));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  }
});
