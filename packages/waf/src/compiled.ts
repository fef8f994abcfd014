import type { Headers, Request } from '@sallyport/http';
import type { ActionName } from './actions/action.ts';
import type { TrafficStore } from './traffic/traffic-store.ts';

/** Counts of rate-based rules and other memory between requests. Passed in; the engine keeps none of its own. */
export interface CounterStore {
  /**
   * Adds one to the counter `key` at `now` (milliseconds) and returns how many were added in the last `windowMilliseconds`,
   * this one included.
   */
  readonly add: (key: string, now: number, windowMilliseconds: number) => number;
}

/** What else may be passed in with a request, beside counters and time. */
export interface EvaluationContext {
  /** What AWS's intelligent rule groups remember. Without it every request is the first to them, and the outcome says so. */
  readonly traffic?: TrafficStore;
  /** The key that tokens are sealed with; a public one, for tests and rehearsals, where nothing is said. */
  readonly tokenKey?: string;
  /** Which of the resources that the web ACL protects the request goes to; Anti-DDoS watches each by itself. */
  readonly resource?: string;
}

/** A response that a web ACL's author has written. */
export interface CustomResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly contentType?: string;
}

/** What happened while a web ACL evaluated one request, step by step, for people and for logs. */
export interface EvaluationStep {
  readonly rule: string;
  readonly matched: boolean;
  /** What was compared with what. */
  readonly detail: string;
  /** It tells of a rule group as a whole, not of a rule that does not match. */
  readonly about?: 'group';
}

/**
 * What a statement against SQL injection or cross-site scripting found, as log records tell it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export interface MatchDetail {
  readonly conditionType: 'SQL_INJECTION' | 'XSS';
  readonly sensitivityLevel?: 'LOW' | 'HIGH';
  /** `ALL_QUERY_ARGS`, `BODY`, `URI` and the like. */
  readonly location: string;
  readonly matchedData: readonly string[];
  readonly matchedFieldName?: string;
}

/** What was found, and in which member of FieldToMatch. */
export interface FieldMatch {
  readonly field: string;
  readonly detail: MatchDetail;
}

/** Whether and why a token did not do for a CAPTCHA or a challenge. https://docs.aws.amazon.com/waf/latest/APIReference/API_CaptchaResponse.html */
export interface TokenResponse {
  /** 0 where the token does. */
  readonly responseCode: number;
  /** When it was last solved, in seconds since 1970-01-01T00:00Z; 0 for never. */
  readonly solveTimestamp: number;
  readonly failureReason?: 'TOKEN_MISSING' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'TOKEN_DOMAIN_MISMATCH';
}

/** What logs and samples tell of a web ACL. */
export interface WebAclIdentity {
  readonly arn: string;
  /** How many bytes of a body are handed to it. */
  readonly bodyBytes: number;
  /** Its DataProtectionConfig. */
  readonly dataProtections: readonly DataProtection[];
}

/** What a web ACL keeps out of its logs and samples. https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtection.html */
export interface DataProtection {
  readonly fieldType: 'SINGLE_HEADER' | 'SINGLE_COOKIE' | 'SINGLE_QUERY_ARGUMENT' | 'QUERY_STRING' | 'BODY';
  /** Names in small letters; all where there are none. */
  readonly keys?: ReadonlySet<string>;
  readonly action: 'SUBSTITUTION' | 'HASH';
  readonly excludesRuleMatchDetails: boolean;
  readonly excludesRateBasedDetails: boolean;
}

/** What a rule is called in logs and samples. */
export interface RuleIdentity {
  readonly name: string;
  readonly type: 'REGULAR' | 'RATE_BASED' | 'GROUP' | 'MANAGED_RULE_GROUP';
  /** Of its VisibilityConfig; empty where the sources do not tell it. */
  readonly metricName: string;
  readonly isSampled: boolean;
  /** The group that holds it; absent for a rule of the web ACL itself. */
  readonly group?: RuleGroupIdentity;
  /** The action that it has by itself, where a RuleActionOverride gives it another. */
  readonly overriddenAction?: ActionName;
  /** ExcludedRules make it count. */
  readonly isExcluded?: true;
}

