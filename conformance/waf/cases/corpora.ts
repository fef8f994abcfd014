import { readFileSync } from 'node:fs';
import { MANAGED_CASES, requestOf, webAclOf } from '../managed/managed-case.ts';
import type { Fidelity, WafCase } from './case.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

/** A vector of Coraza's that AWS's text contradicts, and what comes out here. */
export interface Difference {
  readonly name: string;
  readonly input: string;
  readonly here: string;
  readonly aws: string;
  readonly source: string;
}

export const CORAZA: { readonly source: string; readonly license: string; readonly cases: readonly Vector[] } =
  JSON.parse(read('coraza/transformations.json'));
export const CORAZA_DIFFERENCES: readonly Difference[] = JSON.parse(read('coraza/differences.json'));

/** Coraza's vectors of the transformations that AWS WAF has too. Where AWS's text differs, AWS's text counts. */
export const corazaCases: readonly WafCase[] = CORAZA.cases.map(({ name, input, output }) => {
  const difference = CORAZA_DIFFERENCES.find((each) => each.name === name && each.input === input);
  return {
    file: 'coraza/transformations.json',
    title: `${name} of ${JSON.stringify(input).slice(0, 80)} is as ${difference ? "AWS's text" : 'Coraza'} says`,
    source: difference?.source ?? CORAZA.source,
    fidelity: difference ? 'documented' : 'approximated',
    question: { ask: 'transform', transformation: name, text: input },
    expected: { text: difference?.here ?? output },
  };
});

const fingerprints: {
  readonly source: string;
  readonly cases: readonly { readonly name: string; readonly input: string; readonly expected: string }[];
} = JSON.parse(read('libinjection/sqli.json'));

/** libinjection's cases of whole fingerprints; those of tokens and folding are asked inside the package. */
export const libinjectionCases: readonly WafCase[] = fingerprints.cases.map(({ name, input, expected }) => ({
  file: 'libinjection/sqli.json',
  title: `the fingerprint of ${JSON.stringify(input).slice(0, 80)} is as libinjection gives it (${name})`,
  source: fingerprints.source,
  fidelity: 'approximated',
  question: { ask: 'fingerprint', text: input },
  expected: { text: expected },
}));

const FIDELITY: Readonly<Record<'documented' | 'observed' | 'assumed', Fidelity>> = {
  documented: 'documented',
  observed: 'observed',
  assumed: 'approximated',
};

/** The cases of single managed rules. */
export const managedCases: readonly WafCase[] = MANAGED_CASES.map((of) => ({
  file: 'managed/cases.json',
  title: `${of.rule ?? 'nothing'} of ${of.group} matches ${JSON.stringify(of.request).slice(0, 80)}`,
  source: of.source,
  fidelity: FIDELITY[of.known],
  question: { ask: 'evaluate', webAcl: webAclOf(of), options: {}, requests: [requestOf(of.request)] },
  expected: {
    requests: [of.rule === undefined ? { action: 'ALLOW' } : { action: 'BLOCK', by: 'Managed', within: of.rule }],
  },
}));
