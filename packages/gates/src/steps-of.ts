import type { Step } from './step.ts';

/** Only a cache: steps never change. */
const known = new WeakMap<Step, readonly Step[]>();

/** A step and all steps after it in the same gate; steps that several rules share are listed once. */
export function stepsOf(start: Step): readonly Step[] {
  const listed = known.get(start);
  if (listed) return listed;
  const seen = new Set<Step>();
  visit(start, seen);
  const made = [...seen];
  known.set(start, made);
  return made;
}

/** Lists a step and what may come after it in the same gate. */
function visit(step: Step, seen: Set<Step>): void {
  if (seen.has(step)) return;
  seen.add(step);
  switch (step.do) {
    case 'choose':
      for (const { then } of step.rules) visit(then, seen);
      visit(step.otherwise, seen);
      break;
    case 'rewrite':
      visit(step.next, seen);
      break;
    case 'inspect':
      visit(step.allowed, seen);
      break;
    case 'meter':
      visit(step.within, seen);
      visit(step.exceeded, seen);
      break;
    case 'consult':
      visit(step.granted, seen);
      visit(step.denied, seen);
      break;
    case 'call':
    case 'answer':
      break;
  }
}
