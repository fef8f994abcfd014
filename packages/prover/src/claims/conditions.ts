import type { Condition, Gate, GateGraph, Rewrite, Step } from '@sallyport/gates';

/** A test on the text of an attribute. */
export type TextTest = Extract<Condition, { test: 'text' }>;

/** Every test on a text that a gate makes, in the order in which it makes them. */
export function textTests(gate: Gate): readonly TextTest[] {
  return stepsOf(gate.start).flatMap((step) =>
    step.do === 'choose' ? step.rules.flatMap(({ when }) => testsOf(when)) : [],
  );
}

/** Every rewrite that a gate may make. */
export function rewrites(gate: Gate): readonly Rewrite[] {
  return stepsOf(gate.start).flatMap((step) => (step.do === 'rewrite' ? step.by : []));
}

/** The gates of one component. */
export function gatesOf(graph: GateGraph, component: string): readonly Gate[] {
  return [...graph.gates.values()].filter((gate) => gate.component === component);
}

/** A step and all steps after it; steps that several rules share are listed once. */
export function stepsOf(start: Step): readonly Step[] {
  const seen = new Set<Step>();
  const visit = (step: Step): void => {
    if (seen.has(step)) return;
    seen.add(step);
    for (const next of nextSteps(step)) visit(next);
  };
  visit(start);
  return [...seen];
}

function nextSteps(step: Step): readonly Step[] {
  switch (step.do) {
    case 'choose':
      return [...step.rules.map(({ then }) => then), step.otherwise];
    case 'rewrite':
      return [step.next];
    case 'inspect':
      return [step.allowed];
    case 'meter':
      return [step.within, step.exceeded];
    case 'consult':
      return [step.granted, step.denied];
    case 'call':
    case 'answer':
      return [];
  }
}

function testsOf(condition: Condition): readonly TextTest[] {
  if ('all' in condition) return condition.all.flatMap(testsOf);
  if ('any' in condition) return condition.any.flatMap(testsOf);
  if ('not' in condition) return testsOf(condition.not);
  return condition.test === 'text' ? [condition] : [];
}
