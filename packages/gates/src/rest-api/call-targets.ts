import type { ApplicationId, Step } from '../step.ts';

/** The applications that a step can call, without the functions that it only consults. */
export function callTargets(start: Step): readonly ApplicationId[] {
  const found = new Set<ApplicationId>();
  const seen = new Set<Step>();
  const visit = (step: Step): void => {
    if (seen.has(step)) return;
    seen.add(step);
    if (step.do === 'call' && 'application' in step.to) found.add(step.to.application);
    for (const next of following(step)) visit(next);
  };
  visit(start);
  return [...found];
}

/** The steps that may come next. */
function following(step: Step): readonly Step[] {
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
    default:
      return [];
  }
}
