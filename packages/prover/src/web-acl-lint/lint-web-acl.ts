import {
  type AddressFacts,
  type CompileOptions,
  compileWebAcl,
  type Evaluation,
  MemoryCounters,
  type Refusal,
} from '@sallyport/waf';
import type { Expected, Found, Lint, Shown } from './lint.ts';
import { type Attachment, LintCase } from './lint-case.ts';
import { LINTS } from './lints/lints.ts';
import { Conditions } from './proof/conditions.ts';
import { emitters, untoldReason } from './proof/labels.ts';
import { Probes } from './proof/probe.ts';
import { readWebAcl } from './reading/read-web-acl.ts';
import type { Rule } from './reading/rule.ts';
import { leaves } from './reading/statement.ts';
import { StandInAddresses } from './requests/stand-in-addresses.ts';

/** A finding with what the engine decided on each request that shows it. */
export interface WebAclFinding extends Omit<Found, 'shown'> {
  readonly lint: Pick<Lint, 'id' | 'title' | 'remedy' | 'source'>;
  readonly shown: readonly (Shown & { readonly evaluation: Evaluation })[];
}

/** What is wrong with a web ACL, as far as anybody can tell from it. */
export interface WebAclLint {
  readonly name: string;
  readonly rules: number;
  readonly findings: readonly WebAclFinding[];
  /** What could not be looked into, and why. */
  readonly notExamined: readonly { readonly rule: string; readonly reason: string }[];
  /** What is known of the addresses that requests carry in headers, where rules ask for their countries. */
  readonly addresses: Readonly<Record<string, AddressFacts>>;
  /** Requests that did not show what they were said to show: defects of ours. */
  readonly defects: readonly string[];
}

export interface LintOptions extends CompileOptions {
  readonly attachment?: Attachment;
  /** Ids of the lints to look for, where not all are; what was not examined is then not told. */
  readonly only?: readonly string[];
}

/** Looks at a web ACL for what it does not do. Every request that is shown has been put to the engine. */
export function lintWebAcl(
  definition: unknown,
  options: LintOptions = {},
): WebAclLint | { readonly refused: readonly Refusal[] } {
  const of = lintCase(definition, options);
  if ('rejected' in of) return { refused: of.rejected };
  const lints = options.only ? LINTS.filter(({ id }) => options.only?.includes(id)) : LINTS;
  const found = lints.flatMap((lint) => lint.find(of).map((each) => confirmed(of, lint, each)));
  return {
    name: of.read.name,
    rules: of.webAcl.ruleCapacities.length,
    findings: found.flatMap(({ finding }) => finding ?? []),
    notExamined: options.only ? [] : notExamined(of, options),
    addresses: of.addresses.all,
    defects: found.flatMap(({ defects }) => defects),
  };
}

/** A web ACL as lints look at it, or why AWS WAF refuses it. */
export function lintCase(
  definition: unknown,
  options: LintOptions,
): LintCase | { readonly rejected: readonly Refusal[] } {
  let addresses: StandInAddresses | undefined;
  const compileOptions: CompileOptions = { ...options, addressData: (address) => addresses?.facts(address) };
  const result = compileWebAcl(definition, compileOptions);
  if ('refused' in result) return { rejected: result.refused };
  // Only what compiles is what the reader takes it for.
  const read = readWebAcl(definition, options);
  addresses = new StandInAddresses(read);
  const { webAcl } = result;
  const probes = new Probes(compileOptions, read.associationConfig);
  const limits = { bodyBytes: webAcl.bodyBytes };
  return new LintCase({
    read,
    webAcl,
    resourceType: options.resourceType ?? 'CLOUDFRONT',
    probes,
    conditions: new Conditions(read, probes, limits),
    attachment: options.attachment,
    addresses,
  });
}

/** A finding whose requests all show what they are said to; else what does not. */
function confirmed(
  of: LintCase,
  lint: Lint,
  found: Found,
): { readonly finding?: WebAclFinding; readonly defects: readonly string[] } {
  const shown = found.shown.map((each) => ({ ...each, evaluation: replayed(of, each) }));
  const failed = shown.filter(({ expected, evaluation }) => !shows(expected, evaluation));
  if (failed.length === 0) return { finding: { ...found, lint, shown }, defects: [] };
  return { defects: failed.map(({ says }) => `${lint.id} ${found.rule?.shown ?? found.path}: "${says}"`) };
}

/** The engine's word on a request that comes by itself, or on the last of a series. */
function replayed({ webAcl }: LintCase, { request, series }: Shown): Evaluation {
  const counters = new MemoryCounters();
  if (!series) return webAcl.evaluate(request, counters, 0);
  for (let index = 0; index < series.times - 1; index++) webAcl.evaluate(series.at(index), counters, 0);
  return webAcl.evaluate(series.at(series.times - 1), counters, 0);
}

const namesOf = ({ terminatingRule, terminatingRuleInGroup }: Evaluation): readonly string[] =>
  terminatingRuleInGroup === undefined
    ? [terminatingRule]
    : [terminatingRule, `${terminatingRule}#${terminatingRuleInGroup}`];

/** Whether an evaluation is what a request was said to show. */
function shows(expected: Expected, evaluation: Evaluation): boolean {
  const { action, by, unmatched, counted, lacks } = expected;
  const isMatched = (name: string): boolean => evaluation.trace.some((step) => step.rule === name && step.matched);
  const isInserted = (name: string): boolean =>
    evaluation.insertedHeaders.some(([header]) => header.toLowerCase() === name.toLowerCase());
  return (
    (action === undefined || (action === 'refused' ? evaluation.action !== 'ALLOW' : evaluation.action === action)) &&
    (by === undefined || namesOf(evaluation).includes(by)) &&
    (unmatched === undefined || !isMatched(unmatched)) &&
    (counted === undefined || evaluation.countedRules.includes(counted)) &&
    (lacks === undefined || !isInserted(lacks))
  );
}

function notExamined(of: LintCase, { addressLists }: LintOptions): WebAclLint['notExamined'] {
  const untold = of.webAcl.rules.flatMap(({ name, uncertain, statement }) =>
    uncertain && statement.kind === 'undecided' ? [{ rule: name, reason: statement.reason }] : [],
  );
  const unlabelled = of.ownRules.flatMap((rule) => {
    const reason = untoldLabel(of, rule, addressLists);
    return reason === undefined ? [] : [{ rule: rule.shown, reason }];
  });
  const unreached = of.ownRules.flatMap((rule) => {
    const reach = of.reach(rule);
    return reach.is === 'unknown' ? [{ rule: rule.shown, reason: reach.reason }] : [];
  });
  const whole = of.webAcl.unknowns.map((reason) => ({ rule: of.read.name, reason }));
  const seen = new Set<string>();
  return [...whole, ...untold, ...unlabelled, ...unreached].filter(({ rule }) => !seen.has(rule) && seen.add(rule));
}

/** Why it is not known whether a rule sees the labels that it asks for and that no rule before it is sure to add. */
function untoldLabel(of: LintCase, rule: Rule, lists: CompileOptions['addressLists']): string | undefined {
  const before = of.read.rules.slice(0, of.positionOf(rule));
  for (const { leaf } of rule.statement ? leaves(rule.statement) : []) {
    if (leaf.kind !== 'label' || emitters(leaf, before).length > 0) continue;
    const reason = untoldReason(leaf, of.read.groups, lists);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
