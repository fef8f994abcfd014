import { expect, test } from 'vitest';
import { compileWebAcl } from './web-acl.ts';

const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const rule = (Name: string, Priority: number, codes: readonly string[]) => ({
  Name,
  Priority,
  Statement: { GeoMatchStatement: { CountryCodes: codes } },
  Action: { Block: {} },
  VisibilityConfig,
});

test('a second rule with a Name or a Priority is refused, whatever else is wrong with the first', () => {
  const Rules = [rule('A', 0, ['nowhere']), rule('A', 1, ['DE']), rule('B', 0, ['DE'])];
  const result = compileWebAcl({ Name: 'W', DefaultAction: { Allow: {} }, VisibilityConfig, Rules });
  expect('refused' in result && result.refused.map(({ path }) => path)).toEqual([
    'Rules.1',
    'Rules.2',
    'Rules.0.Statement.GeoMatchStatement.CountryCodes.0',
  ]);
});
