import { type ApiCoverage, coverageOf as of } from './api-member.ts';
import { STRUCTURES } from './api-structures.ts';

export type { ApiCoverage, ApiMember } from './api-member.ts';

const DG = 'https://docs.aws.amazon.com/waf/latest/developerguide/';

const DETECTOR = 'AWS does not name its detector';
const TOKEN = "tokens are the rehearsal's own; AWS's are encrypted";
const NOT_DECIDING = 'checked; changes nothing that is let through here';

const STATEMENTS = of('Statement', {
  ByteMatchStatement: true,
  SqliMatchStatement: DETECTOR,
  XssMatchStatement: DETECTOR,
  SizeConstraintStatement: true,
  GeoMatchStatement: true,
  RuleGroupReferenceStatement: true,
  IPSetReferenceStatement: true,
  RegexPatternSetReferenceStatement: true,
  RateBasedStatement: 'counts exactly; AWS estimates about every ten seconds',
  AndStatement: true,
  OrStatement: true,
  NotStatement: true,
  ManagedRuleGroupStatement: 'the patterns of managed rules are not published',
  LabelMatchStatement: true,
  RegexMatchStatement: true,
  AsnMatchStatement: true,
});

const FIELDS = of('FieldToMatch', {
  SingleHeader: true,
  SingleQueryArgument: true,
  AllQueryArguments: true,
  UriPath: true,
  QueryString: true,
  Body: true,
  Method: true,
  JsonBody: 'how scalars become texts is not documented',
  Headers: true,
  Cookies: true,
  HeaderOrder: true,
  JA3Fingerprint: true,
  JA4Fingerprint: true,
  UriFragment: 'AWS does not say when the fallback applies',
});

const ACTIONS = of('RuleAction', {
  Block: true,
  Allow: true,
  Count: true,
  Captcha: TOKEN,
  Challenge: TOKEN,
  Monetize: 'the 402 answer carries no price manifest',
});

const FAILURE = 'what a text that cannot be decoded becomes is not documented';
const NAMED_ONLY = 'AWS documents it in a sentence; details are as in its namesakes elsewhere';

const TRANSFORMATIONS = of(
  'TextTransformation',
  {
    NONE: true,
    COMPRESS_WHITE_SPACE: true,
    HTML_ENTITY_DECODE: true,
    LOWERCASE: true,
    CMD_LINE: true,
    URL_DECODE: true,
    BASE64_DECODE: FAILURE,
    HEX_DECODE: FAILURE,
    MD5: true,
    REPLACE_COMMENTS: true,
    ESCAPE_SEQ_DECODE: true,
    SQL_HEX_DECODE: true,
    CSS_DECODE: true,
    JS_DECODE: true,
    NORMALIZE_PATH: true,
    NORMALIZE_PATH_WIN: true,
    REMOVE_NULLS: true,
    REPLACE_NULLS: true,
    BASE64_DECODE_EXT: true,
    URL_DECODE_UNI: true,
    UTF8_TO_UNICODE: 'the written form of a code point is not documented',
    REMOVE_WHITESPACE: NAMED_ONLY,
    TRIM: NAMED_ONLY,
    TRIM_LEFT: NAMED_ONLY,
    TRIM_RIGHT: NAMED_ONLY,
    REMOVE_COMMENTS_CHAR: NAMED_ONLY,
    UPPERCASE: NAMED_ONLY,
    CMD_LINE_WIN: NAMED_ONLY,
    CMD_LINE_UNIX: NAMED_ONLY,
    JS_DECODE_EXT: NAMED_ONLY,
    SHA256: NAMED_ONLY,
  },
  `${DG}waf-rule-statement-transformation.html`,
);

const PRE_PARSE = of('PreParseTextTransformation', {
  NONE: true,
  URL_DECODE: true,
  URL_DECODE_UNI: true,
  COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA: true,
  REPLACE_SEMICOLONS_WITH_AMPERSANDS: true,
});

const WEB_ACL = of('WebACL', {
  Name: true,
  Id: true,
  ARN: true,
  DefaultAction: true,
  VisibilityConfig: true,
  Description: true,
  Rules: true,
  DataProtectionConfig: 'how AWS hashes is not published',
  Capacity:
    'counted anew; what AWS saves by combining rules, and what the transformation NONE costs, is not documented',
  PreProcessFirewallManagerRuleGroups: true,
  PostProcessFirewallManagerRuleGroups: true,
  ManagedByFirewallManager: true,
  LabelNamespace: true,
  CustomResponseBodies: true,
  CaptchaConfig: TOKEN,
  ChallengeConfig: TOKEN,
  TokenDomains: TOKEN,
  AssociationConfig: true,
  RetrofittedByFirewallManager: true,
  OnSourceDDoSProtectionConfig: NOT_DECIDING,
  ApplicationConfig: NOT_DECIDING,
  MonetizationConfig: NOT_DECIDING,
});

const RULE = of('Rule', {
  Name: true,
  Priority: true,
  Statement: true,
  Action: true,
  OverrideAction: true,
  RuleLabels: true,
  VisibilityConfig: true,
  CaptchaConfig: TOKEN,
  ChallengeConfig: TOKEN,
});

const RATE_BASED = of('RateBasedStatement', {
  Limit: 'counted exactly; AWS estimates about every ten seconds',
  EvaluationWindowSec: true,
  AggregateKeyType: true,
  ScopeDownStatement: true,
  ForwardedIPConfig: true,
  CustomKeys: true,
});

const CUSTOM_KEYS = of('RateBasedStatementCustomKey', {
  Header: true,
  Cookie: true,
  QueryArgument: true,
  QueryString: true,
  HTTPMethod: true,
  ForwardedIP: true,
  IP: true,
  LabelNamespace: true,
  UriPath: true,
  JA3Fingerprint: true,
  JA4Fingerprint: true,
  ASN: true,
});

/** What the API has, by structure, and how faithful each member is. A test holds it against the API's own model. */
export const API_COVERAGE: readonly ApiCoverage[] = [
  STATEMENTS,
  FIELDS,
  ACTIONS,
  TRANSFORMATIONS,
  PRE_PARSE,
  WEB_ACL,
  RULE,
  RATE_BASED,
  CUSTOM_KEYS,
  ...STRUCTURES,
];
