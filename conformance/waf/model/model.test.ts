import * as wafv2 from '@aws-sdk/client-wafv2';
import {
  ACTIONS,
  API_COVERAGE,
  type ApiCoverage,
  compileWebAcl,
  FIELDS,
  PRE_PARSE_TRANSFORMATIONS,
  type Refusal,
  STATEMENTS,
  TRANSFORMATION_NAMES,
} from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { expectedAt, INVENTED, sorted, withMemberAt } from './departure.ts';
import { CHOICES, instanceOf } from './instance.ts';
import { membersOf, shapeOf, structureAt, structuresBelow } from './shape.ts';

const namesOf = (schema: unknown): readonly string[] => membersOf(shapeOf(schema));

/** Statements that stand for a rule group are not among those that hold or do not. */
const GROUP_STATEMENTS = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'];

test.each([
  ['statements', namesOf(wafv2.Statement$), [...Object.keys(STATEMENTS), ...GROUP_STATEMENTS]],
  ['fields to match', namesOf(wafv2.FieldToMatch$), Object.keys(FIELDS)],
  ['actions', namesOf(wafv2.RuleAction$), Object.keys(ACTIONS)],
  ['text transformations', Object.keys(wafv2.TextTransformationType), TRANSFORMATION_NAMES],
  [
    'pre-parse transformations',
    Object.keys(wafv2.PreParseTextTransformationType),
    Object.keys(PRE_PARSE_TRANSFORMATIONS),
  ],
] as const)('the %s are those of the API', (_title, ofApi, ours) => {
  expect(sorted(ours)).toEqual(sorted(ofApi));
});

test('the countries are those of the API', () => {
  const listed = (CountryCodes: readonly string[]) => compileWebAcl(geoWebAcl(CountryCodes));
  const ofApi = Object.keys(wafv2.CountryCode);
  for (let at = 0; at < ofApi.length; at += 50) expect(listed(ofApi.slice(at, at + 50))).toHaveProperty('webAcl');
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const others = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !ofApi.includes(code));
  expect(others.length).toBe(26 * 26 - ofApi.length);
  for (const code of others) expect(listed([code])).toHaveProperty('refused');
});

function geoWebAcl(CountryCodes: readonly string[]): object {
  const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
  const rule = { Name: 'Geo', Priority: 0, Action: { Block: {} }, VisibilityConfig };
  const Rules = [{ ...rule, Statement: { GeoMatchStatement: { CountryCodes } } }];
  return { Name: 'Edge', DefaultAction: { Allow: {} }, VisibilityConfig, Rules };
}

const ROOT = shapeOf(wafv2.WebACL$);

/** What the coverage table lacks of the API, and what it has that the API does not; a member twice counts as one too many. */
function departures(type: string, ofApi: readonly string[], coverage: readonly ApiCoverage[]): readonly string[] {
  const covered = coverage.filter((each) => each.type === type).flatMap(({ properties }) => properties);
  const names = covered.map(({ property }) => property);
  return [
    ...ofApi.filter((name) => !names.includes(name)).map((name) => `${type}.${name} is missing`),
    ...names
      .filter((name, at) => !ofApi.includes(name) || names.indexOf(name) !== at)
      .map((name) => `${type}.${name} is too many`),
  ];
}

const DEFINITIONS = [wafv2.WebACL$, wafv2.RuleGroup$, wafv2.IPSet$, wafv2.RegexPatternSet$].map(shapeOf);
/** Of these the table lists the values of `Type`, not the members Priority and Type. */
const BY_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['TextTransformation', Object.keys(wafv2.TextTransformationType)],
  ['PreParseTextTransformation', Object.keys(wafv2.PreParseTextTransformationType)],
]);
/** Every structure below the definitions with what it holds; next year's are found here first. */
const COVERABLE: ReadonlyMap<string, readonly string[]> = new Map(
  DEFINITIONS.flatMap((root) => [...structuresBelow(root)].map(([name, path]) => ({ name, path, root }))).flatMap(
    ({ name, path, root }) => {
      const members = BY_TYPE.get(name) ?? structureAt(root, path).members.map((member) => member.name);
      return members.length === 0 ? [] : [[name, members] as const];
    },
  ),
);

