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
  const every = rules.map((_rule, place) => place);
  const candidates = indexRules(step.rules) ?? (() => every);
  return (visit, request) => {
    for (const place of candidates(request)) {
      const rule = rules[place];
      if (!rule?.holds(request, visit.world)) continue;
      visit.diary.trace.push(rule.decision);
      return rule.walk(visit, request);
    }
    return otherwise(visit, request);
  };
}
