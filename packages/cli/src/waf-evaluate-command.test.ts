import { describe, expect, test } from 'vitest';
import { runCommandLine } from './command-line.ts';
import {
  ARN,
  apiWebAcl,
  base64,
  capacity,
  evaluated,
  file,
  pathStartsWith,
  rule,
  VISIBILITY,
} from './testing/waf-files.ts';
import { RefusedWebAcl } from './waf-definition.ts';

const MESSAGE = file('POST /ADMIN?a=1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 3\r\n\r\na=b\n', 'http');

describe('waf evaluate', () => {
  test('evaluates a raw HTTP message against what get-web-acl answers', () => {
    const label = { RuleLabels: [{ Name: 'admin' }] };
    const webAcl = file(apiWebAcl([rule('Admin', 0, pathStartsWith(base64('/admin')), { Block: {} }, label)]));
    const [outcome] = evaluated({ webAcl, request: MESSAGE });
    expect(Object.keys(outcome)).toEqual([
      'action',
      'terminatingRule',
      'terminatingRuleInGroup',
      'labels',
      'countedRules',
      'insertedHeaders',
      'response',
      'matchDetails',
      'fidelity',
      'trace',
    ]);
    expect(outcome).toMatchObject({
      action: 'BLOCK',
      terminatingRule: 'Admin',
      terminatingRuleInGroup: null,
      labels: ['awswaf:111122223333:webacl:Edge:admin'],
      response: { status: 403, body: '{"message":"Forbidden"}' },
      fidelity: 'documented',
      trace: [{ rule: 'Admin', matched: true }],
    });
  });

  test('reads a body up to its Content-Length, and chunks', () => {
    const body = {
      SizeConstraintStatement: {
        ComparisonOperator: 'EQ',
        Size: 3,
        FieldToMatch: { Body: {} },
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    };
    const webAcl = file(apiWebAcl([rule('Size', 0, body, { Block: {} })]));
    const chunked = file('POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n', 'http');
    expect(evaluated({ webAcl, request: MESSAGE })[0].action).toBe('BLOCK');
    expect(evaluated({ webAcl, request: chunked })[0].action).toBe('BLOCK');
  });

  test('reads the same rule in CloudFormation’s shape, bare, as a resource, and in a template', () => {
    const Rules = [rule('Admin', 0, pathStartsWith('/admin'), { Block: {} })];
    const properties = {
      Name: 'Edge',
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules,
    };
    const resource = { Type: 'AWS::WAFv2::WebACL', Properties: properties };
    const template = file({ Resources: { Firewall: resource } });
    for (const webAcl of [file(properties), file(resource), template, `${template}#Firewall`]) {
      const [{ terminatingRule, response }] = evaluated({ webAcl, request: MESSAGE });
      expect(terminatingRule).toBe('Admin');
      expect(response.body).toContain('Request blocked.');
    }
  });

  test('reads an API definition without an ARN as such where its search strings are base64 of texts', () => {
    const { WebACL } = apiWebAcl([rule('Admin', 0, pathStartsWith(base64('/admin')), { Block: {} })]);
    const { ARN: _arn, Id: _id, ...bare } = WebACL;
    expect(evaluated({ webAcl: file(bare), request: MESSAGE })[0].terminatingRule).toBe('Admin');
    expect(evaluated({ webAcl: file(bare), request: MESSAGE, shape: 'cloudformation' })[0].action).toBe('ALLOW');
  });

  test('evaluates requests in order, their times as the clock of rate-based rules', () => {
    const rate = { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', EvaluationWindowSec: 60 } };
    const webAcl = file(apiWebAcl([rule('Rate', 0, rate, { Block: {} })]));
    const lines = Array.from({ length: 12 }, (_none, at) =>
      JSON.stringify({ client: { address: '192.0.2.1' }, time: new Date(at * 1000).toISOString() }),
    );
    const late = JSON.stringify({ client: { address: '192.0.2.1' }, time: '1970-01-01T00:02:00Z' });
    const actions = evaluated({ webAcl, request: file([...lines, late].join('\n'), 'jsonl') }).map(
      ({ action }) => action,
    );
    expect(actions).toEqual([...Array(10).fill('ALLOW'), 'BLOCK', 'BLOCK', 'ALLOW']);
  });

  test('takes IP sets, regex sets and rule groups from files, and addresses from --ip-data', () => {
    const ipSet = { IPSet: { ARN: `${ARN}/ipset/bad/1`, IPAddressVersion: 'IPV4', Addresses: ['192.0.2.9/32'] } };
    const regexSet = { ARN: `${ARN}/regexpatternset/env/1`, RegularExpressionList: [{ RegexString: '\\.env$' }] };
    const ruleGroup = {
      RuleGroup: {
        Name: 'own',
        ARN: `${ARN}/rulegroup/own/1`,
        Capacity: 50,
        VisibilityConfig: VISIBILITY,
        Rules: [rule('Inside', 0, pathStartsWith(base64('/inside')), { Block: {} })],
      },
    };
    const regex = {
      ARN: regexSet.ARN,
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    };
    const { Action: _action, ...group } = rule(
      'Group',
      2,
      { RuleGroupReferenceStatement: { ARN: ruleGroup.RuleGroup.ARN } },
      {},
    );
    const forwarded = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH' };
    const webAcl = file(
      apiWebAcl([
        rule('Set', 0, { IPSetReferenceStatement: { ARN: ipSet.IPSet.ARN } }, { Block: {} }),
        rule('Regex', 1, { RegexPatternSetReferenceStatement: regex }, { Block: {} }),
        { ...group, OverrideAction: { None: {} } },
        rule('Asn', 3, { AsnMatchStatement: { AsnList: [64496] } }, { Block: {} }),
        rule('Geo', 4, { GeoMatchStatement: { CountryCodes: ['DE'], ForwardedIPConfig: forwarded } }, { Block: {} }),
      ]),
    );
    const options = {
      webAcl,
      ipSet: [file(ipSet)],
      regexSet: [file(regexSet)],
      ruleGroup: [file(ruleGroup)],
      ipData: file({ '192.0.2.1': { country: 'DE', region: 'BE', asn: 64496 } }),
    };
    const requests = [
      { client: { address: '192.0.2.9' } },
      { target: '/.env' },
      { target: '/inside' },
      { client: { address: '192.0.2.1' } },
      { headers: [['X-Forwarded-For', '192.0.2.1']] },
      {},
    ];
    const outcomes = evaluated({
      ...options,
      request: file(requests.map((each) => JSON.stringify(each)).join('\n'), 'jsonl'),
    });
    expect(outcomes.map((each) => each.terminatingRule)).toEqual([
      'Set',
      'Regex',
      'Group',
      'Asn',
      'Geo',
      'Default_Action',
    ]);
    expect(outcomes[2].terminatingRuleInGroup).toBe('Inside');
    expect(outcomes[4].labels).toContain('awswaf:forwardedip:geo:region:DE-BE');
    expect(outcomes.every(({ fidelity }) => fidelity === 'documented')).toBe(true);
    expect(capacity(webAcl, options)).toMatchObject({
      rules: [{ name: 'Set', capacity: 1 }, { capacity: 25 }, { capacity: 50 }, { capacity: 1 }, { capacity: 1 }],
    });
  });

  test('what --ip-data does not tell of an address is built in; a country that nobody knows is XX', () => {
    const webAcl = file(
      apiWebAcl([
        rule('Japan', 0, { GeoMatchStatement: { CountryCodes: ['JP'] } }, { Block: {} }),
        rule('Google', 1, { AsnMatchStatement: { AsnList: [15169] } }, { Block: {} }),
      ]),
    );
    const clients = [
      { address: '133.11.0.1' },
      { address: '8.8.8.8' },
      { address: '2001:4860:4860::8888' },
      { address: '193.0.6.139' },
      { address: '133.11.0.1', country: 'DE' },
      { address: '192.0.2.1' },
    ];
    const outcomes = evaluated({
      webAcl,
      ipData: file({ '193.0.6.139': { country: 'JP', region: '13' } }),
      request: file(clients.map((client) => JSON.stringify({ client })).join('\n'), 'jsonl'),
    });
    expect(outcomes.map((each) => each.terminatingRule)).toEqual([
      ...['Japan', 'Google', 'Google', 'Japan', 'Default_Action', 'Default_Action'],
    ]);
    expect(outcomes[3].labels).toContain('awswaf:clientip:geo:region:JP-13');
    expect(outcomes[5].labels).toContain('awswaf:clientip:geo:country:XX');
  });

  test.each([
    ['CLOUDFRONT', 'Request blocked.'],
    ['AMPLIFY', 'Request blocked.'],
    ['API_GATEWAY', '{"message":"Forbidden"}'],
    ['APPLICATION_LOAD_BALANCER', '<center><h1>403 Forbidden</h1></center>'],
    ['APPSYNC', 'WAFForbiddenException'],
    ['COGNITO_USER_POOL', 'Request not allowed due to WAF block.'],
  ] as const)('%s answers a blocked request with %s', (resourceType, text) => {
    const webAcl = file(apiWebAcl([], { DefaultAction: { Block: {} } }));
    const [{ response, terminatingRule }] = evaluated({ webAcl, request: MESSAGE, resourceType });
    expect(terminatingRule).toBe('Default_Action');
    expect(response).toMatchObject({ status: 403, body: expect.stringContaining(text) });
  });

  test('a web ACL that AWS would refuse exits 3, each reason with its path and place', async () => {
    const webAcl = file(
      JSON.stringify(apiWebAcl([rule('Admin', 0, pathStartsWith('%%%'), { Blok: {} })]), undefined, 2),
    );
    expect(await runCommandLine(['waf', 'evaluate', '--web-acl', webAcl, '--request', MESSAGE])).toBe(3);
    let refused: unknown;
    try {
      capacity(webAcl);
    } catch (cause) {
      refused = cause;
    }
    expect(refused).toBeInstanceOf(RefusedWebAcl);
    const diagnostics = refused instanceof RefusedWebAcl ? refused.diagnostics : [];
    expect(diagnostics.map(({ place }) => place?.property)).toEqual([
      'WebACL.Rules.0.Statement.ByteMatchStatement.SearchString',
      'WebACL.Rules.0.Action.Blok',
    ]);
    expect(diagnostics[0]?.place?.line).toBeGreaterThan(10);
  });

  test.each([
    ['JSON', '['.repeat(100_000)],
    ['YAML', `a: ${'['.repeat(100_000)}`],
    ['a web ACL', JSON.stringify(apiWebAcl([rule('Deep', 0, nested(1000), { Block: {} })]))],
  ])('%s of thousands of levels is refused, not run into', async (_title, text) => {
    expect(await runCommandLine(['waf', 'capacity', '--web-acl', file(text)])).toBe(3);
  });

  test.each([
    ['{"target":1}', 'target'],
    ['{"path":"/"}', 'path'],
    ['{"time":"yesterday"}', 'yesterday'],
    ['{"headers":{"Host":"a"}}', 'headers'],
    ['{"bodyBase64":"%%"}', 'bodyBase64'],
    ['{"target":"/"}\nnonsense', 'no JSON'],
    ['GET', 'request line'],
  ])('the request %s is refused', (text, reason) => {
    const webAcl = file(apiWebAcl([]));
    expect(() => evaluated({ webAcl, request: file(text, 'txt') })).toThrow(reason);
  });
});

/** NOT of NOT of NOT … */
function nested(levels: number): object {
  let statement: object = { GeoMatchStatement: { CountryCodes: ['DE'] } };
  for (let level = 0; level < levels; level++) statement = { NotStatement: { Statement: statement } };
  return statement;
}
