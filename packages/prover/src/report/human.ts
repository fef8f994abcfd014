import { type Diagnostic, type Place, paragraph } from '@sallyport/http';
import type { Attacker } from '../claims/proof.ts';
import type { ClaimState, Verdict } from '../claims/verdicts.ts';
import type { Finding, FindingWitness, PathStep } from './finding.ts';
import { countedAttackers, exitCode, type Report, type ReportedOrigin } from './report.ts';

export interface HumanOptions {
  /** Whether to write ANSI colour codes. */
  readonly colour: boolean;
  /** Where lines are broken, in characters; 100 where nothing is said. What is to be pasted is not broken. */
  readonly width?: number;
}

/** The report for people: the verdict, each origin's claims, each finding with what to paste and what to change. */
export function humanReport(report: Report, { colour, width = 100 }: HumanOptions): string {
  const paint = colour ? coloured : plain;
  const page: Page = { paint, width };
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const others = report.diagnostics.filter(({ severity }) => severity !== 'error');
  const blocks = [
    errors.length > 0 ? errorHeadline(errors.length, paint) : headline(report, paint),
    ...listBlock('Errors', errors.map(diagnosticLine), page),
    ...report.origins.map((origin) => originBlock(origin, report.attackers, page)),
    ...report.findings.map((finding, at) =>
      findingBlock(finding, isAgain(finding, report.findings.slice(0, at)), page),
    ),
    ...listBlock('Diagnostics', others.map(diagnosticLine), page),
    ...listBlock('Taken for granted', report.assumptions, page),
  ];
  return `${blocks.join('\n\n')}\n`;
}

type Tone = 'good' | 'bad' | 'unsure' | 'strong' | 'faint';
type Paint = (tone: Tone, text: string) => string;

/** How the report is written. */
interface Page {
  readonly paint: Paint;
  readonly width: number;
}

const plain: Paint = (_tone, text) => text;
/** Select Graphic Rendition, ECMA-48, section 8.3.117. */
const SGR: Readonly<Record<Tone, string>> = { good: '32', bad: '31', unsure: '33', strong: '1', faint: '2' };
const coloured: Paint = (tone, text) => `\u001b[${SGR[tone]}m${text}\u001b[0m`;

const TONES: Readonly<Record<Verdict | ClaimState, Tone>> = {
  protected: 'good',
  holds: 'good',
  bypassable: 'bad',
  falls: 'bad',
  unknown: 'unsure',
};

function headline(report: Report, paint: Paint): string {
  const word = report.verdict === 'protected' && exitCode(report) === 2 ? 'closed' : report.verdict;
  const tone = word === 'closed' ? 'bad' : exitCode(report) === 4 ? 'unsure' : TONES[word];
  return `${paint(tone, paint('strong', word.toUpperCase()))}  ${headlineText(report, word)}`;
}

/** Of sources that are not understood no verdict stands first: it would be read alone. */
const errorHeadline = (errors: number, paint: Paint): string =>
  `${paint('bad', paint('strong', 'NOT UNDERSTOOD'))}  the sources have ${errors === 1 ? 'an error' : `${errors} errors`}; what is said below is of the rest alone`;

function headlineText(report: Report, word: Verdict | 'closed'): string {
  const against = countedAttackers(report.attackers).join(' and ');
  switch (word) {
    case 'protected':
      return exitCode(report) === 0
        ? `every request that reaches an application met its web ACL (against ${against})`
        : `every request that reaches an application met its web ACL (against ${against}), if any does: the front door is undecided`;
    case 'closed':
      return `nothing gets past the web ACL, but the front door does not open either`;
    case 'bypassable':
      return `some request gets past what should stop it (against ${against})`;
    case 'unknown':
      return report.origins.length === 0
        ? 'no origin was found: no distribution, and no resource with a web ACL'
        : `not everything could be decided (against ${against}); the reasons stand below`;
  }
}

