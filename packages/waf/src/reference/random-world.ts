import type { CompileOptions } from '../web-acl.ts';
import type { ReferenceWorld } from './data.ts';
import { numbers } from './random.ts';
import { randomRules } from './random-web-acl.ts';

const OURS = 'arn:aws:wafv2:us-east-1:111122223333:global';
const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const IP_SETS = {
  [`${OURS}/ipset/random/1`]: ['192.0.2.0/25', '198.51.100.7/32', '203.0.113.128/25'],
  [`${OURS}/ipset/six/1`]: ['2001:db8::/32'],
};
const REGEX_SETS = { [`${OURS}/regexpatternset/random/1`]: ['ad.in', '^/a', '(?i)X_1$'] };
const PLACES = {
  '192.0.2.1': { country: 'DE', region: 'BE', asn: 64496 },
  '198.51.100.7': { country: 'US', asn: 64511 },
} as const;
/** Groups of random rules, the same in every run. */
const GROUPS = Object.fromEntries(
  [1, 2, 3].map((at) => [
    `${OURS}/rulegroup/group${at}/1`,
    {
      Name: `group${at}`,
      Capacity: 500,
      VisibilityConfig: VISIBILITY,
      CustomResponseBodies: { stop: { ContentType: 'TEXT_HTML', Content: `<p>${at}</p>` } },
      Rules: randomRules(numbers(at), { holder: 'rule-group' }),
    },
  ]),
);

/** What the web ACLs refer to, for the engine. */
export const OPTIONS: CompileOptions = {
  arn: `${OURS}/webacl/Random/1`,
  references: {
    ipSets: new Map(
      Object.entries(IP_SETS).map(([arn, Addresses]) => [
        arn,
        { IPAddressVersion: arn.includes('six') ? 'IPV6' : 'IPV4', Addresses },
      ]),
    ),
    regexPatternSets: new Map(Object.entries(REGEX_SETS).map(([arn, list]) => [arn, { RegularExpressionList: list }])),
    ruleGroups: new Map(Object.entries(GROUPS)),
  },
  addressData: (address) => new Map<string, object>(Object.entries(PLACES)).get(address),
};

/** The same for the reference. */
export const WORLD: ReferenceWorld = {
  labelPrefix: 'awswaf:111122223333:webacl:Random:',
  bodyBytes: 16384,
  ipSets: IP_SETS,
  regexPatternSets: REGEX_SETS,
  ruleGroups: GROUPS,
  places: PLACES,
};
