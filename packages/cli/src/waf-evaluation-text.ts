import type { EvaluationStep } from '@sallyport/waf';
import colours from 'picocolors';
import { statusText } from './status-text.ts';
import type { LoadedWebAcl } from './waf-definition.ts';
import type { Evaluated } from './waf-evaluate-command.ts';
import { printable } from './welcome.ts';

/** What the requests go through, and what it is taken to protect. */
export function headingText({ webAcl, resourceType, isResourceTypeAssumed }: LoadedWebAcl): string {
  const rules = webAcl.ruleCapacities.length;
  const assumed = isResourceTypeAssumed ? colours.dim(' (assumed by its scope: --resource-type says another)') : '';
  return `${colours.bold(`web ACL "${webAcl.name}"`)}, ${counted(rules, 'rule')}, before ${resourceType}${assumed}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const ACTION_COLOUR = {
  ALLOW: colours.green,
  BLOCK: colours.red,
  CAPTCHA: colours.yellow,
  CHALLENGE: colours.yellow,
  MONETIZE: colours.yellow,
} as const;

/** One outcome: what was decided, and the rules that matched. Those that did not are summed up, one by one only where all are asked for. */
export function evaluationText({ request, evaluation, response }: Evaluated, isVerbose: boolean): string {
  const { action, terminatingRule: rule, terminatingRuleInGroup: inside } = evaluation;
  const by = inside === undefined ? rule : `${rule}, its rule ${inside}`;
  const { steps, reasons } = parted(evaluation.trace);
  return [
    `${colours.bold(`${printable(request.method)} ${printable(request.target)}`)}  from ${request.connection.address}`,
    `  ${ACTION_COLOUR[action](action)} by ${by}${evaluation.fidelity === 'approximated' ? colours.dim(' (approximated)') : ''}`,
    ...listed('labels', evaluation.labels),
    ...listed('counted', evaluation.countedRules),
    ...evaluation.insertedHeaders.map((header) => titled('inserted', header.join(': '))),
    ...(evaluation.matchDetails ?? []).map((detail) => titled('matched', JSON.stringify(detail))),
    ...(response ? [titled('answer', String(statusText(response.status)))] : []),
    ...(isVerbose ? steps.map(stepLine) : summedUp(steps)),
    ...(isVerbose ? reasons : folded(reasons)).map((reason) => colours.dim(`  ~ ${reason}`)),
    '',
  ].join('\n');
}

const titled = (title: string, text: string): string => `  ${title.padEnd(10)} ${text}`;
const listed = (title: string, of: readonly string[]): readonly string[] =>
  of.map((text, at) => titled(at === 0 ? title : '', text));

/** The steps of rules, and why the outcome rests on more than AWS documents. */
function parted(trace: readonly EvaluationStep[]) {
  return {
    steps: trace.filter(({ rule }) => rule !== ''),
    reasons: [...new Set(trace.flatMap(({ rule, detail }) => (rule === '' ? [detail] : [])))],
  };
}

const stepLine = ({ rule, matched, detail }: EvaluationStep): string => `  ${matched ? '✓' : '·'} ${rule}: ${detail}`;

/** Rules that follow one another without a match: those of a group by their number, the web ACL's own by their names. */
function summedUp(steps: readonly EvaluationStep[]): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < steps.length; ) {
    const step = steps[at];
    if (!step) break;
    const missed = unmatchedFrom(steps, at);
    lines.push(missed.length > 1 ? missedLine(missed) : stepLine(step));
    at += Math.max(1, missed.length);
  }
  return lines;
}

const groupOf = ({ rule }: EvaluationStep): string | undefined =>
  rule.includes('#') ? rule.slice(0, rule.indexOf('#')) : undefined;

function unmatchedFrom(steps: readonly EvaluationStep[], from: number): readonly EvaluationStep[] {
  const first = steps[from];
  const isAnother = (step: EvaluationStep): boolean =>
    step.matched || step.about === 'group' || (first !== undefined && groupOf(step) !== groupOf(first));
  const end = steps.findIndex((step, at) => at >= from && isAnother(step));
  return steps.slice(from, end < 0 ? steps.length : end);
}

const MOST_NAMES = 5;

function missedLine(missed: readonly EvaluationStep[]): string {
  const [first] = missed;
  const group = first && groupOf(first);
  if (group !== undefined) return `  · ${group}: ${missed.length} of its rules do not match`;
  const names = missed.slice(0, MOST_NAMES).map(({ rule }) => rule);
  const more = missed.length > MOST_NAMES ? ` and ${missed.length - MOST_NAMES} more` : '';
  return `  · ${names.join(', ')}${more}: do not match`;
}

/** The reasons that many web ACLs have, each kind once. */
const KINDS: readonly { readonly of: RegExp; readonly text: (names: string) => string }[] = [
  { of: /^the patterns of (\S+) are not published$/, text: (names) => `the patterns of ${names} are not published` },
  {
    of: /^(SQL injection|cross-site scripting)\b.* is detected in our way: AWS does not publish its own$/,
    text: (names) => `detected in our way: ${names}; AWS does not publish its own`,
  },
];

function folded(reasons: readonly string[]): readonly string[] {
  const kinds = KINDS.flatMap(({ of, text }) => {
    const names = [...new Set(reasons.flatMap((reason) => of.exec(reason)?.[1] ?? []))];
    return names.length === 0 ? [] : [text(names.join(', '))];
  });
  return [...reasons.filter((reason) => !KINDS.some(({ of }) => of.test(reason))), ...kinds];
}
