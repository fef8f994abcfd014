import { type Place, paragraph } from '@sallyport/http';
import type { Level } from '../lint.ts';
import type { ReportedFinding, ReportedRequest, WebAclLintReport } from './report.ts';
import type { RequestJson } from './request-json.ts';

export interface HumanLintOptions {
  /** Whether to write ANSI colour codes. */
  readonly colour: boolean;
  /** Where lines are broken, in characters. What is to be pasted is not broken. */
  readonly width?: number;
}

type Tone = Level | 'good' | 'strong' | 'faint';
type Paint = (tone: Tone, text: string) => string;

/** Select Graphic Rendition, ECMA-48, section 8.3.117. */
const SGR: Readonly<Record<Tone, string>> = {
  error: '31',
  warning: '33',
  note: '36',
  good: '32',
  strong: '1',
  faint: '2',
};

interface Page {
  readonly paint: Paint;
  readonly width: number;
}

/** The report for people: what is wrong first, with what to paste, and at the end what was not looked into. */
export function humanLintReport(report: WebAclLintReport, { colour, width = 100 }: HumanLintOptions): string {
  const paint: Paint = colour ? (tone, text) => `\u001b[${SGR[tone]}m${text}\u001b[0m` : (_tone, text) => text;
  const page: Page = { paint, width };
  const blocks = [
    headline(report, page),
    ...report.findings.map((finding) => findingBlock(finding, page)),
    ...notExamined(report, page),
    ...addressesBlock(report, page),
    ...(report.findings.length > 0 ? [countLine(report, paint)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function headline(report: WebAclLintReport, { paint }: Page): string {
  const { webAcl, rules, resourceType, findings } = report;
  const about = `${paint('strong', `web ACL "${webAcl}"`)} ${paint('faint', `${plural(rules, 'rule')}, as for ${resourceType}`)}`;
  return findings.length > 0 ? about : `${about}\n${paint('good', 'nothing found')}`;
}

function countLine({ counts }: WebAclLintReport, paint: Paint): string {
  const words = (['error', 'warning', 'note'] as const).flatMap((level) =>
    counts[level] === 0 ? [] : [paint(level, plural(counts[level], level))],
  );
  return words.join(paint('faint', ' · '));
}

function findingBlock(finding: ReportedFinding, page: Page): string {
  const { paint, width } = page;
  const { id, level, title, rule, place, detail, shown, assumes, remedy } = finding;
  return [
    `${paint(level, paint('strong', `${level} ${id}`))}  ${paint('strong', title)}`,
    `  ${paint('faint', [...(rule === null ? [] : [`rule ${rule}`]), placeText(place)].join(' · '))}`,
    ...paragraph(detail, width, '  '),
    ...shown.flatMap((each, index) => shownLines(each, { index, isLast: index === shown.length - 1 }, page)),
    '',
    ...(assumes === null ? [] : paragraph(assumes, width, '  if      ', ' '.repeat(10))),
    ...paragraph(remedy, width, '  remedy  ', ' '.repeat(10)),
    `  more    ${paint('faint', finding.page)}`,
  ].join('\n');
}

/** What is pasted into `waf evaluate` is left to the JSON where it is longer than this. */
const LONGEST_LINE = 400;

function shownLines(
  { says, request, decision, curl }: ReportedRequest,
  { index, isLast }: { readonly index: number; readonly isLast: boolean },
  { paint, width }: Page,
): readonly string[] {
  const { action, terminatingRule: rule, terminatingRuleInGroup: inside, fidelity } = decision;
  const by = inside === null ? rule : `${rule}, its rule ${inside}`;
  const tone = action === 'ALLOW' ? 'error' : 'good';
  const approximated = fidelity === 'approximated' ? paint('faint', ' (approximated)') : '';
  const line = JSON.stringify(request);
  return [
    '',
    ...paragraph(says, width, `  ${index + 1}. `, '     '),
    `     ${paint(tone, action)} by ${by}${clientText(request.client)}${approximated}`,
    `     ${curl}`,
    ...(isLast && line.length <= LONGEST_LINE ? [`     ${paint('faint', line)}`] : []),
  ];
}

/** What no command line can say of a client. */
function clientText({ address, country, asn, ja3, ja4 }: NonNullable<RequestJson['client']> = {}): string {
  const facts = [
    ...(address === undefined ? [] : [address]),
    ...(country === undefined ? [] : [`country ${country}`]),
    ...(asn === undefined ? [] : [`autonomous system ${asn}`]),
    ...(ja3 === undefined ? [] : [`JA3 ${ja3}`]),
    ...(ja4 === undefined ? [] : [`JA4 ${ja4}`]),
  ];
  return facts.length === 0 ? '' : `, sent from ${facts.join(', ')}`;
}

function placeText({ file, line, column, logicalId, property }: Place): string {
  const what = [logicalId, property].filter((part) => part !== undefined && part !== '').join(' ');
  return `${file}:${line}:${column}${what === '' ? '' : ` (${what})`}`;
}

function notExamined({ notExamined: list }: WebAclLintReport, { paint, width }: Page): readonly string[] {
  if (list.length === 0) return [];
  const lines = list.flatMap(({ rule, reason }) => paragraph(`${rule}: ${reason}`, width, '  - ', '    '));
  return [[paint('strong', 'not examined'), ...lines].join('\n')];
}

/** Only where rules ask for the country of an address in a header. */
function addressesBlock({ addresses }: WebAclLintReport, { paint, width }: Page): readonly string[] {
  const stand = Object.entries(addresses).map(([address, { country = '' }]) => `${address} for one in ${country}`);
  if (stand.length === 0) return [];
  const told = `Of addresses in headers, ${stand.join(', ')} stands in these requests; for waf evaluate, --ip-data with ${JSON.stringify(addresses)}.`;
  return [[paint('strong', 'addresses'), ...paragraph(told, width, '  ')].join('\n')];
}
