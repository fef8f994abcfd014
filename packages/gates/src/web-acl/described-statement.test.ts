import type { Request } from '@sallyport/http';
import { compileWebAcl, MemoryCounters } from '@sallyport/waf';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { attributeValues } from '../attribute.ts';
import type { Condition, Matcher } from '../condition.ts';
import { applyTextRewrite } from '../text-rewrite.ts';
import { statementCondition } from './described-statement.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const SET = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/s/1';
const REFERENCES = { ipSets: new Map([[SET, { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/25'] }]]) };

/** A condition read as plainly as its docstring says. */
function holds(condition: Condition, request: Request): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, request));
  if ('any' in condition) return condition.any.some((each) => holds(each, request));
  if ('not' in condition) return !holds(condition.not, request);
  switch (condition.test) {
    case 'text':
      return attributeValues(request, condition.on).some((value) =>
        matches(
          condition.matches,
          (condition.through ?? []).reduce((text, by) => applyTextRewrite(by, text), value),
        ),
      );
    case 'present':
      return attributeValues(request, condition.on).length > 0;
    case 'address': {
      const address = ipaddr.process(request.connection.address);
      return condition.in.cidrs.some((cidr) => {
        const [network, prefix] = ipaddr.parseCIDR(cidr);
        return network.kind() === address.kind() && address.match(network, prefix);
      });
    }
    case 'undecided':
      return condition.decide(request);
    case 'limit':
      return condition.exceeded(request);
  }
}

function matches(matcher: Matcher, text: string): boolean {
  switch (matcher.is) {
    case 'equal':
      return matcher.to === text;
    case 'one-of':
      return matcher.of.includes(text);
    case 'starting-with':
      return text.startsWith(matcher.text);
    case 'ending-with':
      return text.endsWith(matcher.text);
    case 'containing':
      return text.includes(matcher.text);
    case 'regex':
      return new RegExp(matcher.source).test(text);
    default:
      throw new Error(`no statement becomes ${matcher.is}`);
  }
}

const NONE = ['NONE'];
const text = (field: unknown, SearchString: string, PositionalConstraint: string, types = NONE): unknown => ({
  ByteMatchStatement: {
    FieldToMatch: field,
    SearchString,
    PositionalConstraint,
    TextTransformations: types.map((Type, Priority) => ({ Type, Priority })),
  },
});
const path = { UriPath: {} };
const STATEMENTS: readonly unknown[] = [
  text(path, '/admin', 'STARTS_WITH', ['URL_DECODE', 'LOWERCASE']),
  text(path, '/ADMIN', 'EXACTLY', ['UPPERCASE']),
  text(path, 'admin', 'CONTAINS_WORD'),
  text(path, '/a/b', 'ENDS_WITH', ['NORMALIZE_PATH']),
  text({ SingleHeader: { Name: 'Host' } }, 'example', 'CONTAINS'),
  text({ SingleHeader: { Name: 'X-Key' } }, 'k', 'EXACTLY'),
  text({ SingleQueryArgument: { Name: 'A' } }, '1', 'EXACTLY'),
  text({ QueryString: {} }, 'a=', 'STARTS_WITH'),
  text({ Method: {} }, 'POST', 'EXACTLY'),
  text({ Body: {} }, 'x', 'EXACTLY'),
  {
    RegexMatchStatement: {
      RegexString: '(?i)^/admin$|b\\d',
      FieldToMatch: path,
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
  { IPSetReferenceStatement: { Arn: SET } },
  { GeoMatchStatement: { CountryCodes: ['DE'] } },
  { LabelMatchStatement: { Scope: 'LABEL', Key: 'seen' } },
  {
    SizeConstraintStatement: {
      ComparisonOperator: 'GT',
      Size: 5,
      FieldToMatch: path,
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
];

function requests(): readonly Request[] {
  const targets = [
    '/',
    '/admin',
    '/ADMIN',
    '/%61dmin',
    '/x/admin-y?a=1',
    '/administrator?A=1&a=2',
    '/a//./b',
    '/b7?',
    '/seen?b=1',
  ];
  const addresses = ['192.0.2.1', '192.0.2.200', '2001:db8::1'];
  return targets.flatMap((target, at) =>
    addresses.map(
      (address): Request => ({
        method: at % 2 === 0 ? 'GET' : 'POST',
        target,
        httpVersion: '1.1',
        headers: [
          ['Host', at % 3 === 0 ? 'example.com' : 'other.test'],
          ...(at % 4 === 0 ? [['x-key', 'k'] as const] : []),
        ],
        body: { bytes: Uint8Array.from(at % 5 === 0 ? [0x78] : []), complete: true },
        connection: { scheme: 'https', address, port: 1, localPort: 443, ...(at % 2 === 0 ? { country: 'DE' } : {}) },
      }),
    ),
  );
}

test.each(STATEMENTS.map((statement) => ({ statement })))(
  'the condition of $statement holds where the engine matches',
  ({ statement }) => {
    for (const wanted of [statement, { NotStatement: { Statement: statement } }]) {
      const result = compileWebAcl(
        {
          Name: 'A',
          DefaultAction: { Allow: {} },
          VisibilityConfig: VISIBILITY,
          Rules: [
            {
              Name: 'Label',
              Priority: 0,
              Action: { Count: {} },
              Statement: text(path, '/seen', 'STARTS_WITH'),
              RuleLabels: [{ Name: 'seen' }],
              VisibilityConfig: VISIBILITY,
            },
            { Name: 'Block', Priority: 1, Action: { Block: {} }, Statement: wanted, VisibilityConfig: VISIBILITY },
          ],
        },
        { references: REFERENCES },
      );
      if ('refused' in result) throw new Error(JSON.stringify(result.refused));
      const described = result.webAcl.rules[1]?.statement;
      if (!described) throw new Error('the rule is not described');
      const condition = statementCondition(described);
      const expected = requests().map(
        (request) => result.webAcl.evaluate(request, new MemoryCounters(), 0).action === 'BLOCK',
      );
      expect(requests().map((request) => holds(condition, request))).toEqual(expected);
      expect(new Set(expected).size).toBe(2);
    }
  },
);
