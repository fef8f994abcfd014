import type { ApiCoverage } from '../api-coverage.ts';

/** How faithfully a member of a log record is made. */
export interface LogMember {
  readonly property: string;
  /**
   * `documented`: as AWS's page says · `observed`: as records that others published show · `approximated`: AWS tells of the
   * member, not all of its value · `unknown`: never written here. `note` says what.
   */
  readonly fidelity: 'documented' | 'observed' | 'approximated' | 'unknown';
  readonly note?: string;
  readonly source: string;
}

export interface LogCoverage {
  readonly type: string;
  readonly properties: readonly LogMember[];
}

const DG = 'https://docs.aws.amazon.com/waf/latest/developerguide/';
const FIELDS = `${DG}logging-fields.html`;
const SAMPLES = `${DG}logging-examples.html`;
const PROTECTED = `${DG}data-protection-examples.html`;
const ATHENA = 'https://docs.aws.amazon.com/athena/latest/ug/create-waf-table-partition-projection.html';
const PUBLISHED = 'https://github.com/unqork-external/tomisp';

type Row = readonly [property: string, fidelity: LogMember['fidelity'], note?: string, source?: string];

const of = (type: string, rows: readonly Row[]): LogCoverage => ({
  type,
  properties: rows.map(([property, fidelity, note = '', source = FIELDS]) => ({
    property,
    fidelity,
    ...(note === '' ? {} : { note }),
    source,
  })),
});

const RULE: readonly Row[] = [
  ['ruleId', 'documented'],
  ['action', 'documented'],
  ['overriddenAction', 'documented', 'of rules that a RuleActionOverride gives another action'],
  ['captchaResponse', 'documented'],
  ['challengeResponse', 'documented'],
];

/** The members of a log record. A test holds the types, and what is written, against these tables. */
export const LOG_COVERAGE: readonly LogCoverage[] = [
  of('Log record', [
    ['timestamp', 'documented'],
    ['formatVersion', 'documented'],
    ['webaclId', 'documented', 'the ARN, as in the samples', SAMPLES],
    ['terminatingRuleId', 'documented'],
    ['terminatingRuleType', 'documented'],
    ['action', 'documented'],
    ['terminatingRuleMatchDetails', 'documented'],
    ['httpSourceName', 'documented', 'AMPLIFY and AGENTCORE_GATEWAY are not in its list'],
    ['httpSourceId', 'documented', 'of stages `account:api:stage`, as in the samples', SAMPLES],
    ['ruleGroupList', 'observed', 'every group that was evaluated, whether or not a rule of it matched', PUBLISHED],
    ['rateBasedRuleList', 'observed', 'every rule that counted the request, also below its limit', PUBLISHED],
    ['nonTerminatingMatchingRules', 'documented'],
    ['requestHeadersInserted', 'documented', 'null where there are none', SAMPLES],
    [
      'responseCodeSent',
      'documented',
      'of a custom response, 405 of a CAPTCHA; 202 of a challenge and 402 are taken to be told alike',
    ],
    ['httpRequest', 'documented'],
    ['labels', 'documented', 'the first 100; absent where there are none, as published records show'],
    ['captchaResponse', 'documented', 'also where the token does'],
    ['challengeResponse', 'documented', 'also where the token does'],
    ['ja3Fingerprint', 'documented', 'CloudFront and load balancers only'],
    ['ja4Fingerprint', 'documented', 'CloudFront and load balancers only'],
    ['oversizeFields', 'documented', 'absent where there are none; HeaderOrder counts as headers'],
    ['requestBodySize', 'observed', 'of requests with a body only; the page does not name it', PUBLISHED],
    [
      'requestBodySizeInspectedByWAF',
      'approximated',
      'at most the limit of the resource, whether or not a rule looks at bodies',
      ATHENA,
    ],
    [
      'clientAsn',
      'approximated',
      'where an AsnMatch statement was evaluated; where in the record it stands is not published',
    ],
    [
      'forwardedAsn',
      'approximated',
      'where an AsnMatch statement was evaluated; where in the record it stands is not published',
    ],
    ['cfDistributionTenantId', 'unknown', 'tenants of distributions are not told from their distribution'],
  ]),
  of('httpRequest', [
    ['clientIp', 'documented'],
    ['country', 'documented', '`-` where it is not known'],
    ['headers', 'documented', 'bytes outside ASCII are read as UTF-8 where they are that'],
    ['uri', 'documented', 'the path as sent'],
    ['args', 'documented', 'the query string as sent'],
    ['httpVersion', 'documented', 'HTTP/2.0 as published records show'],
    ['httpMethod', 'documented'],
    ['requestId', 'documented'],
    ['fragment', 'documented', 'empty where there is none'],
    ['scheme', 'approximated', 'a column of the table only', ATHENA],
    ['host', 'approximated', 'a column of the table only', ATHENA],
  ]),
  of('Match details', [
    [
      'conditionType',
      'documented',
      'SQL_INJECTION and XSS. One published record has REGEX, without data; ours have none',
    ],
    ['sensitivityLevel', 'documented', '', PROTECTED],
    [
      'location',
      'documented',
      'HEADER, COOKIE, QUERY_STRING, SINGLE_QUERY_ARG and BODY; UNKNOWN for JSON bodies; URI and ALL_QUERY_ARGS are observed, the rest approximated',
      PROTECTED,
    ],
    ['matchedData', 'approximated', 'the words that our detector found', SAMPLES],
    ['matchedFieldName', 'documented', 'of a JSON body its JSON Pointer, which AWS does not show', PROTECTED],
  ]),
  of('ruleGroupList', [
    ['ruleGroupId', 'observed', 'the ARN, or `AWS#<name>`', PUBLISHED],
    [
      'terminatingRule',
      'documented',
      'its details stand in terminatingRuleMatchDetails, except of a group that only counts',
      SAMPLES,
    ],
    ['nonTerminatingMatchingRules', 'documented'],
    ['excludedRules', 'documented', 'those that matched; null where none did'],
    ['customerConfig', 'observed', 'null in every published record', PUBLISHED],
  ]),
  of('Rules that matched', [...RULE, ['ruleMatchDetails', 'documented']]),
  of('excludedRules', [
    ['exclusionType', 'documented', 'EXCLUDED_AS_COUNT'],
    ['ruleId', 'documented'],
    ['ruleMatchDetails', 'approximated', 'where there are details'],
  ]),
  of('rateBasedRuleList', [
    [
      'rateBasedRuleId',
      'approximated',
      'of keys on addresses an ARN as published records have it, with an id of ours; of others the name of the rule',
      PUBLISHED,
    ],
    ['rateBasedRuleName', 'documented'],
    ['limitKey', 'documented'],
    ['maxRateAllowed', 'documented'],
    ['evaluationWindowSec', 'documented', 'a text, as in the samples', SAMPLES],
    ['limitValue', 'documented', 'INVALID where a header holds no address and the fallback matches'],
    [
      'customValues',
      'documented',
      'the first 32 characters; the page shows the key HEADER, the names of the others are alike',
    ],
  ]),
  of('captchaResponse, challengeResponse', [
    ['responseCode', 'documented', '0 where the token does', SAMPLES],
    ['solveTimestamp', 'documented', 'in seconds', SAMPLES],
    ['failureReason', 'documented', 'TOKEN_INVALID also for a token on which this kind was never solved'],
  ]),
];