/** A rule group in its place in a web ACL. */
export interface RuleGroupIdentity {
  /** `AWS#AWSManagedRulesSQLiRuleSet`, or the ARN of a group of one's own. */
  readonly id: string;
  /** What stands before the names of its rules in samples: `<vendor>#<group>`, or the name of a group of one's own. */
  readonly name: string;
  /** The web ACL's rule that stands for it. */
  readonly rule: RuleIdentity;
}

/** A rule that matched. */
export interface RuleMatch {
  readonly rule: RuleIdentity;
  /** What was done, overrides taken into account. */
  readonly action: ActionName;
  /** It ended the evaluation of what holds it: the web ACL, or the group. */
  readonly isTerminating: boolean;
  readonly fieldMatches: readonly FieldMatch[];
  /** For a CAPTCHA or a challenge: what became of the token. */
  readonly token?: TokenResponse;
  /** Headers that it put into the request. */
  readonly insertedHeaders: readonly (readonly [name: string, value: string])[];
}

/** A rate-based rule, as logs tell it. */
export interface RateSetting {
  readonly rule: string;
  readonly limitKey: 'IP' | 'FORWARDED_IP' | 'CUSTOMKEYS' | 'CONSTANT';
  readonly limit: number;
  readonly windowSeconds: number;
  readonly keys: readonly RateKeyIdentity[];
}

/** One aggregation key: the member of RateBasedStatementCustomKey, and which header, cookie, argument or namespace it is read of. */
export interface RateKeyIdentity {
  readonly member: string;
  readonly name?: string;
}

/** A rate-based rule that has counted the request, under these values of its keys. */
export interface RateCount {
  readonly setting: RateSetting;
  readonly values: readonly string[];
}

/** What an evaluation leaves for log records and samples, beside its outcome. */
export interface EvaluationRecord {
  readonly webAcl: WebAclIdentity;
  /** The web ACL's rule that ended it; the one that stands for a group where a rule in a group did; `Default_Action`. */
  readonly terminatingRule: RuleIdentity;
  /** In order of evaluation. */
  readonly matches: readonly RuleMatch[];
  /** The groups whose rules were evaluated, in order, whether or not one matched. */
  readonly groups: readonly RuleGroupIdentity[];
  readonly rates: readonly RateCount[];
  /** Components that were looked at and are larger than what may be inspected; some more than once. */
  readonly oversizeFields: readonly OversizeField[];
  /** Autonomous system numbers that AsnMatch statements have looked at. */
  readonly clientAsn: number | undefined;
  readonly forwardedAsn: number | undefined;
}

export type OversizeField = 'REQUEST_BODY' | 'REQUEST_JSON_BODY' | 'REQUEST_HEADERS' | 'REQUEST_COOKIES';

/** What the protected resource answered, as far as it is inspected. */
export interface ObservedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** At least the first `bodyBytes` bytes that were asked for. */
  readonly body: Uint8Array;
}

/** Rule groups that count answers wait for the one to this request. */
export interface AwaitedResponse {
  /** How many bytes of the body they look at; 0 for none. */
  readonly bodyBytes: number;
  /** To be called once, with the time of the answer. */
  readonly observe: (response: ObservedResponse, now: number) => void;
}

