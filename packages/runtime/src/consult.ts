import type { Step } from '@sallyport/gates';
import type { Workshop } from './compile.ts';
import { note, type Walk } from './visit.ts';
import type { CallAnswer } from './world.ts';

/** A customer's function decides. A world that knows the answer is asked first; a function that fails denies. */
export function compileConsult(step: Extract<Step, { do: 'consult' }>, { walkOf, application }: Workshop): Walk {
  const granted = walkOf(step.granted);
  const denied = walkOf(step.denied);
  return (visit, request) => {
    const decide = (grants: boolean, why = '') => {
      note(visit, 'consult', `${step.label}: ${grants ? 'granted' : 'denied'}${why}`);
      return (grants ? granted : denied)(visit, request);
    };
    if (visit.world.grants) return decide(visit.world.grants(step.identity));
    const event = step.invocation.event(request, visit.world.facts);
    const call = { application: application(step.application), identity: step.identity, request, event };
    return {
      call: { kind: 'consult', ...call },
      resume: (answer) =>
        'value' in answer ? decide(step.invocation.granted(answer.value, request)) : decide(false, because(answer)),
    };
  };
}

function because(answer: Exclude<CallAnswer, { readonly value: unknown }>): string {
  if ('error' in answer) return `, because the function failed: ${answer.error}`;
  return 'failure' in answer ? `, because the function did not answer (${answer.failure})` : '';
}
