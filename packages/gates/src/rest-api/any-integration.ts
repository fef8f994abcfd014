import type { Rule, Step } from '../step.ts';
import type { StageContext } from './context.ts';
import { integrated, unknownCall } from './integration.ts';

/** Some integration of the API as the template has it, or one that nobody knows. */
export function anyIntegration(context: StageContext, what: string): Step {
  const known = new Map<string, Step>();
  for (const resource of context.api.resources)
    for (const method of resource.methods) {
      const step = integrated(context, method);
      const call = step.do === 'rewrite' ? step.next : step;
      if (call.do !== 'call') continue;
      const target = 'gate' in call.to ? call.to.gate : call.to.application;
      if (!target.startsWith('mock:') && !known.has(target)) known.set(target, step);
    }
  const rules = [...known].slice(1).map(
    ([target, then]): Rule => ({
      when: {
        test: 'undecided',
        identity: `${what} of ${context.api.id} calls ${target}`,
        reason: `${what} may call ${target}`,
        decide: () => false,
      },
      then,
      label: `${what} calls ${target}`,
    }),
  );
  const [first] = known.values();
  const otherwise = first ?? unknownCall(context, what, context.api.place);
  return rules.length === 0 ? otherwise : { do: 'choose', rules, otherwise };
}
