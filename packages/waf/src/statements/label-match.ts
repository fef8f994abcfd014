import type { Inspection } from '../inspection.ts';
import { isInNamespace, isLabel } from '../label.ts';
import { mayAskFor, UNTOLD_LABELS } from '../managed-rule-groups/untold-labels.ts';
import { choice, members, refuse, text } from '../part.ts';
import type { StatementCompiler } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html */
export const labelMatch: StatementCompiler = (part, { labelPrefix, name }) => {
  const parts = members(part, { required: ['Scope', 'Key'] });
  const scope = choice(parts?.Scope, ['LABEL', 'NAMESPACE']);
  const key = text(parts?.Key, 1, 1024);
  if (!scope || key === undefined || !parts?.Key) return undefined;
  if (!/^[0-9A-Za-z_\-:]+$/.test(key))
    return refuse(parts.Key, `"${key}"`, 'letters, digits, hyphens, underscores and colons');
  if ((scope === 'NAMESPACE') !== key.endsWith(':'))
    return refuse(
      parts.Key,
      `"${key}"`,
      scope === 'NAMESPACE' ? 'a namespace that ends with a colon' : 'a name at its end',
    );
  const test = scope === 'LABEL' ? isLabel : isInNamespace;
  const mayBeUntold = UNTOLD_LABELS.some((untold) => mayAskFor(untold, scope, key));
  const identity = `${name} label ${scope} ${key}`;
  return {
    capacity: 1,
    matches: (inspection: Inspection) => {
      let found = false;
      for (const label of inspection.labels) found ||= test(label, key, labelPrefix);
      if (mayBeUntold && !found) noteUntold(inspection, scope, key);
      inspection.answers?.set(identity, found);
      return found;
    },
    described: { kind: 'undecided', identity, reason: `a label that an earlier rule adds: "${key}"` },
    title: `${scope === 'LABEL' ? 'label' : 'label namespace'} "${key}"`,
  };
};

/** A label that is missed may be one that AWS would have added. */
function noteUntold(inspection: Inspection, scope: 'LABEL' | 'NAMESPACE', key: string): void {
  for (const untold of inspection.untoldLabels)
    if (mayAskFor(untold, scope, key)) inspection.approximations.push(`${untold.reason}: label "${key}"`);
}
