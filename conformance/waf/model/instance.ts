import type { ModelShape } from './shape.ts';

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global';

/** A value that the member of that name may have; the model does not carry enumerations. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ARN: `${ARN}/ipset/set/1`,
  AggregateKeyType: 'CUSTOM_KEYS',
  ALBLowReputationMode: 'ALWAYS_ON',
  Action: 'HASH',
  AsnList: [64496],
  Behavior: 'KEEP',
  BodyParsingFallbackBehavior: 'MATCH',
  ComparisonOperator: 'EQ',
  ContentType: 'TEXT_PLAIN',
  CountryCodes: ['DE'],
  CreationPath: '/create',
  DefaultSizeInspectionLimit: 'KB_16',
  FallbackBehavior: 'MATCH',
  FieldType: 'SINGLE_HEADER',
  IPAddressVersion: 'IPV4',
  Addresses: ['192.0.2.0/24'],
  Identifier: '/user',
  ImmunityTime: 300,
  InspectionLevel: 'COMMON',
  Key: 'label',
  Limit: 100,
  LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-a'],
  LoginPath: '/login',
  MatchScope: 'ALL',
  OversizeHandling: 'CONTINUE',
  PayloadType: 'JSON',
  Position: 'ANY',
  PositionalConstraint: 'EXACTLY',
  RegexString: 'a',
  RegistrationPagePath: '/register',
  ResourceArn: `${ARN}/webacl/a/1`,
  ResponseCode: 403,
  Scope: 'LABEL',
  SearchString: 'YQ==',
  SensitivityToBlock: 'LOW',
  Sensitivity: 'LOW',
  SuccessCodes: [200],
  FailureCodes: [401],
  UsageOfAction: 'ENABLED',
  VendorName: 'AWS',
  IncludedPaths: ['/a'],
};

/** The members that stand for a choice: the structure holds exactly one, and this one where any will do. */
export const CHOICES: Readonly<Record<string, string>> = {
  Statement: 'GeoMatchStatement',
  FirewallManagerStatement: 'ManagedRuleGroupStatement',
  FieldToMatch: 'UriPath',
  RuleAction: 'Block',
  DefaultAction: 'Allow',
  OverrideAction: 'None',
  HeaderMatchPattern: 'All',
  CookieMatchPattern: 'All',
  JsonMatchPattern: 'All',
  RateBasedStatementCustomKey: 'HTTPMethod',
  Condition: 'ActionCondition',
};

/** A least instance of a shape that holds what the path names; at the path's end `put` has its way. */
export function instanceOf(
  shape: ModelShape,
  path: readonly string[] | undefined,
  put: (value: unknown, shape: ModelShape) => unknown,
  name = '',
): unknown {
  const whole = wholeInstance(shape, path, put, name);
  return path?.length === 0 ? put(whole, shape) : whole;
}

function wholeInstance(
  shape: ModelShape,
  path: readonly string[] | undefined,
  put: (value: unknown, shape: ModelShape) => unknown,
  name: string,
): unknown {
  const [step, ...rest] = path ?? [];
  const onward = step === undefined ? undefined : rest;
  if (step === undefined && name in SAMPLES) return SAMPLES[name];
  if (shape.kind === 'list') return [instanceOf(shape.of(), onward, put)];
  if (shape.kind === 'map') return { [step ?? 'key']: instanceOf(shape.of(), onward, put) };
  if (shape.kind === 'scalar') return { text: 'text', number: 1, boolean: true, blob: 'YQ==' }[shape.scalar];
  const chosen = CHOICES[shape.name];
  const wanted = shape.members.filter((member) =>
    chosen === undefined ? member.required || member.name === step : member.name === (step ?? chosen),
  );
  const entries = wanted.map((member) => [
    member.name,
    instanceOf(member.shape(), member.name === step ? rest : undefined, put, member.name),
  ]);
  return Object.fromEntries([...entries, ...companions(shape.name, step)]);
}

/** What must stand beside a member, though the model does not require it. */
function companions(structure: string, step: string | undefined): readonly (readonly [string, unknown])[] {
  if (structure === 'Rule' && step === 'OverrideAction')
    return [['Statement', { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesPHPRuleSet' } }]];
  if (structure === 'Rule' && step !== 'Action') return [['Action', { Block: {} }]];
  return [];
}
