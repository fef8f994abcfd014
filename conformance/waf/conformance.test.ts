import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Engine, WafCase } from './cases/case.ts';
import { CORAZA, CORAZA_DIFFERENCES, corazaCases, libinjectionCases, managedCases } from './cases/corpora.ts';
import { differences } from './cases/difference.ts';
import { readCases } from './cases/read.ts';
import { type Asked, report } from './cases/report.ts';
import { browser } from './engines/browser.ts';
import { node } from './engines/node.ts';
import { beyondReference, reference } from './engines/reference.ts';

const OWN = readCases();
const CASES: readonly WafCase[] = [...OWN, ...corazaCases, ...libinjectionCases, ...managedCases];
const LEAST_CASES = 600;

type Answers = ReadonlyMap<WafCase, Answer>;

async function answers(engine: Engine, cases: readonly WafCase[]): Promise<Answers> {
  const given = await engine.answer(cases.map(({ question }) => question));
  if (given.length !== cases.length) throw new Error(`${engine.name} answered ${given.length} of ${cases.length}`);
  return new Map(given.flatMap((answer, at) => (cases[at] ? [[cases[at], answer] as const] : [])));
}

let ofNode: Answers;
let ofBrowser: Answers;
let ofReference: Answers;
beforeAll(async () => {
  ofNode = await answers(node, CASES);
  ofBrowser = await answers(browser, CASES);
  ofReference = await answers(
    reference,
    CASES.filter((each) => beyondReference(each) === undefined),
  );
});

describe('a case holds on the engine, in the browser and for the reference', () => {
  test.each(CASES.map((each) => [each.file, each.title, each] as const))('%s: %s', (_file, _title, each) => {
    const inNode = ofNode.get(each);
    const found = [
      ['engine', inNode],
      ['browser', ofBrowser.get(each)],
      ['reference', beyondReference(each) === undefined ? ofReference.get(each) : inNode],
    ] as const;
    expect(
      found.flatMap(([engine, answer]) => {
        if (answer === undefined) return `${engine}: did not answer`;
        return differences(answer, each.expected).map((what) => `${engine}: ${what}`);
      }),
    ).toEqual([]);
    expect(ofBrowser.get(each)).toEqual(inNode);
  });
});

test('no two cases of a file have the same title', () => {
  const titles = OWN.map(({ file, title }) => `${file}: ${title}`);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
});

test('no two cases ask the same', () => {
  const asked = OWN.map(({ question, expected }) => JSON.stringify([question, expected]));
  const twice = OWN.filter((_each, at) => asked.indexOf(asked[at] ?? '') !== at);
  expect(twice.map(({ file, title }) => `${file}: ${title}`)).toEqual([]);
});

test('at least 600 cases were answered by all three', () => {
  const everywhere = OWN.filter((each) => [ofNode, ofBrowser, ofReference].every((answered) => answered.has(each)));
  expect(everywhere.length).toBeGreaterThanOrEqual(LEAST_CASES);
  expect(ofNode.size).toBe(CASES.length);
  expect(ofBrowser.size).toBe(CASES.length);
});

test("Coraza's vectors differ only where AWS's text does, and each such place is listed", () => {
  const listed = CORAZA_DIFFERENCES.map(({ name, input }) => `${name} ${input}`);
  const differing = CORAZA.cases.filter(({ output }, at) => {
    const [asked] = corazaCases.slice(at);
    const answer = asked && ofNode.get(asked);
    return answer !== undefined && 'text' in answer && answer.text !== output;
  });
  expect(differing.map(({ name, input }) => `${name} ${input}`)).toEqual(listed);
  expect(CORAZA.cases.length).toBe(274);
  for (const { aws, source } of CORAZA_DIFFERENCES) expect([aws.length > 40, source]).toEqual([true, AWS_PAGE]);
});

const AWS_PAGE = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html';

test('README.md counts what was run', async () => {
  const files = [...new Set(CASES.map(({ file }) => file))];
  const byFile = new Map(files.map((file) => [file, askedOf(CASES.filter((each) => each.file === file))]));
  const beyond = new Map<string, number>();
  for (const each of OWN) {
    const what = beyondReference(each);
    if (what !== undefined) beyond.set(what, (beyond.get(what) ?? 0) + 1);
  }
  await expect(report(byFile, beyond)).toMatchFileSnapshot('README.md');
});

const askedOf = (cases: readonly WafCase[]): Asked => ({
  cases,
  engine: cases.filter((each) => ofNode.has(each)).length,
  browser: cases.filter((each) => ofBrowser.has(each)).length,
  reference: cases.filter((each) => ofReference.has(each)).length,
});
