export * from './arrivals/index.ts';
export { ATTACKERS } from './claims/attackers.ts';
export { estimatedBits, GUESSABLE_BELOW_BITS, isGuessable } from './claims/guessability.ts';
export { mayRefuse } from './claims/may-refuse.ts';
export { SAMPLE_VALUES, type SampleValue } from './claims/sample-values.ts';
export type { Subject } from './claims/subject.ts';
export type { ClaimState, Judged, OriginVerdicts, Verdict } from './claims/verdicts.ts';
export { FINDING_IDS } from './findings/findings.ts';
export { judge } from './findings/judge.ts';
export type { Judgement } from './findings/judgement.ts';
export { type SecretVariable, secretKeys, secretVariables } from './findings/secret-variables.ts';
export { combineWorlds } from './findings/worlds.ts';
export type { ClaimName, Finding, FindingWitness, PathStep, WitnessRequest } from './report/finding.ts';
export { type HumanOptions, humanReport } from './report/human.ts';
export { type About, countedAttackers, exitCode, type Report, type ReportedOrigin, report } from './report/report.ts';
export { curl, type Masks, witness } from './report/witness.ts';
export {
  type Attachment,
  type HumanLintOptions,
  humanLintReport,
  type Level,
  LINTS,
  type LintOptions,
  lintWebAcl,
  UNDECIDABLE,
  type WebAclFinding,
  type WebAclLint,
  type WebAclLintReport,
  webAclLintReport,
} from './web-acl-lint/index.ts';
