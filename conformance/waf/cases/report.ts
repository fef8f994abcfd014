import { CASES as INTELLIGENT_CASES } from '../intelligent/cases.ts';
import { REFUSAL_CASES } from '../intelligent/refusals.ts';
import type { WafCase } from './case.ts';

/** What was asked of whom. */
export interface Asked {
  readonly cases: readonly WafCase[];
  readonly engine: number;
  readonly browser: number;
  readonly reference: number;
}

const count = (cases: readonly WafCase[], fidelity: string): number =>
  cases.filter((each) => each.fidelity === fidelity).length;

const row = (name: string, { cases, engine, browser, reference }: Asked): string =>
  `| ${name} | ${cases.length} | ${['documented', 'observed', 'approximated'].map((each) => count(cases, each)).join(' | ')} | ${engine} | ${browser} | ${reference} |`;

/** The page of conformance/waf: how many cases each file has, how they are known, and who answered them. */
export function report(byFile: ReadonlyMap<string, Asked>, beyond: ReadonlyMap<string, number>): string {
  const own = [...byFile].filter(([file]) => file.endsWith('.yaml'));
  const others = [...byFile].filter(([file]) => !file.endsWith('.yaml'));
  return [
    ...INTRODUCTION,
    HEAD,
    ...own.map(([file, asked]) => row(`[${file}](${file})`, asked)),
    row('**Together**', together(own.map(([, asked]) => asked))),
    '',
    'What the reference is not asked:',
    '',
    ...[...beyond].map(([what, cases]) => `- ${what}: ${cases}`),
    '',
    '## Corpora taken over',
    '',
    HEAD,
    ...others.map(([file, asked]) => row(`[${file}](${file})`, asked)),
    '',
    ...CLOSE,
    '',
    ...intelligent(),
    '',
  ].join('\n');
}

/** Those of groups that remember are requests in their order with answers between them; they have a form of their own. */
function intelligent(): readonly string[] {
  const documented = INTELLIGENT_CASES.filter(({ known }) => known === 'documented').length;
  const steps = INTELLIGENT_CASES.reduce((sum, { steps: all }) => sum + all.length, 0);
  return [
    '## Rule groups that remember',
    '',
    `${INTELLIGENT_CASES.length} cases in ${steps} steps, ${documented} documented and ${INTELLIGENT_CASES.length - documented} approximated, and ${REFUSAL_CASES.length} settings that AWS refuses, in [intelligent](intelligent).`,
    'Node.js is held to them by `intelligent.test.ts`, headless Chromium by `browser.test.ts`; the reference has no memory.',
  ];
}

const together = (all: readonly Asked[]): Asked => ({
  cases: all.flatMap(({ cases }) => cases),
  engine: all.reduce((sum, { engine }) => sum + engine, 0),
  browser: all.reduce((sum, { browser }) => sum + browser, 0),
  reference: all.reduce((sum, { reference }) => sum + reference, 0),
});

const HEAD = `| file | cases | documented | observed | approximated | engine | browser | reference |
|---|---|---|---|---|---|---|---|`;

const INTRODUCTION = `# The cases of AWS WAF

Each case is a sentence, its source, a web ACL or a statement, one request or several in their order, and what must come out. It is
asked of three: the engine in Node.js, the engine's file for web pages in headless Chromium, and the naive reference
(\`packages/waf/src/reference\`), which has no line in common with the engine but for the reading of targets, cookies and tokens and the two
digests. \`conformance.test.ts\` runs them, counts them, and holds this page to the counts
(\`npx vitest run conformance/waf/conformance.test.ts -u\` writes it anew). The columns of the three say how many cases each was asked.

_Documented_: AWS's page says so. _Observed_: somebody saw it and published it. _Approximated_: AWS says nothing; the case holds what stands in.

How a file is written: \`cases/shorthand.ts\`. What the cases refer to (sets, a rule group, addresses): \`cases/world.ts\`.
`.split('\n');

const CLOSE = `Coraza's vectors of the transformations that AWS WAF has too all agree, but for those in
[coraza/differences.json](coraza/differences.json), each with AWS's differing text. libinjection's other 430 unit cases (249 of tokens, 118 of folding,
63 of HTML) look inside the detectors; \`packages/waf/src/sql-injection/conformance.test.ts\` and
\`packages/waf/src/cross-site-scripting/conformance.test.ts\` run them, so that all 480 run.`.split('\n');
