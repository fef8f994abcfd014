import * as wafv2 from '@aws-sdk/client-wafv2';
import {
  ACTIONS,
  API_COVERAGE,
  compileWebAcl,
  FIELDS,
  PRE_PARSE_TRANSFORMATIONS,
  type Refusal,
  STATEMENTS,
  TRANSFORMATION_NAMES,
} from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { CHOICES, instanceOf } from './instance.ts';
import { type ModelShape, shapeOf, structuresBelow } from './shape.ts';

const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();

function membersOf(schema: unknown): readonly string[] {
  const shape = shapeOf(schema);
  return shape.kind === 'structure' ? shape.members.map(({ name }) => name) : [];
}

/** Statements that stand for a rule group are not among those that hold or do not. */
const GROUP_STATEMENTS = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'];

test.each([
  ['statements', membersOf(wafv2.Statement$), [...Object.keys(STATEMENTS), ...GROUP_STATEMENTS]],
  ['fields to match', membersOf(wafv2.FieldToMatch$), Object.keys(FIELDS)],
  ['actions', membersOf(wafv2.RuleAction$), Object.keys(ACTIONS)],
  ['text transformations', Object.keys(wafv2.TextTransformationType), TRANSFORMATION_NAMES],
  [
    'pre-parse transformations',
    Object.keys(wafv2.PreParseTextTransformationType),
    Object.keys(PRE_PARSE_TRANSFORMATIONS),
  ],
] as const)('the %s are those of the API', (_title, ofApi, ours) => {
  expect(sorted(ours)).toEqual(sorted(ofApi));
});

test.each([
  ['Statement', membersOf(wafv2.Statement$)],
  ['FieldToMatch', membersOf(wafv2.FieldToMatch$)],
  ['RuleAction', membersOf(wafv2.RuleAction$)],
  ['TextTransformation', Object.keys(wafv2.TextTransformationType)],
  ['PreParseTextTransformation', Object.keys(wafv2.PreParseTextTransformationType)],
  ['WebACL', membersOf(wafv2.WebACL$)],
  ['Rule', membersOf(wafv2.Rule$)],
  ['RateBasedStatement', membersOf(wafv2.RateBasedStatement$)],
  ['RateBasedStatementCustomKey', membersOf(wafv2.RateBasedStatementCustomKey$)],
] as const)('the coverage table of %s holds every member of the API', (type, ofApi) => {
  const covered = API_COVERAGE.find((each) => each.type === type)?.properties ?? [];
  expect(sorted(covered.map(({ property }) => property))).toEqual(sorted(ofApi));
});

const ROOT = shapeOf(wafv2.WebACL$);
const INVENTED = 'Invented';
const UNKNOWN_MEMBER = 'an unknown member';

const refusalsOf = (definition: unknown): readonly Refusal[] => {
  const result = compileWebAcl(definition, { shape: 'api' });
  return 'refused' in result ? result.refused : [];
};

const unknownMembers = (definition: unknown): readonly string[] =>
  refusalsOf(definition).flatMap(({ path, message }) => (message.includes(UNKNOWN_MEMBER) ? [path] : []));

const withMember =
  (name: string, value: unknown) =>
  (before: unknown): unknown =>
    typeof before === 'object' && before !== null ? { ...before, [name]: value } : before;

/** Members of a web ACL that only its creation and CloudFormation know. */
const CREATION: Readonly<Record<string, readonly string[]>> = { WebACL: ['Scope', 'Tags'] };

const STRUCTURES = [...structuresBelow(ROOT)].map(([name, path]) => ({ name, path }));

function structureAt(path: readonly string[]): Extract<ModelShape, { kind: 'structure' }> {
  let shape: ModelShape = ROOT;
  for (const step of path) {
    if (shape.kind === 'list' || shape.kind === 'map') shape = shape.of();
    else if (shape.kind === 'structure') {
      const member = shape.members.find(({ name }) => name === step);
      if (!member) throw new Error(`no member ${step}`);
      shape = member.shape();
    }
  }
  if (shape.kind !== 'structure') throw new Error('no structure');
  return shape;
}

test('the resource types whose body limit can be set are those of the API', () => {
  const invented = instanceOf(ROOT, ['AssociationConfig', 'RequestBody'], withMember(INVENTED, {}));
  const [refusal] = refusalsOf(invented).filter(({ path }) => path.endsWith(INVENTED));
  const listed = refusal?.message.replace(/^.*expected one of /, '').split(', ') ?? [];
  expect(sorted(listed)).toEqual(sorted(Object.keys(wafv2.AssociatedResourceType)));
});

describe('every structure of the API is read', () => {
  test.each(STRUCTURES.filter(({ name }) => !(name in CHOICES)))(
    '$name takes the members of the API and no others',
    ({ name: structure, path }) => {
      const { members } = structureAt(path);
      const at = (name: string): string => [...path, name].join('.');
      const invented = instanceOf(ROOT, path, withMember(INVENTED, {}));
      expect(unknownMembers(invented)).toEqual([at(INVENTED)]);
      const expected = refusalsOf(invented).find(({ path: where }) => where === at(INVENTED))?.message ?? '';
      const [, listed = ''] = /expected (?:one of )?(.*)$/.exec(expected) ?? [];
      expect(sorted(listed === 'no member here' ? [] : listed.split(', '))).toEqual(
        sorted([...members.map(({ name }) => name), ...(CREATION[structure] ?? [])]),
      );
    },
  );

  test.each(STRUCTURES.filter(({ name }) => name in CHOICES))(
    '$name takes each choice of the API and no other',
    ({ path }) => {
      const { members } = structureAt(path);
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
    const invented = Object(instanceOf(shapeOf(schema), [], withMember(INVENTED, {})));
    const result = compileWebAcl(definition, { shape: 'api', references: { [kind]: new Map([[ARN, invented]]) } });
    const refusals = 'refused' in result ? result.refused.filter(({ of }) => of === ARN) : [];
    const message = refusals.find(({ path }) => path === INVENTED)?.message.replace(/^.*expected one of /, '') ?? '';
    expect(sorted(message.split(', '))).toEqual(sorted([...membersOf(schema), ...creation]));
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
    const definition = instanceOf(ROOT, path, withMember(member, INVENTED));
    const where = [...(path ?? []), member].join('.');
    const message = refusalsOf(definition).find((refusal) => refusal.path === where)?.message ?? '';
    const [, listed = ''] = /expected (?:one of )?(.*)$/.exec(message) ?? [];
    expect(sorted(listed.split(', '))).toEqual(sorted(Object.values(enumeration)));
  });
});
