import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Engine, WafCase } from './cases/case.ts';
import { differences } from './cases/difference.ts';
import { readCases } from './cases/read.ts';
import { browser } from './engines/browser.ts';
import { node } from './engines/node.ts';
import { beyondReference, reference } from './engines/reference.ts';

const CASES = readCases();
const LEAST_CASES = 600;

type Answers = ReadonlyMap<WafCase, Answer>;

async function answers(engine: Engine, cases: readonly WafCase[]): Promise<Answers> {
  const given = await engine.answer(cases.map(({ question }) => question));
  return new Map(given.flatMap((answer, at) => (cases[at] ? [[cases[at], answer] as const] : [])));
}

const ofEngine: Map<string, Answers> = new Map();

beforeAll(async () => {
  const known = CASES.filter((each) => beyondReference(each) === undefined);
  ofEngine.set('engine', await answers(node, CASES));
  ofEngine.set('browser', await answers(browser, CASES));
  ofEngine.set('reference', await answers(reference, known));
});

describe('a case of conformance/waf holds on the engine, in the browser and for the reference', () => {
  test.each(CASES.map((each) => [each.file, each.title, each] as const))('%s: %s', (_file, _title, each) => {
    const found = [...ofEngine].flatMap(([engine, given]) => {
      const answer = given.get(each);
      return answer === undefined ? [] : differences(answer, each.expected).map((what) => `${engine}: ${what}`);
    });
    expect(found).toEqual([]);
  });
});
