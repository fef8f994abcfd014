import type { Request } from '@sallyport/http';
import type { Evaluation, EvaluationRecord, RuleIdentity, RuleMatch, TokenResponse } from '../compiled.ts';
import { uriParts } from '../uri.ts';
import { type Disclosure, everything } from './disclosure.ts';
import { loggedCountry, loggedHeaders, loggedVersion } from './log-record.ts';
import { readable } from './readable.ts';
import { terminatingMatch } from './rule-matches.ts';

export interface SampledHeader {
  readonly Name: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_CaptchaResponse.html; ChallengeResponse is alike. */
export interface SampledTokenResponse {
  readonly ResponseCode: number;
  readonly SolveTimestamp: number;
  readonly FailureReason?: TokenResponse['failureReason'];
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_SampledHTTPRequest.html */
export interface SampledRequest {
  readonly Request: {
    readonly ClientIP: string;
    readonly Country: string;
    readonly URI: string;
    readonly Method: string;
    readonly HTTPVersion: string;
    readonly Headers: readonly SampledHeader[];
  };
  readonly Weight: number;
  /** In seconds since 1970-01-01T00:00Z, with fractions. */
  readonly Timestamp: number;
  readonly Action: string;
  readonly RuleNameWithinRuleGroup?: string;
  readonly RequestHeadersInserted?: readonly SampledHeader[];
  readonly ResponseCodeSent?: number;
  readonly Labels?: readonly { readonly Name: string }[];
  readonly CaptchaResponse?: SampledTokenResponse;
  readonly ChallengeResponse?: SampledTokenResponse;
  readonly OverriddenAction?: string;
}

/** What GetSampledRequests is asked. https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html */
export interface SampleQuery {
  readonly webAclArn: string;
  readonly ruleMetricName: string;
  /** In milliseconds since 1970-01-01T00:00Z. */
  readonly from: number;
  readonly to: number;
  readonly maxItems: number;
}

/** What GetSampledRequests answers; times in seconds since 1970-01-01T00:00Z. */
export interface SampledRequests {
  readonly SampledRequests: readonly SampledRequest[];
  readonly PopulationSize: number;
  readonly TimeWindow: { readonly StartTime: number; readonly EndTime: number };
}

const MOST_ITEMS = 500;
const MOST_POPULATION = 5000;
const LONGEST_MILLISECONDS = 3 * 60 * 60 * 1000;

/**
 * The requests of the last three hours, by web ACL and metric name, of rules whose VisibilityConfig asks for samples. Time and
 * chance are passed in. AWS samples the first 5,000 requests of the window asked for; here the last 5,000 under each name are
 * kept, and the window of the answer says since when. Weights: every sample stands for as many requests as every other.
 */
export class RequestSampler {
  readonly #samples = new Map<string, SampledRequest[]>();
  readonly #mostKept: number;

  constructor(mostKept = MOST_POPULATION) {
    this.#mostKept = mostKept;
  }

