import { bytesOfLatin1, type Request } from '@sallyport/http';
import type { CounterStore, Evaluation } from '../../compiled.ts';
import { MemoryCounters } from '../../memory-counters.ts';
import { compileWebAcl } from '../../web-acl.ts';
import type { LogOccasion } from '../log-record.ts';

export const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Site/1';
export const GROUP = 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/Own/1';
export const NOW = 1_700_000_000_000;

export const visibility = (MetricName: string, SampledRequestsEnabled = true) => ({
  SampledRequestsEnabled,
  CloudWatchMetricsEnabled: true,
  MetricName,
});

const plain = [{ Priority: 0, Type: 'NONE' }];

export const contains = (SearchString: string, FieldToMatch: unknown) => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'CONTAINS', FieldToMatch, TextTransformations: plain },
});

export const sqli = (FieldToMatch: unknown) => ({
  SqliMatchStatement: { FieldToMatch, TextTransformations: plain, SensitivityLevel: 'HIGH' },
});

export const all = (MatchScope: string) => ({ MatchPattern: { All: {} }, MatchScope, OversizeHandling: 'CONTINUE' });

/** A rule that counts, found under the metric name that is its own name. */
export const counting = (Name: string, Statement: unknown) => ({ Name, Statement, Action: { Count: {} } });

type Rule = Readonly<Record<string, unknown>> & { readonly Name: string };

export interface Setting {
  readonly rules?: readonly Rule[];
  /** Of the group GROUP, all of them. */
  readonly inGroup?: readonly Rule[];
  readonly protections?: readonly unknown[];
  /** Whether what the default action decides is sampled. */
  readonly sampled?: boolean;
}

const inOrder = (rules: Setting['rules'] = []): readonly unknown[] =>
  rules.map((rule, Priority) => ({ Priority, VisibilityConfig: visibility(rule.Name), ...rule }));

/** What a web ACL of those rules makes of requests. */
export function evaluator({ rules, inGroup, protections, sampled = true }: Setting) {
  const result = compileWebAcl(
    {
      DefaultAction: { Allow: {} },
      VisibilityConfig: visibility('site', sampled),
      Rules: inOrder(rules),
      ...(protections ? { DataProtectionConfig: { DataProtections: protections } } : {}),
    },
    {
      arn: ARN,
      shape: 'cloudformation',
      references: { ruleGroups: new Map([[GROUP, { Name: 'Own', Rules: inOrder(inGroup) }]]) },
    },
  );
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  const { webAcl } = result;
  const counters: CounterStore = new MemoryCounters();
  return (request: Request, now = NOW): Evaluation => webAcl.evaluate(request, counters, now);
}

export const requestOf = (target: string, headers: Request['headers'] = [], body = ''): Request => ({
  method: 'GET',
  target,
  httpVersion: '1.1',
  headers: [['Host', 'example.com'], ...headers],
  body: { bytes: bytesOfLatin1(body), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
});

export const OCCASION: LogOccasion = { timestamp: NOW, requestId: 'rid', source: { name: 'CF', id: 'E1' } };
