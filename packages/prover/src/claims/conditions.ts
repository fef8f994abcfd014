import {
  allTests,
  type Condition,
  type Gate,
  type GateGraph,
  type InspectingWebAcl,
  type Rewrite,
  type Step,
  stepsOf,
  type Test,
} from '@sallyport/gates';

/** A test on the text of an attribute. */
export type TextTest = Extract<Test, { test: 'text' }>;
/** A test that only a running system decides. */
export type UndecidedTest = Extract<Test, { test: 'undecided' }>;

/** Every test on a text that a gate makes, once, in the order in which it makes them first. Many methods ask the same of a key. */
export function textTests({ start }: Gate): readonly TextTest[] {
  const known = textTestsAfter.get(start);
  if (known) return known;
  const conditions = new Set<Condition>();
  for (const step of stepsOf(start)) if (step.do === 'choose') for (const { when } of step.rules) conditions.add(when);
  const made = [...new Set([...conditions].flatMap(testsOf))];
  textTestsAfter.set(start, made);
  return made;
}

/** Every claim and finding looks at the same gates, which never change. */
const textTestsAfter = new WeakMap<Step, readonly TextTest[]>();

/** Every rewrite that a gate may make. */
export function rewrites(gate: Gate): readonly Rewrite[] {
  return stepsOf(gate.start).flatMap((step) => (step.do === 'rewrite' ? step.by : []));
}

/** The gates of one component. */
export function gatesOf(graph: GateGraph, component: string): readonly Gate[] {
  return [...graph.gates.values()].filter((gate) => gate.component === component);
}

const testsOf = (condition: Condition): readonly TextTest[] =>
  allTests(condition).flatMap((test) => (test.test === 'text' ? [test] : []));

/** The tests of a condition that only a running system decides. */
export const undecidedTests = (condition: Condition): readonly UndecidedTest[] =>
  allTests(condition).flatMap((test) => (test.test === 'undecided' ? [test] : []));

/** The web ACLs that a gate may have a request evaluated by. */
export function webAclsOf(gate: Gate): readonly InspectingWebAcl[] {
  return stepsOf(gate.start).flatMap((step) => (step.do === 'inspect' ? [step.webAcl] : []));
}

/** The rules of all of them. */
export const webAclRules = (gate: Gate): readonly WebAclRule[] =>
  webAclsOf(gate).flatMap((webAcl) => webAcl.rules.map((rule) => ({ ...rule, webAcl })));

/** Why it is not known of some of them whether they can block at all. */
export const undecidedBlocking = (gate: Gate): readonly string[] =>
  webAclsOf(gate).flatMap(({ canBlock }) => (typeof canBlock === 'boolean' ? [] : [canBlock.unknown]));

/** A rule, with the web ACL that it belongs to. */
export type WebAclRule = InspectingWebAcl['rules'][number] & { readonly webAcl: InspectingWebAcl };