function originBlock(
  { origin, claims, reasons }: ReportedOrigin,
  attackers: readonly Attacker[],
  { paint, width }: Page,
): string {
  const sides = attackers.flatMap((attacker) => {
    const verdict = claims.noSideDoor[attacker];
    return verdict === undefined ? [] : [`${attacker} ${word(verdict, paint)}`];
  });
  const first = reasons.noSideDoor ?? [];
  const once = (why: readonly string[] = []): readonly string[] =>
    why.length > 0 && why.length === first.length && why.every((reason) => first.includes(reason))
      ? ['for the same reasons']
      : why;
  const line = (title: string, said: string, why: readonly string[] = []): readonly string[] => [
    `  ${title.padEnd(18)}${said}`,
    ...shortened(why).flatMap((reason) => paragraph(reason, width, ' '.repeat(20)).map((each) => paint('faint', each))),
  ];
  return [
    paint('strong', origin),
    ...line('no side door', sides.join(' · '), reasons.noSideDoor),
    ...line('front door opens', word(claims.frontDoorOpens, paint), once(reasons.frontDoorOpens)),
    ...line('guard sees', word(claims.guardSees, paint), once(reasons.guardSees)),
  ].join('\n');
}

/** How many reasons are printed; all of them stand in the JSON. */
const MOST_REASONS = 6;

const shortened = (reasons: readonly string[]): readonly string[] =>
  reasons.length <= MOST_REASONS
    ? reasons
    : [...reasons.slice(0, MOST_REASONS - 1), `and ${reasons.length - MOST_REASONS + 1} more`];

const word = (said: Verdict | ClaimState, paint: Paint): string => paint(TONES[said], said);

/** Whether an earlier finding is of the same kind, so that its way and its remedy say all. */
const isAgain = ({ id, origin, remedy }: Finding, earlier: readonly Finding[]): boolean =>
  earlier.some((other) => other.id === id && other.origin === origin && other.remedy === remedy);

function findingBlock(finding: Finding, again: boolean, page: Page): string {
  const { paint, width } = page;
  const { id, title, attacker, origin, claim } = finding;
  const about = [
    origin,
    attacker === null ? null : `attacker ${attacker}`,
    claim === null ? 'no claim falls by it' : null,
  ];
  return [
    `${paint(claim === null ? 'unsure' : 'bad', paint('strong', id))}  ${paint('strong', title)}`,
    `  ${paint('faint', about.filter((part) => part !== null).join(' · '))}`,
    ...paragraph(finding.detail, width, '  '),
    ...witnessLines(finding.witness, page),
    ...(again ? [] : pathLines(finding.path, page)),
    '',
    ...(finding.place === null ? [] : [`  at      ${placeText(finding.place)}`]),
    ...paragraph(again ? 'as above' : finding.remedy, width, '  remedy  ', ' '.repeat(10)),
    ...(again ? [] : [`  more    docs/findings/${finding.id}.md`]),
  ].join('\n');
}

/** What is to be pasted, the client that it was replayed from, and how often, where chance decides. */
function witnessLines(witness: FindingWitness | null, { paint, width }: Page): readonly string[] {
  if (witness === null) return [];
  const { curl, request, tries } = witness;
  const sent = ['', `  ${curl}`, paint('faint', `  from ${request.from}`)];
  if (tries === undefined) return sent;
  const said = `Chance decides: ${tries} ${tries === 1 ? 'try does' : 'tries do'} it with a likelihood of 99 %.`;
  return [...sent, ...paragraph(said, width, '  ').map((line) => paint('faint', line))];
}

/** The way through the gates; a gate's name stands once before all its decisions. */
function pathLines(path: readonly PathStep[], { paint, width }: Page): readonly string[] {
  if (path.length === 0) return [];
  const said = path.filter(
    ({ gate, decision }, at) => path[at - 1]?.gate !== gate || path[at - 1]?.decision !== decision,
  );
  const lines = said.flatMap(({ gate, decision }, at) => [
    ...(said[at - 1]?.gate === gate ? [] : [`  ${gate}`]),
    ...paragraph(decision, width, '    ', '      ').map((each) => paint('faint', each)),
  ]);
  return ['', ...lines];
}

function placeText({ file, line, column, logicalId, property }: Place): string {
  const what = [logicalId, property].filter((part) => part !== undefined).join('.');
  return `${file}:${line}:${column}${what === '' ? '' : ` (${what})`}`;
}

function diagnosticLine({ severity, code, message, place, help }: Diagnostic): string {
  const where = place === undefined ? '' : `${placeText(place)}: `;
  return `${severity} ${code}: ${where}${message}${help === undefined ? '' : ` (${help})`}`;
}

function listBlock(title: string, lines: readonly string[], { paint, width }: Page): readonly string[] {
  if (lines.length === 0) return [];
  return [[paint('strong', title), ...lines.flatMap((line) => paragraph(line, width, '  - ', '    '))].join('\n')];
}