  /** Notes an evaluation under each rule that matched, or under the default action. */
  add(
    evaluation: Evaluation,
    request: Request,
    now: number,
    disclose: (request: Request) => Disclosure = everything,
  ): void {
    for (const { rule, sample } of samplesOf(evaluation, request, now, disclose)) {
      const key = keyOf(evaluation.record.webAcl.arn, rule.metricName);
      const kept = this.#samples.get(key) ?? [];
      this.#samples.set(key, kept);
      kept.push(sample);
      const stale = kept.findIndex(({ Timestamp }) => Timestamp * 1000 >= now - LONGEST_MILLISECONDS);
      kept.splice(0, Math.max(stale, kept.length - this.#mostKept));
    }
  }

  /** The metric names under which something was noted. */
  metricNames(webAclArn: string): readonly string[] {
    const prefix = keyOf(webAclArn, '');
    return [...this.#samples.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  }

  /** A sample, each request as likely as any other; `random` gives numbers from 0 to below 1. */
  sample(
    { webAclArn, ruleMetricName, from, to, maxItems }: SampleQuery,
    now: number,
    random: () => number,
  ): SampledRequests {
    const start = Math.max(from, now - LONGEST_MILLISECONDS);
    const kept = this.#samples.get(keyOf(webAclArn, ruleMetricName)) ?? [];
    const population = kept.filter(({ Timestamp }) => Timestamp * 1000 >= start && Timestamp * 1000 <= to);
    const first = kept.length >= this.#mostKept ? population[0]?.Timestamp : undefined;
    return {
      SampledRequests: chosen(population, Math.min(maxItems, MOST_ITEMS), random),
      PopulationSize: population.length,
      TimeWindow: { StartTime: first ?? start / 1000, EndTime: to / 1000 },
    };
  }
}

const keyOf = (webAclArn: string, metricName: string): string => `${webAclArn} ${metricName}`;

/** So many of them in their order, chosen at random. */
function chosen<T>(all: readonly T[], most: number, random: () => number): readonly T[] {
  let left = most;
  return all.filter((_, index) => {
    const isChosen = random() * (all.length - index) < left;
    if (isChosen) left--;
    return isChosen;
  });
}

interface Noted {
  /** The rule under whose metric name it is found. */
  readonly rule: RuleIdentity;
  readonly sample: SampledRequest;
}

function samplesOf(
  evaluation: Evaluation,
  request: Request,
  now: number,
  disclose: (request: Request) => Disclosure,
): readonly Noted[] {
  const { record, action } = evaluation;
  const matches = record.matches.filter(({ rule }) => isSampled(rule));
  const byDefault = record.terminatingRule.name === 'Default_Action' && record.terminatingRule.isSampled;
  if (matches.length === 0 && !byDefault) return [];
  const common = commonOf(evaluation, request, now, disclose(request));
  return [
    ...matches.map((match) => ({
      rule: match.rule.group?.rule ?? match.rule,
      sample: { ...common, ...ofMatch(match, evaluation) },
    })),
    ...(byDefault ? [{ rule: record.terminatingRule, sample: { ...common, Action: action } }] : []),
  ];
}

/** Both the rule and the group that holds it can leave samples out. A group that counts is found under its rule's own match. */
const isSampled = ({ isSampled: own, group, type }: RuleIdentity): boolean =>
  own && (group?.rule.isSampled ?? true) && type !== 'GROUP' && type !== 'MANAGED_RULE_GROUP';

function commonOf(
  { labels }: Evaluation,
  request: Request,
  now: number,
  disclosed: Disclosure,
): Omit<SampledRequest, 'Action'> {
  const headers = loggedHeaders(disclosed.headers(request.headers));
  return {
    Request: {
      ClientIP: request.connection.address,
      Country: loggedCountry(request),
      URI: readable(disclosed.path(uriParts(request).path)),
      Method: readable(disclosed.method(request.method)),
      HTTPVersion: loggedVersion(request),
      Headers: headers.map(({ name, value }) => ({ Name: name, Value: value })),
    },
    Weight: 1,
    Timestamp: now / 1000,
    ...(labels.length === 0 ? {} : { Labels: labels.map((Name) => ({ Name })) }),
  };
}

/** "For managed rule groups, the format for this name is <vendor name>#<managed rule group name>#<rule name>": API_SampledHTTPRequest.html */
function ofMatch(match: RuleMatch, { response, record }: Evaluation) {
  const { rule, token, insertedHeaders } = match;
  return {
    Action: appliedAction(match, record),
    ...(rule.group ? { RuleNameWithinRuleGroup: `${rule.group.name}#${rule.name}` } : {}),
    ...(insertedHeaders.length === 0
      ? {}
      : { RequestHeadersInserted: insertedHeaders.map(([Name, Value]) => ({ Name, Value })) }),
    ...(response && match === terminatingMatch(record) ? { ResponseCodeSent: response.status } : {}),
    ...(token ? { [match.action === 'CAPTCHA' ? 'CaptchaResponse' : 'ChallengeResponse']: sampledToken(token) } : {}),
    ...(rule.overriddenAction ? { OverriddenAction: rule.overriddenAction } : {}),
  };
}

/** What ended a group that only counts was counted. */
function appliedAction({ rule, action, isTerminating }: RuleMatch, { terminatingRule }: EvaluationRecord): string {
  return isTerminating && rule.group && rule.group.rule !== terminatingRule ? 'COUNT' : action;
}

const sampledToken = ({ responseCode, solveTimestamp, failureReason }: TokenResponse): SampledTokenResponse => ({
  ResponseCode: responseCode,
  SolveTimestamp: solveTimestamp,
  ...(failureReason ? { FailureReason: failureReason } : {}),
});
