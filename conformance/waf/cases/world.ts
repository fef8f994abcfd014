const OURS = 'arn:aws:wafv2:us-east-1:111122223333:global';
const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

export const WEB_ACL_ARN = `${OURS}/webacl/testWebACL/1`;

const matchOf = (FieldToMatch: object, SearchString: string): object => ({
  ByteMatchStatement: {
    SearchString,
    PositionalConstraint: 'CONTAINS',
    FieldToMatch,
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});

const rule = (Name: string, Priority: number, Statement: object, Action: object, more: object = {}): object => ({
  Name,
  Priority,
  Statement,
  Action,
  VisibilityConfig: VISIBILITY,
  ...more,
});

/** A rule group of the same account; it blocks `/blocked`, counts and labels `/counted`, allows `/allowed`. */
const testRules = {
  Name: 'testRules',
  Capacity: 100,
  VisibilityConfig: VISIBILITY,
  CustomResponseBodies: { gone: { ContentType: 'TEXT_PLAIN', Content: 'This is a plain text response body.' } },
  Rules: [
    rule(
      'Label',
      20000,
      matchOf({ UriPath: {} }, '/counted'),
      { Count: {} },
      {
        RuleLabels: [{ Name: 'header:encoding:utf8' }],
      },
    ),
    rule(
      'Follow',
      30000,
      { LabelMatchStatement: { Scope: 'LABEL', Key: 'encoding:utf8' } },
      { Count: {} },
      {
        RuleLabels: [{ Name: 'LabelNameZ' }],
      },
    ),
    rule('Block', 10000, matchOf({ UriPath: {} }, '/blocked'), {
      Block: { CustomResponse: { ResponseCode: 404, CustomResponseBodyKey: 'gone' } },
    }),
    rule('Allow', 40000, matchOf({ UriPath: {} }, '/allowed'), { Allow: {} }),
    rule('Plain', 50000, matchOf({ UriPath: {} }, '/plain'), { Block: {} }),
    rule('Captcha', 60000, matchOf({ UriPath: {} }, '/captcha'), { Captcha: {} }),
    rule(
      'Patient',
      70000,
      matchOf({ UriPath: {} }, '/patient'),
      { Count: {} },
      { CaptchaConfig: { ImmunityTimeProperty: { ImmunityTime: 120 } } },
    ),
  ],
};

const ten = Array.from({ length: 10 }, (_none, at) => `198.51.100.${at + 1}`);

/** What the cases refer to: sets and groups by ARN, and what is known of addresses that headers name. */
export const WORLD = {
  ipSets: {
    [`${OURS}/ipset/four/1`]: { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.44/32', '198.51.100.0/24'] },
    [`${OURS}/ipset/six/1`]: { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32', '1111::3/128'] },
    [`${OURS}/ipset/wide/1`]: { IPAddressVersion: 'IPV4', Addresses: ['10.0.0.0/8', '192.0.2.0/25'] },
    [`${OURS}/ipset/empty/1`]: { IPAddressVersion: 'IPV4', Addresses: [] },
  },
  regexPatternSets: {
    [`${OURS}/regexpatternset/bad/1`]: { RegularExpressionList: ['\\.env$', '/\\.git/'] },
    [`${OURS}/regexpatternset/bots/1`]: { RegularExpressionList: ['(?i)badbot', 'I[a@]mAB[a@]dRequest'] },
  },
  ruleGroups: {
    [`${OURS}/rulegroup/testRules/1`]: testRules,
    [`${OURS}/rulegroup/tooSmall/1`]: { ...testRules, Name: 'tooSmall', Capacity: 60 },
  },
  places: {
    '192.0.2.1': { country: 'US', region: 'OR', asn: 64496 },
    '192.0.2.2': { country: 'DE', region: 'BE', asn: 64511 },
    '2001:db8::1': { country: 'JP', asn: 65550 },
    ...Object.fromEntries(ten.map((address) => [address, { country: 'FR', asn: 64500 }])),
  },
} as const;
