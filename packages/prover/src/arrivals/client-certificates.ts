import { isOpaque } from '@sallyport/architecture';
import { type Condition, type GateGraph, type Step, standIn, stepsOf } from '@sallyport/gates';
import { isEquality, wantedTexts } from '../environment/equality.ts';
import type { Knowledge } from '../environment/index.ts';

/** The identities of client certificates that a graph asks for and an attacker holds. */
export function heldCertificates(graph: GateGraph, knows: Knowledge['knows']): readonly string[] {
  const held = new Set<string>();
  const visitCondition = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(visitCondition);
    else if ('any' in condition) condition.any.forEach(visitCondition);
    else if ('not' in condition) visitCondition(condition.not);
    else if (condition.test === 'text' && condition.on === 'client-certificate' && isEquality(condition.matches))
      for (const text of wantedTexts(condition.matches))
        if (knows(text)) held.add(isOpaque(text) ? standIn(text) : text);
  };
  for (const gate of graph.gates.values())
    for (const condition of stepsOf(gate.start).flatMap(ownConditions)) visitCondition(condition);
  return [...held];
}

function ownConditions(step: Step): readonly Condition[] {
  if (step.do === 'choose') return step.rules.map(({ when }) => when);
  return step.do === 'inspect' ? step.webAcl.rules.map(({ when }) => when) : [];
}
