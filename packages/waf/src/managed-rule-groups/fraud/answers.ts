import { latin1, utf8 } from '@sallyport/http';
import type { ObservedResponse } from '../../compiled.ts';
import { readJson } from '../../fields/json-elements.ts';
import { pointerTree, tokensOf } from '../../fields/json-pointer.ts';
import type { Inspection } from '../../inspection.ts';
import { trafficOf } from '../../traffic/traffic-store.ts';
import { type BehaviorSetting, type BehaviorStatement, behavior } from '../behavior.ts';
import type { Reading } from '../reading.ts';
import type { ResponseInspection } from '../settings.ts';
import { levelOf, type Thresholds } from '../volumetric.ts';

type Outcome = 'success' | 'failure';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspectionBodyContains.html */
const MOST_BODY_BYTES = 65_536;

const bodyBytesOf = ({ component }: ResponseInspection): number =>
  component === 'BodyContains' || component === 'Json' ? MOST_BODY_BYTES : 0;

/**
 * Whether an answer tells of success or of failure: exact matches, including case, and nothing else counts.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html. Which of the two an answer counts as that shows
 * signs of both is not documented: success here.
 */
export function outcomeOf(inspection: ResponseInspection, response: ObservedResponse): Outcome | undefined {
  const shows = showing(inspection, response);
  if (inspection.success.some(shows)) return 'success';
  return inspection.failure.some(shows) ? 'failure' : undefined;
}

function showing(
  { component, identifier }: ResponseInspection,
  { status, headers, body }: ObservedResponse,
): (value: string) => boolean {
  switch (component) {
    case 'StatusCode':
      return (code) => Number(code) === status;
    case 'Header':
      return (value) => headers.some((header) => header[0] === identifier && header[1] === utf8(value));
    case 'BodyContains': {
      const text = latin1(body.subarray(0, MOST_BODY_BYTES));
      return (value) => text.includes(utf8(value));
    }
    case 'Json': {
      const found = jsonValue(latin1(body.subarray(0, MOST_BODY_BYTES)), identifier ?? '');
      return (value) => found === utf8(value);
    }
  }
}

function jsonValue(text: string, pointer: string): string | undefined {
  const path = tokensOf(utf8(pointer));
  let found: string | undefined;
  readJson(text, pointerTree([path]), (kind, value, at) => {
    if (found === undefined && kind === 'value' && at().length === path.length) found = value;
  });
  return found;
}

/** What a rule on answers counts and labels. */
export interface AnswerRule {
  /** What stands before `:failed_login_response:high` in its labels: `aggregate:volumetric:ip`. */
  readonly label: string;
  /** `login` or `creation`. */
  readonly what: string;
  readonly whose: string;
  readonly reading: Reading;
  readonly minutes: number;
  /** The outcome at whose level the rule acts. */
  readonly acts: { readonly on: Outcome; readonly level: 'low' | 'high' };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html; the other group has the same. */
const STEPS: Thresholds = { low: 1, medium: 5, high: 10 };
const NAMES = { success: 'successful', failure: 'failed' } as const;

/**
 * New requests of clients whose requests had such answers lately. Only web ACLs of CloudFront see answers, and none that go over
 * HTTP/3.
 */
export const afterAnswers = (
  rule: AnswerRule,
  among: unknown,
  configured: ResponseInspection | undefined,
): BehaviorStatement =>
  behavior({
    title: `more than ${STEPS[rule.acts.level]} ${NAMES[rule.acts.on]} answers to one ${rule.whose} in ${rule.minutes} minutes`,
    among,
    matches: (setting) => {
      const { compilation } = setting;
      if (!configured || compilation.resourceType !== 'CLOUDFRONT') return () => false;
      const read = rule.reading(setting);
      return (inspection) => {
        const client = read(inspection);
        if (client === undefined || inspection.request.httpVersion === '3') return false;
        const key = (outcome: Outcome): string => `${setting.group} ${outcome} ${rule.whose} ${client}`;
        awaitAnswer(inspection, configured, rule, key);
        return compare(inspection, rule, key, setting);
      };
    },
  });

function awaitAnswer(
  inspection: Inspection,
  configured: ResponseInspection,
  { minutes }: AnswerRule,
  key: (outcome: Outcome) => string,
): void {
  const traffic = trafficOf(inspection);
  inspection.awaiting ??= [];
  inspection.awaiting.push({
    bodyBytes: bodyBytesOf(configured),
    observe: (response, now) => {
      const outcome = outcomeOf(configured, response);
      if (outcome) traffic.note(key(outcome), now, minutes * 60_000);
    },
  });
}

/** Labels the levels of both outcomes; says whether that of the rule itself is reached, whose labels the rule adds. */
function compare(
  inspection: Inspection,
  { label, what, minutes, acts }: AnswerRule,
  key: (outcome: Outcome) => string,
  { compilation }: BehaviorSetting,
): boolean {
  let matched = false;
  for (const outcome of ['failure', 'success'] as const) {
    const count = trafficOf(inspection).noted(key(outcome), inspection.now, minutes * 60_000);
    const level = levelOf(count, STEPS);
    if (level === undefined) continue;
    if (outcome === acts.on && (level === acts.level || acts.level === 'low')) matched = true;
    if (outcome === acts.on && level === acts.level) continue;
    inspection.pendingLabels.push(`${compilation.labelPrefix}${label}:${NAMES[outcome]}_${what}_response:${level}`);
  }
  return matched;
}
