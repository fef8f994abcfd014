import { type Headers, headerValue, type Request, splitTarget } from '@sallyport/http';
import type { Evaluation, EvaluationRecord, OversizeField, TokenResponse } from '../compiled.ts';
import { type Disclosure, everything } from './disclosure.ts';
import type { LogSource } from './log-source.ts';
import { type LoggedDetail, loggedDetails } from './match-details.ts';
import { type LoggedRate, loggedRates } from './rate-based-rules.ts';
import { readable } from './readable.ts';
import { type LoggedRuleGroup, loggedRuleGroups } from './rule-groups.ts';
import { type LoggedMatch, loggedMatch, terminatingMatch, tokenResponses } from './rule-matches.ts';

export interface LoggedHeader {
  readonly name: string;
  readonly value: string;
}

/**
 * A record of AWS WAF's logs, its members in AWS's order. How faithful each is, is told in `log-coverage.ts`.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export interface LogRecord {
  readonly timestamp: number;
  readonly formatVersion: 1;
  readonly webaclId: string;
  readonly terminatingRuleId: string;
  readonly terminatingRuleType: string;
  readonly action: string;
  readonly terminatingRuleMatchDetails: readonly LoggedDetail[];
  readonly httpSourceName: string;
  readonly httpSourceId: string;
  readonly ruleGroupList: readonly LoggedRuleGroup[];
  readonly rateBasedRuleList: readonly LoggedRate[];
  readonly nonTerminatingMatchingRules: readonly LoggedMatch[];
  readonly requestHeadersInserted: readonly LoggedHeader[] | null;
  readonly responseCodeSent: number | null;
  readonly httpRequest: LoggedRequest;
  readonly labels?: readonly { readonly name: string }[];
  readonly captchaResponse?: TokenResponse;
  readonly challengeResponse?: TokenResponse;
  readonly ja3Fingerprint?: string;
  readonly ja4Fingerprint?: string;
  readonly oversizeFields?: readonly OversizeField[];
  readonly requestBodySize?: number;
  readonly requestBodySizeInspectedByWAF?: number;
  readonly clientAsn?: number;
  readonly forwardedAsn?: number;
}

export interface LoggedRequest {
  readonly clientIp: string;
  readonly country: string;
  readonly headers: readonly LoggedHeader[];
  readonly uri: string;
  readonly args: string;
  readonly httpVersion: string;
  readonly httpMethod: string;
  readonly requestId: string;
  readonly fragment: string;
  readonly scheme: string;
  readonly host: string;
}

/** What a log record tells beside the evaluation and the request. */
export interface LogOccasion {
  /** When the request came, in milliseconds since 1970-01-01T00:00Z. */
  readonly timestamp: number;
  /** As the protected resource gives it. */
  readonly requestId: string;
  readonly source: LogSource;
  /** The size of the whole body, where the request holds only its beginning. */
  readonly bodyBytes?: number;
}

/** The record that AWS WAF writes of an evaluation. `disclose` says what of the request may stand in it. */
export function logRecord(
  { action, labels, insertedHeaders, response, record }: Evaluation,
  request: Request,
  { timestamp, requestId, source, bodyBytes }: LogOccasion,
  disclose: (request: Request) => Disclosure = everything,
): LogRecord {
  const disclosed = disclose(request);
  const { terminatingRule, webAcl } = record;
  const terminating = terminatingMatch(record);
  return {
    timestamp,
    formatVersion: 1,
    webaclId: webAcl.arn,
    terminatingRuleId: terminatingRule.name,
    terminatingRuleType: terminatingRule.type,
    action,
    terminatingRuleMatchDetails: terminating ? loggedDetails(terminating, disclosed) : [],
    httpSourceName: source.name,
    httpSourceId: source.id,
    ruleGroupList: loggedRuleGroups(record, disclosed),
    rateBasedRuleList: loggedRates(record, request, disclosed),
    nonTerminatingMatchingRules: record.matches
      .filter(({ rule, isTerminating }) => !rule.group && !isTerminating)
      .map((match) => loggedMatch(match, disclosed)),
    requestHeadersInserted: insertedHeaders.length === 0 ? null : loggedHeaders(disclosed.headers(insertedHeaders)),
    responseCodeSent: response?.status ?? null,
    httpRequest: loggedRequest(request, requestId, disclosed),
    ...(labels.length === 0 ? {} : { labels: labels.map((name) => ({ name })) }),
    ...tokenResponses(record.matches),
    ...fingerprints(request, source),
    ...sizes(record, bodyBytes ?? declaredBytes(request)),
    ...(record.clientAsn === undefined ? {} : { clientAsn: record.clientAsn }),
    ...(record.forwardedAsn === undefined ? {} : { forwardedAsn: record.forwardedAsn }),
  };
}

export const loggedHeaders = (headers: Headers): readonly LoggedHeader[] =>
  headers.map(([name, value]) => ({ name: readable(name), value: readable(value) }));

const HTTP_VERSIONS = { '1.0': 'HTTP/1.0', '1.1': 'HTTP/1.1', '2': 'HTTP/2.0', '3': 'HTTP/3.0' } as const;

export const loggedVersion = ({ httpVersion }: Request): string => HTTP_VERSIONS[httpVersion];

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html: `-` where the country cannot be determined. */
export const loggedCountry = ({ connection }: Request): string => connection.country ?? '-';

function loggedRequest(request: Request, requestId: string, disclosed: Disclosure): LoggedRequest {
  const [target = '', fragment = ''] = request.target.split(/#(.*)/s);
  const { path, query } = splitTarget(target);
  const headers = disclosed.headers(request.headers);
  return {
    clientIp: request.connection.address,
    country: loggedCountry(request),
    headers: loggedHeaders(headers),
    uri: readable(disclosed.path(path)),
    args: readable(disclosed.query(query ?? '')),
    httpVersion: loggedVersion(request),
    httpMethod: readable(disclosed.method(request.method)),
    requestId,
    fragment: readable(fragment),
    scheme: request.connection.scheme,
    host: readable(headerValue(headers, 'host') ?? ''),
  };
}

/** "available only for Amazon CloudFront distributions and Application Load Balancers": logging-fields.html. */
function fingerprints({ connection: { tls } }: Request, { name }: LogSource) {
  if (name !== 'CF' && name !== 'ALB') return {};
  return {
    ...(tls?.ja3 === undefined ? {} : { ja3Fingerprint: tls.ja3 }),
    ...(tls?.ja4 === undefined ? {} : { ja4Fingerprint: tls.ja4 }),
  };
}

const OVERSIZE: readonly OversizeField[] = ['REQUEST_BODY', 'REQUEST_JSON_BODY', 'REQUEST_HEADERS', 'REQUEST_COOKIES'];

/** Sizes are told of requests with a body only, as records that others published show. */
function sizes({ oversizeFields, webAcl }: EvaluationRecord, bodyBytes: number) {
  const oversize = OVERSIZE.filter((field) => oversizeFields.includes(field));
  return {
    ...(oversize.length === 0 ? {} : { oversizeFields: oversize }),
    ...(bodyBytes === 0
      ? {}
      : { requestBodySize: bodyBytes, requestBodySizeInspectedByWAF: Math.min(bodyBytes, webAcl.bodyBytes) }),
  };
}

function declaredBytes({ body, headers }: Request): number {
  if (body.complete) return body.bytes.length;
  const declared = headerValue(headers, 'content-length');
  return declared !== undefined && /^\d{1,15}$/.test(declared) ? Number(declared) : body.bytes.length;
}
