import type { ApplicationId, Step } from '../step.ts';
import { stepsOf } from '../steps-of.ts';

/** The applications that a step can call, without the functions that it only consults. */
export function callTargets(start: Step): readonly ApplicationId[] {
  const called = stepsOf(start).flatMap((step) =>
    step.do === 'call' && 'application' in step.to ? [step.to.application] : [],
  );
  return [...new Set(called)];
}
