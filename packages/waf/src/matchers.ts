import type { CompiledWebAcl, CounterStore, Evaluation } from './compiled.ts';
import { MemoryCounters } from './memory-counters.ts';
import { requestOf, type TestRequest } from './test-request.ts';
import { MemoryTraffic } from './traffic/memory-traffic.ts';
import type { TrafficStore } from './traffic/traffic-store.ts';
import { type CompileOptions, compileWebAcl } from './web-acl.ts';

export type { TestRequest } from './test-request.ts';

/** What an expectation may say beside the action. */
export interface ExpectedRule {
  /** The name of the rule that decides, or of the rule in a group. */
  readonly by?: string;
  /** A label that the evaluation adds, in full. */
  readonly label?: string;
  /** Counts of rate-based rules that expectations share; each has its own where nothing is said. */
  readonly counters?: CounterStore;
  /** What AWS's intelligent rule groups remember, shared by expectations; each begins anew where nothing is said. */
  readonly traffic?: TrafficStore;
  /** Milliseconds since 1970-01-01T00:00Z; 0 where nothing is said. */
  readonly now?: number;
}

/** What a matcher of vitest and jest answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type Matcher = (webAcl: CompiledWebAcl, request: TestRequest, expected?: ExpectedRule) => MatcherResult;

/** The matchers as `expect` has them, for the declarations of vitest and jest. */
export interface WafMatchers<Result = unknown> {
  toAllow: (request: TestRequest, expected?: ExpectedRule) => Result;
  toBlock: (request: TestRequest, expected?: ExpectedRule) => Result;
  toCaptcha: (request: TestRequest, expected?: ExpectedRule) => Result;
  toChallenge: (request: TestRequest, expected?: ExpectedRule) => Result;
  /** Whether the rule `by` counts the request, whatever is decided of it in the end. */
  toCount: (request: TestRequest, expected: ExpectedRule & { readonly by: string }) => Result;
}

/** Makes a web ACL ready for tests; throws, with every reason, where AWS WAF would refuse it. */
export function webAclOf(definition: unknown, options?: CompileOptions): CompiledWebAcl {
  const result = compileWebAcl(definition, options);
  if ('webAcl' in result) return result.webAcl;
  const reasons = result.refused.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`AWS WAF would refuse the web ACL:\n${reasons.join('\n')}`);
}

function evaluated(webAcl: CompiledWebAcl, request: TestRequest, expected: ExpectedRule): Evaluation {
  const { counters = new MemoryCounters(), traffic = new MemoryTraffic(), now = 0 } = expected;
  return webAcl.evaluate(requestOf(request), counters, now, { traffic });
}

const decides =
  (action: Evaluation['action']): Matcher =>
  (webAcl, request, expected = {}) => {
    const evaluation = evaluated(webAcl, request, expected);
    const pass = evaluation.action === action && isBy(evaluation, expected) && hasLabel(evaluation, expected);
    return result(pass, `${action}${byText(expected)}`, request, evaluation);
  };

const counts: Matcher = (webAcl, request, expected = {}) => {
  const evaluation = evaluated(webAcl, request, expected);
  const { by = '' } = expected;
  const pass =
    evaluation.countedRules.some((rule) => rule === by || rule.endsWith(`#${by}`)) && hasLabel(evaluation, expected);
  return result(pass, `a count${byText(expected)}`, request, evaluation);
};

const isBy = ({ terminatingRule, terminatingRuleInGroup }: Evaluation, { by }: ExpectedRule): boolean =>
  by === undefined || by === terminatingRule || by === terminatingRuleInGroup;

const hasLabel = ({ labels }: Evaluation, { label }: ExpectedRule): boolean =>
  label === undefined || labels.includes(label);

const byText = ({ by, label }: ExpectedRule): string =>
  `${by === undefined ? '' : ` by "${by}"`}${label === undefined ? '' : ` with the label ${label}`}`;

function result(pass: boolean, wanted: string, request: TestRequest, evaluation: Evaluation): MatcherResult {
  const message = (): string => {
    const { action, terminatingRule: rule, terminatingRuleInGroup: inside, labels, countedRules } = evaluation;
    return [
      `Expected ${request.method ?? 'GET'} ${request.target ?? '/'} ${pass ? 'not ' : ''}to be decided as ${wanted}, found ${action} by "${rule}"${inside === undefined ? '' : `, its rule "${inside}"`}.`,
      ...(labels.length > 0 ? [`labels: ${labels.join(', ')}`] : []),
      ...(countedRules.length > 0 ? [`counted: ${countedRules.join(', ')}`] : []),
      ...evaluation.trace.map(({ rule: name, matched, detail }) => `${matched ? '✓' : '·'} ${name}: ${detail}`),
    ].join('\n');
  };
  return { pass, message };
}

/** For `expect.extend` of vitest and jest: `expect(webAcl).toBlock(request, { by: 'RuleName' })`. */
export const wafMatchers = {
  toAllow: decides('ALLOW'),
  toBlock: decides('BLOCK'),
  toCaptcha: decides('CAPTCHA'),
  toChallenge: decides('CHALLENGE'),
  toCount: counts,
} satisfies Record<keyof WafMatchers, Matcher>;