test.each([...COVERABLE])('the coverage table of %s holds every member of the API and no other', (type, ofApi) => {
  expect(departures(type, ofApi, API_COVERAGE)).toEqual([]);
});

test('the coverage table has no structure that the API does not have, and a source for each member', () => {
  expect(API_COVERAGE.map(({ type }) => type).filter((type) => !COVERABLE.has(type))).toEqual([]);
  const all = API_COVERAGE.flatMap(({ properties }) => properties);
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(({ source }) => !source.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  expect(all.filter(({ fidelity, note }) => (fidelity === 'approximated') !== (note !== undefined))).toEqual([]);
});

test('a member that is taken out of the coverage table is missed, whichever it is', () => {
  for (const { type, properties } of API_COVERAGE)
    for (const { property } of properties) {
      const without = API_COVERAGE.map((each) =>
        each.type === type
          ? { ...each, properties: each.properties.filter((other) => other.property !== property) }
          : each,
      );
      expect(departures(type, COVERABLE.get(type) ?? [], without)).toEqual([`${type}.${property} is missing`]);
    }
});

const UNKNOWN_MEMBER = 'an unknown member';

const refusalsOf = (definition: unknown): readonly Refusal[] => {
  const result = compileWebAcl(definition, { shape: 'api' });
  return 'refused' in result ? result.refused : [];
};

const unknownMembers = (definition: unknown): readonly string[] =>
  refusalsOf(definition).flatMap(({ path, message }) => (message.includes(UNKNOWN_MEMBER) ? [path] : []));

/** Members of a web ACL that only its creation and CloudFormation know. */
const CREATION: Readonly<Record<string, readonly string[]>> = { WebACL: ['Scope', 'Tags'] };

const STRUCTURES = [...structuresBelow(ROOT)].map(([name, path]) => ({ name, path }));

test('the resource types whose body limit can be set are those of the API', () => {
  const invented = withMemberAt(ROOT, ['AssociationConfig', 'RequestBody'], INVENTED, {});
  const [refusal] = refusalsOf(invented).filter(({ path }) => path.endsWith(INVENTED));
  const listed = refusal?.message.replace(/^.*expected one of /, '').split(', ') ?? [];
  expect(sorted(listed)).toEqual(sorted(Object.keys(wafv2.AssociatedResourceType)));
});

describe('every structure of the API is read', () => {
  test.each(STRUCTURES.filter(({ name }) => !(name in CHOICES)))(
    '$name takes the members of the API and no others',
    ({ name: structure, path }) => {
      const { members } = structureAt(ROOT, path);
      const at = (name: string): string => [...path, name].join('.');
      const invented = withMemberAt(ROOT, path, INVENTED, {});
      expect(unknownMembers(invented)).toEqual([at(INVENTED)]);
      expect(expectedAt(refusalsOf(invented), at(INVENTED))).toEqual(
        sorted([...members.map(({ name }) => name), ...(CREATION[structure] ?? [])]),
      );
    },
  );

  test.each(STRUCTURES.filter(({ name }) => name in CHOICES))(
    '$name takes each choice of the API and no other',
    ({ path }) => {
      const { members } = structureAt(ROOT, path);
      for (const { name } of members) {
        const chosen = instanceOf(ROOT, [...path, name], (value) => value);
        expect({ name, unknown: unknownMembers(chosen) }).toEqual({ name, unknown: [] });
      }
      const invented = instanceOf(ROOT, path, () => ({ [INVENTED]: {} }));
      expect(unknownMembers(invented)).toEqual([[...path, INVENTED].join('.')]);
    },
  );
});

describe('what rules refer to', () => {
  const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/any/any/1';
  const rule = (Statement: unknown, action: object) => ({
    ...Object(instanceOf(ROOT, undefined, (value) => value)),
    Rules: [
      {
        Name: 'R',
        Priority: 0,
        Statement,
        VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' },
        ...action,
      },
    ],
  });
  const regex = { ARN, FieldToMatch: { UriPath: {} }, TextTransformations: [{ Priority: 0, Type: 'NONE' }] };
  const block = { Action: { Block: {} } };
  test.each([
    ['IPSet', wafv2.IPSet$, 'ipSets', rule({ IPSetReferenceStatement: { ARN } }, block), ['Tags', 'Scope']],
    [
      'RegexPatternSet',
      wafv2.RegexPatternSet$,
      'regexPatternSets',
      rule({ RegexPatternSetReferenceStatement: regex }, block),
      ['Tags', 'Scope'],
    ],
    [
      'RuleGroup',
      wafv2.RuleGroup$,
      'ruleGroups',
      rule({ RuleGroupReferenceStatement: { ARN } }, { OverrideAction: { None: {} } }),
      ['Tags', 'Scope'],
    ],
  ] as const)('%s takes the members of the API', (_name, schema, kind, definition, creation) => {
    const invented = Object(withMemberAt(shapeOf(schema), [], INVENTED, {}));
    const result = compileWebAcl(definition, { shape: 'api', references: { [kind]: new Map([[ARN, invented]]) } });
    const refusals = 'refused' in result ? result.refused.filter(({ of }) => of === ARN) : [];
    expect(expectedAt(refusals, INVENTED)).toEqual(sorted([...namesOf(schema), ...creation]));
  });
});

describe('every enumeration of the API is known', () => {
  test.each([
    ['ByteMatchStatement', 'PositionalConstraint', wafv2.PositionalConstraint],
    ['SizeConstraintStatement', 'ComparisonOperator', wafv2.ComparisonOperator],
    ['SqliMatchStatement', 'SensitivityLevel', wafv2.SensitivityLevel],
    ['LabelMatchStatement', 'Scope', wafv2.LabelMatchScope],
    ['RateBasedStatement', 'AggregateKeyType', wafv2.RateBasedStatementAggregateKeyType],
    ['IPSetForwardedIPConfig', 'Position', wafv2.ForwardedIPPosition],
    ['ForwardedIPConfig', 'FallbackBehavior', wafv2.FallbackBehavior],
    ['JA3Fingerprint', 'FallbackBehavior', wafv2.FallbackBehavior],
    ['UriFragment', 'FallbackBehavior', wafv2.FallbackBehavior],
    ['Body', 'OversizeHandling', wafv2.OversizeHandling],
    ['Headers', 'OversizeHandling', wafv2.OversizeHandling],
    ['Headers', 'MatchScope', wafv2.MapMatchScope],
    ['Cookies', 'MatchScope', wafv2.MapMatchScope],
    ['JsonBody', 'MatchScope', wafv2.JsonMatchScope],
    ['JsonBody', 'InvalidFallbackBehavior', wafv2.BodyParsingFallbackBehavior],
    ['TextTransformation', 'Type', wafv2.TextTransformationType],
    ['PreParseTextTransformation', 'Type', wafv2.PreParseTextTransformationType],
    ['CustomResponseBody', 'ContentType', wafv2.ResponseContentType],
    ['RequestBodyAssociatedResourceTypeConfig', 'DefaultSizeInspectionLimit', wafv2.SizeInspectionLimit],
    ['FieldToProtect', 'FieldType', wafv2.FieldToProtectType],
    ['DataProtection', 'Action', wafv2.DataProtectionAction],
    ['OnSourceDDoSProtectionConfig', 'ALBLowReputationMode', wafv2.LowReputationMode],
    ['AWSManagedRulesBotControlRuleSet', 'InspectionLevel', wafv2.InspectionLevel],
    ['AWSManagedRulesAntiDDoSRuleSet', 'SensitivityToBlock', wafv2.SensitivityToAct],
    ['ClientSideAction', 'UsageOfAction', wafv2.UsageOfAction],
    ['RequestInspection', 'PayloadType', wafv2.PayloadType],
    ['PaymentNetwork', 'Chain', wafv2.BlockchainChain],
    ['Price', 'Currency', wafv2.CryptoCurrency],
    ['MonetizationConfig', 'CurrencyMode', wafv2.CurrencyMode],
  ] as const)('%s.%s', (structure, member, enumeration) => {
    const path = structuresBelow(ROOT).get(structure);
    const definition = withMemberAt(ROOT, path, member, INVENTED);
    const where = [...(path ?? []), member].join('.');
    expect(expectedAt(refusalsOf(definition), where)).toEqual(sorted(Object.values(enumeration)));
  });
});
