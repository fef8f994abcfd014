import { expect, test } from 'vitest';
import { MemoryCounters } from './memory-counters.ts';
import { requestOf } from './test-request.ts';
import { MemoryTraffic } from './traffic/memory-traffic.ts';
import { warmUp } from './warm-up.ts';
import { compileWebAcl } from './web-acl.ts';

const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const group = 'AWSManagedRulesBotControlRuleSet';
const DEFINITION = {
  DefaultAction: { Allow: {} },
  VisibilityConfig,
  Rules: [
    {
      Name: 'Bots',
      Priority: 0,
      OverrideAction: { Count: {} },
      VisibilityConfig,
      Statement: {
        ManagedRuleGroupStatement: {
          VendorName: 'AWS',
          Name: group,
          ManagedRuleGroupConfigs: [{ [group]: { InspectionLevel: 'TARGETED' } }],
        },
      },
    },
    {
      Name: 'Rate',
      Priority: 1,
      Action: { Block: {} },
      VisibilityConfig,
      Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } },
    },
  ],
};

function compiled() {
  const result = compileWebAcl(DEFINITION);
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result.webAcl;
}

test('a web ACL that is warm counts, remembers and decides as one that is not', () => {
  const [cold, warm] = [compiled(), compiled()];
  warmUp(warm);
  const evaluations = [cold, warm].map((webAcl) => {
    const counters = new MemoryCounters();
    const context = { traffic: new MemoryTraffic() };
    const request = requestOf({ client: { address: '203.0.113.7' } });
    return Array.from({ length: 12 }, (_none, at) => webAcl.evaluate(request, counters, at * 1000, context));
  });
  expect(evaluations[1]).toEqual(evaluations[0]);
  expect(evaluations[0]?.map(({ action }) => action)).toEqual([...Array(10).fill('ALLOW'), 'BLOCK', 'BLOCK']);
});
