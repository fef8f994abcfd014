import type { Step } from '@sallyport/gates';
import { indexRules } from './choose-index.ts';
import type { Workshop } from './compile.ts';
import { compileCondition } from './condition.ts';
import { decisionOf, type Walk } from './visit.ts';

/** The first rule whose condition holds decides; in long lists, those that cannot hold are not tried. */
export function compileChoose(step: Extract<Step, { do: 'choose' }>, workshop: Workshop): Walk {
  const rules = step.rules.map((rule) => ({
    holds: compileCondition(rule.when, workshop.report),
    walk: workshop.walkOf(rule.then),
    decision: decisionOf(workshop.gate, 'choose', rule.label, rule.place),
  }));
  const otherwise = workshop.walkOf(step.otherwise);
  const candidates = indexRules(step.rules);
  return (visit, request) => {
    const places = candidates?.(request);
    for (let at = 0; at < (places ?? rules).length; at++) {
      const rule = rules[places?.[at] ?? at];
      if (!rule?.holds(request, visit.world)) continue;
      visit.diary.trace.push(rule.decision);
      return rule.walk(visit, request);
    }
    return otherwise(visit, request);
  };
}
