export type { Level } from './lint.ts';
export type { Attachment } from './lint-case.ts';
export { type LintOptions, lintWebAcl, type WebAclFinding, type WebAclLint } from './lint-web-acl.ts';
export { LINTS, UNDECIDABLE } from './lints/lints.ts';
export { type Refusing, refusesSomething } from './refuses-something.ts';
export { type HumanLintOptions, humanLintReport } from './report/human.ts';
export {
  type ReportedFinding,
  type ReportedRequest,
  type WebAclLintReport,
  webAclLintReport,
} from './report/report.ts';
