import { known, type Resource, Resources, readWebAcls, type Value } from '@sallyport/architecture';
import type { Diagnostic, Place } from '@sallyport/http';
import { expect, test } from 'vitest';
import { webAclLink } from './web-acl-link.ts';

const place: Place = { file: 'template.yaml', line: 1, column: 1 };

function value(plain: unknown, line = 1): Value {
  const here = { ...place, line };
  if (Array.isArray(plain))
    return { kind: 'list', items: plain.map((item, at) => value(item, line + at)), place: here };
  if (typeof plain === 'object' && plain !== null)
    return {
      kind: 'map',
      entries: new Map(Object.entries(plain).map(([key, child]) => [key, value(child, line)])),
      place: here,
    };
  return { kind: 'scalar', value: plain as string | number | boolean, place: here };
}

function resource(type: string, logicalId: string, properties: object): Resource {
  const map = value(properties);
  if (map.kind !== 'map') throw new Error('properties are a map');
  const base = {
    id: logicalId,
    logicalId,
    stack: 'app',
    dependsOn: [],
    place,
    region: 'us-east-1',
    account: '111122223333',
  };
  return { ...base, type, properties: map, physicalId: `${logicalId}|1|CLOUDFRONT` };
}

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const arn = (kind: string, name: string): string => `arn:aws:wafv2:us-east-1:111122223333:global/${kind}/${name}/1`;
const rule = (Action: object, Statement: object): object => ({
  Name: 'R',
  Priority: 0,
  Action,
  Statement,
  VisibilityConfig: VISIBILITY,
});
const webAcl = (rules: readonly object[], DefaultAction: object = { Allow: {} }): Resource =>
  resource('AWS::WAFv2::WebACL', 'Acl', {
    Name: 'Acl',
    Scope: 'CLOUDFRONT',
    DefaultAction,
    VisibilityConfig: VISIBILITY,
    Rules: rules,
  });
const blockList = rule({ Block: {} }, { IPSetReferenceStatement: { Arn: arn('ipset', 'Listed') } });
const ipSet = (Addresses: readonly string[]): Resource =>
  resource('AWS::WAFv2::IPSet', 'Listed', { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV4', Addresses });

function link(all: readonly Resource[], reference: string | undefined, diagnostics: Diagnostic[] = []) {
  const webAcls = readWebAcls(new Resources(all), (diagnostic) => diagnostics.push(diagnostic));
  return webAclLink(webAcls, () => true)(reference === undefined ? undefined : known(reference), 'CLOUDFRONT');
}

test('an absent reference, an empty one and the id of a WAF Classic web ACL evaluate nothing', () => {
  expect(link([], undefined)).toEqual({ none: true });
  expect(link([], '')).toEqual({ none: true });
  expect(link([], '473e64fd-f30b-4765-81a0-62ad96dd167a')).toEqual({ none: true });
});

test('an ARN outside the sources is unknown', () => {
  expect(link([], arn('webacl', 'Elsewhere'))).toHaveProperty('unknown');
});

test('a block list is a rule on addresses, with its place, and can block', () => {
  expect(link([webAcl([blockList]), ipSet(['192.0.2.0/24'])], arn('webacl', 'Acl'))).toMatchObject({
    webAcl: {
      id: 'Acl',
      canBlock: true,
      defaultAction: 'allow',
      rules: [{ name: 'R', action: 'block', when: { test: 'address', in: { cidrs: ['192.0.2.0/24'] } }, place }],
    },
  });
});

test('a web ACL without rules, with rules that count, or with an empty block list cannot block', () => {
  const count = rule({ Count: {} }, { GeoMatchStatement: { CountryCodes: ['DE'] } });
  for (const all of [[webAcl([])], [webAcl([count])], [webAcl([blockList]), ipSet([])]])
    expect(link(all, arn('webacl', 'Acl'))).toMatchObject({ webAcl: { canBlock: false } });
  expect(link([webAcl([], { Block: {} })], arn('webacl', 'Acl'))).toMatchObject({ webAcl: { canBlock: true } });
});

test('a rate-based rule is undecided and can block', () => {
  const rate = rule({ Block: {} }, { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP' } });
  expect(link([webAcl([rate])], arn('webacl', 'Acl'))).toMatchObject({
    webAcl: { canBlock: true, rules: [{ when: { test: 'undecided', reason: 'rate' } }] },
  });
});

test('what AWS WAF refuses is reported with its place, and what it decides is unknown', () => {
  const diagnostics: Diagnostic[] = [];
  const wrong = rule({ Block: {} }, { GeoMatchStatement: { CountryCodes: [] } });
  expect(link([webAcl([wrong])], arn('webacl', 'Acl'), diagnostics)).toHaveProperty('unknown');
  expect(diagnostics).toMatchObject([
    {
      code: 'refused-web-acl',
      place: { file: 'template.yaml', logicalId: 'Acl', property: 'Rules.0.Statement.GeoMatchStatement.CountryCodes' },
    },
  ]);
});

test('without a proof it is not known whether a web ACL can block', () => {
  const webAcls = readWebAcls(new Resources([webAcl([blockList]), ipSet(['192.0.2.0/24'])]), () => {});
  expect(webAclLink(webAcls)(known(arn('webacl', 'Acl')), 'CLOUDFRONT')).toMatchObject({
    webAcl: { canBlock: { unknown: 'whether the web ACL "Acl" refuses any request: nobody has proved it' } },
  });
});

test('a web ACL of the other scope cannot be attached', () => {
  const webAcls = readWebAcls(new Resources([webAcl([], { Block: {} })]), () => {});
  expect(webAclLink(webAcls)(known(arn('webacl', 'Acl')), 'REGIONAL')).toHaveProperty('unknown');
});
