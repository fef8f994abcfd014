export type { Body, Connection, Header, Headers, Request, TlsSession } from '@sallyport/http';
export { ACTIONS, type ActionName } from './actions/action.ts';
export { API_COVERAGE, type ApiCoverage, type ApiMember } from './api-coverage.ts';
export { encodeBase64 } from './base64.ts';
export type { AddressFacts, References, Shape } from './compilation.ts';
export type * from './compiled.ts';
export { type CrossSiteScripting, detectCrossSiteScripting } from './cross-site-scripting/detect.ts';
export { EstimatedCounters, TICK_MILLISECONDS, type TickCount } from './estimated-counters.ts';
export { bareRecord } from './evaluation-record.ts';
export { FIELDS } from './fields/fields.ts';
export type { ResourceType } from './limits.ts';
export { dataProtection } from './logging/data-protection.ts';
export { type Disclosure, disclosures, OPEN, REDACTED } from './logging/disclosure.ts';
export { LOG_API_COVERAGE, LOG_COVERAGE, type LogCoverage, type LogMember } from './logging/log-coverage.ts';
export { type LogOccasion, type LogRecord, logRecord } from './logging/log-record.ts';
export { type LogSource, logSource } from './logging/log-source.ts';
export {
  type CompiledLogging,
  compileLoggingConfiguration,
  type LoggingResult,
} from './logging/logging-configuration.ts';
export {
  RequestSampler,
  type SampledRequest,
  type SampledRequests,
  type SampleQuery,
} from './logging/sampled-requests.ts';
export { credentialDigest } from './managed-rule-groups/fraud/credentials.ts';
export { ADDRESS_LIST_NAMES, MANAGED_RULE_GROUPS } from './managed-rule-groups/managed-rule-groups.ts';
export { mayAskFor, UNTOLD_LABELS, type UntoldLabel } from './managed-rule-groups/untold-labels.ts';
export { MemoryCounters } from './memory-counters.ts';
export type { Refusal } from './part.ts';
export { detectSqlInjection, type SensitivityLevel, type SqlInjection } from './sql-injection/detect.ts';
export { STATEMENTS } from './statements/statements.ts';
export { requestOf, type TestRequest } from './test-request.ts';
export { sealed, unsealed } from './token/seal.ts';
export {
  type BrowserFacts,
  type Interactivity,
  mintToken,
  REHEARSAL_KEY,
  type ReadToken,
  readToken,
  TOKEN_COOKIE,
  type Token,
} from './token/token.ts';
export { MemoryTraffic, type TrafficBounds } from './traffic/memory-traffic.ts';
export type { TrafficStore, Volume, VolumeSetting } from './traffic/traffic-store.ts';
export { PRE_PARSE_TRANSFORMATIONS } from './transformations/pre-parse.ts';
export { TRANSFORMATION_NAMES, TRANSFORMATIONS, type TransformationName } from './transformations/transformations.ts';
export { isUnknownValue, type UnknownValue, unknownValue } from './unknown-value.ts';
export { warmUp } from './warm-up.ts';
export { type CompileOptions, type CompileResult, compileWebAcl } from './web-acl.ts';
