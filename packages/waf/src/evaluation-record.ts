import type { EvaluationRecord, RuleIdentity, WebAclIdentity } from './compiled.ts';
import type { Inspection } from './inspection.ts';

/** What the inspection has left for logs and samples. Nothing is copied: every request pays for it. */
export function recordOf(
  webAcl: WebAclIdentity,
  terminatingRule: RuleIdentity,
  inspection: Inspection,
): EvaluationRecord {
  const { matches, groups, rates, oversizeFields, clientAsn, forwardedAsn } = inspection;
  return {
    webAcl,
    terminatingRule,
    matches,
    groups,
    rates,
    oversizeFields,
    clientAsn,
    forwardedAsn,
  };
}

/** The record of an evaluation that was ended by a rule of which only the name is known. */
export const bareRecord = (name: string): EvaluationRecord => ({
  webAcl: { arn: '', bodyBytes: 0, dataProtections: [] },
  terminatingRule: { name, type: 'REGULAR', metricName: name, isSampled: false },
  matches: [],
  groups: [],
  rates: [],
  oversizeFields: [],
  clientAsn: undefined,
  forwardedAsn: undefined,
});
