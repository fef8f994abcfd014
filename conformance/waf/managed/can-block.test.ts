import { known, type Resource, Resources, readWebAcls, type Value } from '@sallyport/architecture';
import { webAclLink } from '@sallyport/gates';
import type { Place, Request } from '@sallyport/http';
import { MANAGED_RULE_GROUPS } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { groupAlone, leastStatement } from '../../../packages/waf/src/managed-rule-groups/testing/group-alone.ts';

const place: Place = { file: 'template.yaml', line: 1, column: 1 };

function value(plain: unknown): Value {
  if (Array.isArray(plain)) return { kind: 'list', items: plain.map(value), place };
  if (typeof plain === 'object' && plain !== null)
    return { kind: 'map', entries: new Map(Object.entries(plain).map(([key, child]) => [key, value(child)])), place };
  return { kind: 'scalar', value: plain as string | number | boolean, place };
}

function link(statement: object, OverrideAction: object = { None: {} }) {
  const properties = value({ Scope: 'CLOUDFRONT', ...groupAlone(statement, OverrideAction) });
  if (properties.kind !== 'map') throw new Error('properties are a map');
  const resource: Resource = {
    id: 'Acl',
    logicalId: 'Acl',
    stack: 'app',
    dependsOn: [],
    place,
    region: 'us-east-1',
    account: '111122223333',
    type: 'AWS::WAFv2::WebACL',
    properties,
    physicalId: 'Acl|1|CLOUDFRONT',
  };
  const webAcls = readWebAcls(new Resources([resource]), () => {});
  const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Acl/1';
  return webAclLink(webAcls, () => true)(known(arn), 'CLOUDFRONT');
}

const countingAll = (group: string) => ({
  ...leastStatement(group),
  RuleActionOverrides: MANAGED_RULE_GROUPS.find(({ name }) => name === group)?.rules.map(({ name }) => ({
    Name: name,
    ActionToUse: { Count: {} },
  })),
});

test.each(MANAGED_RULE_GROUPS.map(({ name }) => name))('%s can block, and not once all its rules count', (group) => {
  expect(link(leastStatement(group))).toMatchObject({ webAcl: { canBlock: true } });
  expect(link(countingAll(group))).toMatchObject({ webAcl: { canBlock: false } });
  expect(link(leastStatement(group), { Count: {} })).toMatchObject({ webAcl: { canBlock: false } });
});

const request = (target: string): Request => ({
  method: 'GET',
  target,
  httpVersion: '1.1',
  headers: [
    ['Host', 'www.example.com'],
    ['User-Agent', 'a browser'],
  ],
  body: { bytes: new Uint8Array(), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
});

test('a rule of patterns is undecided for the prover, and decided by asking about a request', () => {
  const linked = link({ Name: 'AWSManagedRulesLinuxRuleSet' });
  const [rule] = 'webAcl' in linked ? linked.webAcl.rules : [];
  if (rule?.when === undefined || !('test' in rule.when) || rule.when.test !== 'undecided')
    throw new Error('the rule is not undecided');
  expect(rule).toMatchObject({ name: 'Managed#LFI_URIPATH', action: 'block' });
  expect(rule.when.reason).toContain('a file of a Linux system in UriPath');
  expect(rule.when.decide(request('/etc/passwd'))).toBe(true);
  expect(rule.when.decide(request('/about'))).toBe(false);
});