/** The outcome of one evaluation. */
export interface Evaluation {
  readonly action: 'ALLOW' | 'BLOCK' | 'CAPTCHA' | 'CHALLENGE' | 'MONETIZE';
  /** The name of the rule that decided, or `Default_Action`. */
  readonly terminatingRule: string;
  readonly terminatingRuleInGroup?: string;
  readonly labels: readonly string[];
  readonly countedRules: readonly string[];
  /** Headers to add to the request, in full (`x-amzn-waf-…`). */
  readonly insertedHeaders: readonly (readonly [name: string, value: string])[];
  readonly response?: CustomResponse;
  /** Of statements against SQL injection and cross-site scripting that matched; absent where none did. */
  readonly matchDetails?: readonly MatchDetail[];
  /** Where the action is CAPTCHA or CHALLENGE: the domain that a token got by solving it is set to. */
  readonly tokenDomain?: string;
  /** Set where the request is let through and its answer counts (response inspection of ATP and ACFP). */
  readonly awaitedResponse?: AwaitedResponse;
  readonly fidelity: 'documented' | 'approximated';
  readonly trace: readonly EvaluationStep[];
  readonly record: EvaluationRecord;
}

/** The part of a request that a statement looks at. */
export type DescribedField =
  | { readonly field: 'method' | 'uri-path' | 'query-string' | 'body' }
  | { readonly field: 'single-header'; readonly name: string }
  | { readonly field: 'single-query-argument'; readonly name: string }
  /** Any other: the prover cannot look inside. */
  | { readonly field: 'other'; readonly name: string };

/** A statement as data, for readers other than the engine: what it tests, without how. */
export type DescribedStatement =
  | { readonly kind: 'all' | 'any'; readonly of: readonly DescribedStatement[] }
  | { readonly kind: 'not'; readonly of: DescribedStatement }
  | {
      readonly kind: 'text';
      readonly on: DescribedField;
      /** Names of text transformations, in order of application; empty for none. */
      readonly transformations: readonly string[];
      /** Texts are byte strings. */
      readonly matches:
        | {
            readonly position: 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';
            readonly text: string;
          }
        | { readonly regex: string };
      /** What the engine makes of it for one request alone. */
      readonly holds?: (request: Request) => boolean;
    }
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[] }
  | { readonly kind: 'countries'; readonly codes: readonly string[] }
  | { readonly kind: 'never' }
  /** May hold, may not hold. Equal identities are the same question. */
  | {
      readonly kind: 'undecided';
      readonly identity: string;
      readonly reason: string;
      /** What the engine makes of it for one request alone, without counts of earlier requests; absent where it cannot tell. */
      readonly holds?: (request: Request) => boolean;
      /** It is met by some requests and not by others, whatever else they are: a count, or what AWS's own groups look for. */
      readonly occurs?: true;
    };

/** A rule as data. */
export interface DescribedRule {
  readonly name: string;
  readonly priority: number;
  readonly statement: DescribedStatement;
  /** What it does when it matches; `group`: what the rules of a group decide is not described. */
  readonly action: 'ALLOW' | 'BLOCK' | 'COUNT' | 'CAPTCHA' | 'CHALLENGE' | 'MONETIZE';
  /** Set where the sources do not tell what the rule does: this is one of the things it may do. */
  readonly uncertain?: true;
}

/** A web ACL that has been checked. Evaluating it cannot fail. */
export interface CompiledWebAcl {
  readonly name: string;
  /** The rules in order of evaluation. */
  readonly rules: readonly DescribedRule[];
  readonly defaultAction: 'ALLOW' | 'BLOCK';
  /** How many bytes of a body it may look at; 0 where no rule looks at bodies. */
  readonly bodyBytes: number;
  /** Web ACL capacity units. */
  readonly capacity: number;
  /** The share of each rule, in order of evaluation. */
  readonly ruleCapacities: readonly { readonly name: string; readonly capacity: number }[];
  /** What the definition does not tell about the web ACL as a whole, such as its default action; empty where it tells all. */
  readonly unknowns: readonly string[];
  /** `now`: milliseconds since 1970-01-01T00:00Z. */
  readonly evaluate: (request: Request, counters: CounterStore, now: number, context?: EvaluationContext) => Evaluation;
}
