const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'bench' };
const NONE = [{ Priority: 0, Type: 'NONE' }];
const LOWERCASE = [{ Priority: 0, Type: 'LOWERCASE' }];
const DECODED = [
  { Priority: 0, Type: 'URL_DECODE' },
  { Priority: 1, Type: 'LOWERCASE' },
];

/** The seven groups that the Core Rule Set of ModSecurity is compared with. */
export const GROUPS = ['Common', 'KnownBadInputs', 'SQLi', 'Linux', 'Unix', 'Windows', 'PHP'] as const;

export const DENIED = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/denied/1';
export const OFFICE = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/office/1';

/** A list of a thousand addresses, and one of a few. */
export const IP_SETS = new Map<string, unknown>([
  [
    DENIED,
    {
      IPAddressVersion: 'IPV4',
      Addresses: Array.from({ length: 1000 }, (_none, at) => `198.18.${at >> 2}.${(at & 3) * 64}/26`),
    },
  ],
  [OFFICE, { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24', '198.51.100.7/32'] }],
]);

type Data = Readonly<Record<string, unknown>>;

const contains = (SearchString: string, FieldToMatch: Data, TextTransformations: unknown): Data => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'CONTAINS', FieldToMatch, TextTransformations },
});
const starts = (SearchString: string, FieldToMatch: Data, TextTransformations: unknown): Data => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'STARTS_WITH', FieldToMatch, TextTransformations },
});
const not = (Statement: Data): Data => ({ NotStatement: { Statement } });
const and = (...Statements: readonly Data[]): Data => ({ AndStatement: { Statements } });

/** Ten rules such as people write. */
const CUSTOM: readonly (readonly [name: string, statement: Data, action: string])[] = [
  ['DeniedAddresses', { IPSetReferenceStatement: { Arn: DENIED } }, 'Block'],
  ['Countries', { GeoMatchStatement: { CountryCodes: ['KP', 'IR'] } }, 'Block'],
  ['Flood', { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } }, 'Block'],
  [
    'AdminOnlyFromOffice',
    and(starts('/admin', { UriPath: {} }, DECODED), not({ IPSetReferenceStatement: { Arn: OFFICE } })),
    'Block',
  ],
  ['NoDotFiles', contains('/.', { UriPath: {} }, DECODED), 'Block'],
  ['Scanners', contains('sqlmap', { SingleHeader: { Name: 'user-agent' } }, LOWERCASE), 'Block'],
  [
    'Methods',
    not({
      RegexMatchStatement: {
        RegexString: '^(GET|HEAD|POST|PUT|DELETE|OPTIONS)$',
        FieldToMatch: { Method: {} },
        TextTransformations: NONE,
      },
    }),
    'Block',
  ],
  [
    'LongQuery',
    {
      SizeConstraintStatement: {
        ComparisonOperator: 'GT',
        Size: 4096,
        FieldToMatch: { QueryString: {} },
        TextTransformations: NONE,
      },
    },
    'Block',
  ],
  ['Coupons', contains('coupon=', { QueryString: {} }, DECODED), 'Count'],
  [
    'ApiVersions',
    {
      RegexMatchStatement: {
        RegexString: '^/api/v[0-9]+/(internal|debug)/',
        FieldToMatch: { UriPath: {} },
        TextTransformations: DECODED,
      },
    },
    'Block',
  ],
];

const custom = ([Name, Statement, action]: (typeof CUSTOM)[number], Priority: number): Data => ({
  Name,
  Priority,
  Statement,
  Action: { [action]: {} },
  VisibilityConfig: VISIBILITY,
});

/** SizeRestrictions_BODY ends what is above 8 KB; it counts here, as who takes uploads sets it, so that bodies are looked at. */
const managed = (name: string, at: number): Data => ({
  Name: name,
  Priority: 100 + at,
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: `AWSManagedRules${name}RuleSet`,
      ...(name === 'Common'
        ? { RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }] }
        : {}),
    },
  },
  OverrideAction: { None: {} },
  VisibilityConfig: VISIBILITY,
});

/** A web ACL of these rules that looks at bodies as far as AWS WAF can. */
export const webAclOf = (Rules: readonly unknown[]): Data => ({
  Name: 'Bench',
  Scope: 'CLOUDFRONT',
  DefaultAction: { Allow: {} },
  VisibilityConfig: VISIBILITY,
  AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_64' } } },
  Rules,
});

/** The seven groups after ten rules of one's own. */
export const WEB_ACL = webAclOf([...CUSTOM.map(custom), ...GROUPS.map(managed)]);

/** A web ACL takes ten rate-based rules and fifty references at most. */
const REPEATABLE = CUSTOM.filter(([, statement]) => !/RateBased|IPSetReference/.test(JSON.stringify(statement)));

/** So many rules of one's own: seven of the ten kinds in turns, each with texts of its own; none ends an evaluation. */
export const customRules = (count: number): Data =>
  webAclOf(
    Array.from({ length: count }, (_none, at) => {
      const [name, statement] = REPEATABLE[at % REPEATABLE.length] ?? ['', {}];
      const own = JSON.parse(JSON.stringify(statement).replaceAll('"SearchString":"', `"SearchString":"${at}x`));
      return custom([`${name}${at}`, own, 'Count'], at);
    }),
  );

export type Position = 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';

const searched = (at: number, PositionalConstraint: Position, FieldToMatch: Data): Data => ({
  ByteMatchStatement: {
    SearchString: btoa(`${(at * 7919 + 13).toString(36)}_${at}`),
    PositionalConstraint,
    FieldToMatch,
    TextTransformations: DECODED,
  },
});

const GROUP = 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/strings/1';

/** A definition, and the rule groups that it refers to. */
export interface WithGroups {
  readonly definition: Data;
  readonly ruleGroups: ReadonlyMap<string, unknown>;
}

/**
 * As the API answers with it: its Capacity, which is what a web ACL may have, is then taken at its word. AWS would refuse as many
 * texts as the largest of these have.
 */
const ofGroup = (statements: readonly Data[]): WithGroups => ({
  definition: webAclOf([
    {
      Name: 'Strings',
      Priority: 0,
      Statement: { RuleGroupReferenceStatement: { Arn: GROUP } },
      OverrideAction: { None: {} },
      VisibilityConfig: VISIBILITY,
    },
  ]),
  ruleGroups: new Map([
    [
      GROUP,
      {
        Name: 'strings',
        ARN: GROUP,
        Capacity: 5000,
        VisibilityConfig: VISIBILITY,
        Rules: statements.map((statement, at) => custom([`R${at}`, statement, 'Count'], at)),
      },
    ],
  ]),
});

/** So many texts that are looked for in one component after one chain, each by a rule of its own. */
export const stringRules = (count: number, position: Position, field: Data): WithGroups =>
  ofGroup(Array.from({ length: count }, (_none, at) => searched(at, position, field)));

/** The same texts as alternatives in one rule. */
export const stringAlternatives = (count: number, position: Position, field: Data): WithGroups =>
  ofGroup([
    { OrStatement: { Statements: Array.from({ length: count }, (_none, at) => searched(at, position, field)) } },
  ]);