const API = 'https://docs.aws.amazon.com/waf/latest/APIReference/';
const HASH = 'how AWS hashes is not published; here SHA-256 in base64';

function api(type: string, members: Readonly<Record<string, true | string>>): ApiCoverage {
  const source = `${API}API_${type}.html`;
  return {
    type,
    properties: Object.entries(members).map(([property, note]) =>
      note === true
        ? { property, fidelity: 'documented', source }
        : { property, fidelity: 'approximated', note, source },
    ),
  };
}

const SAMPLE = 'the last 5,000 requests under each metric name are kept; AWS samples the first 5,000 of the window';

/** The API's structures about logs and samples. A test holds them against the API's own model. */
export const LOG_API_COVERAGE: readonly ApiCoverage[] = [
  api('LoggingConfiguration', {
    ResourceArn: true,
    LogDestinationConfigs: true,
    RedactedFields: 'AWS says how match details are redacted for single headers only',
    ManagedByFirewallManager: true,
    LoggingFilter: true,
    LogType: true,
    LogScope: true,
  }),
  api('LoggingFilter', {
    Filters: 'the first filter that a record satisfies decides; AWS does not say what several do',
    DefaultBehavior: true,
  }),
  api('Filter', { Behavior: true, Requirement: true, Conditions: true }),
  api('Condition', { ActionCondition: true, LabelNameCondition: true }),
  api('ActionCondition', { Action: true }),
  api('LabelNameCondition', { LabelName: true }),
  api('DataProtectionConfig', { DataProtections: true }),
  api('DataProtection', {
    Field: true,
    Action: HASH,
    ExcludeRuleMatchDetails: true,
    ExcludeRateBasedDetails: true,
  }),
  api('FieldToProtect', { FieldType: true, FieldKeys: true }),
  api('GetSampledRequestsRequest', {
    WebAclArn: true,
    RuleMetricName: 'what the default action decides is found under the metric name of the web ACL',
    Scope: true,
    TimeWindow: true,
    MaxItems: true,
  }),
  api('GetSampledRequestsResponse', { SampledRequests: SAMPLE, PopulationSize: SAMPLE, TimeWindow: SAMPLE }),
  api('SampledHTTPRequest', {
    Request: true,
    Weight: 'every sample weighs 1',
    Timestamp: true,
    Action: true,
    RuleNameWithinRuleGroup: true,
    RequestHeadersInserted: true,
    ResponseCodeSent: true,
    Labels: true,
    CaptchaResponse: true,
    ChallengeResponse: true,
    OverriddenAction: true,
  }),
  api('HTTPRequest', { ClientIP: true, Country: true, URI: true, Method: true, HTTPVersion: true, Headers: true }),
  api('HTTPHeader', { Name: true, Value: true }),
  api('TimeWindow', { StartTime: true, EndTime: true }),
  api('Label', { Name: true }),
  api('CaptchaResponse', { ResponseCode: true, SolveTimestamp: true, FailureReason: true }),
  api('ChallengeResponse', { ResponseCode: true, SolveTimestamp: true, FailureReason: true }),
];
