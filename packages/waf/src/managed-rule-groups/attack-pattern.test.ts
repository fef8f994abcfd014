import { expect, test } from 'vitest';
import { buildAutomaton } from '../literals/aho-corasick.ts';
import { automaton } from '../regex/automaton.ts';
import { trimmed } from '../regex/linear.ts';
import { parseRegex } from '../regex/parser.ts';
import type { Pattern } from '../regex/pattern.ts';
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

/** Whether the pattern has a match that holds none of the texts: its automaton and one that finds them, walked together. */
function matchesWithout(pattern: Pattern, near: readonly string[]): boolean {
  const { nodes, start } = automaton(pattern) ?? { nodes: [], start: 0 };
  const { classes, next } = buildAutomaton(near, true);
  const seen = new Set<string>();
  const waiting: (readonly [node: number, state: number])[] = [[start, 0]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [number, state] = pair;
    const node = nodes[number];
    if (!node || seen.has(`${number} ${state}`)) continue;
    seen.add(`${number} ${state}`);
    if (node.is === 'match') return true;
    if (node.is === 'split') waiting.push(...node.next.map((after) => [after, state] as const));
    // That a place may be no boundary only adds matches here.
    if (node.is === 'boundary') waiting.push([node.next, state]);
    if (node.is !== 'set') continue;
    for (const [low, high] of node.of)
      for (let byte = low; byte <= high; byte++) {
        const after = next[state + (classes[byte] ?? 0)] ?? 0;
        if (after >= 0) waiting.push([node.next, after]);
      }
  }
  return false;
}

const unsure = CLASSES.flatMap(({ patterns }) => patterns).filter((pattern) => typeof pattern !== 'string');

test('no regular expression matches without one of the texts that call for it', () => {
  for (const { near, regex } of unsure) {
    const pattern = parseRegex(regex);
    if ('fault' in pattern) throw new Error(`${regex}: ${pattern.reason}`);
    expect([regex, matchesWithout(trimmed(pattern), [near].flat())]).toEqual([regex, false]);
  }
});

test('no match of a regular expression is so long that whole texts have to be looked at', () => {
  for (const { regex } of unsure)
    expect(compileRegex(regex)).toHaveProperty(
      'longest',
      expect.toSatisfy((n) => n <= 100),
    );
});

test('no pattern is listed twice in a class', () => {
  for (const { patterns } of CLASSES) {
    const keys = patterns.map((pattern) => JSON.stringify(pattern));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  }
});
