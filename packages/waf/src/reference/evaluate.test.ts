import { expect, test } from 'vitest';
import { compileWebAcl, MemoryCounters } from '../index.ts';
import { referenceEvaluate } from './evaluate.ts';
import { numbers, randomRequest, randomWebAcl, SET, SET_CIDRS } from './random.ts';

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Random/1';
const WORLD = { labelPrefix: 'awswaf:111122223333:webacl:Random:', bodyBytes: 16384, ipSets: { [SET]: SET_CIDRS } };
const REFERENCES = { ipSets: new Map([[SET, { IPAddressVersion: 'IPV4', Addresses: SET_CIDRS }]]) };

test('2,000 random web ACLs decide random requests as the reference does', () => {
  const actions = new Map<string, number>();
  for (let seed = 1; seed <= 2000; seed++) {
    const random = numbers(seed);
    const definition = randomWebAcl(random);
    const result = compileWebAcl(definition, { references: REFERENCES, arn: ARN });
    if ('refused' in result) throw new Error(`seed ${seed}: ${JSON.stringify(result.refused)}`);
    for (let round = 0; round < 3; round++) {
      const request = randomRequest(random);
      const engine = result.webAcl.evaluate(request, new MemoryCounters(), 0);
      const { action, terminatingRule: rule, labels, countedRules: counted } = engine;
      expect({ seed, action, rule, labels, counted }).toEqual({
        seed,
        ...referenceEvaluate(definition, request, WORLD),
      });
      actions.set(rule, (actions.get(rule) ?? 0) + 1);
    }
  }
  // The generator is worth something only while rules decide about as often as the default does.
  expect(actions.get('Default_Action')).toBeLessThan(4000);
  expect(actions.get('Rule0')).toBeGreaterThan(300);
});
