import type { Step } from './step.ts';

/** The steps that may come right after a step, in the same gate. */
export function nextSteps(step: Step): readonly Step[] {
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

/** Only a cache: steps never change. */
const known = new WeakMap<Step, readonly Step[]>();

/** A step and all steps after it in the same gate; steps that several rules share are listed once. */
export function stepsOf(start: Step): readonly Step[] {
  const listed = known.get(start);
  if (listed) return listed;
  const seen = new Set<Step>();
  const visit = (step: Step): void => {
    if (seen.has(step)) return;
    seen.add(step);
    for (const next of nextSteps(step)) visit(next);
  };
  visit(start);
  const made = [...seen];
  known.set(start, made);
  return made;
}
