import { readFileSync } from 'node:fs';
import type { WebAclLintReport } from '@sallyport/prover';
import { expect, test } from 'vitest';
import { base64, file, VISIBILITY } from './testing/waf-files.ts';
import { RefusedWebAcl } from './waf-definition.ts';
import { wafEvaluateCommand } from './waf-evaluate-command.ts';
import { type WafLintOptions, wafLintCommand } from './waf-lint-command.ts';

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global';
const byte = (FieldToMatch: object, SearchString: string, PositionalConstraint: string) => ({
  ByteMatchStatement: {
    SearchString: base64(SearchString),
    FieldToMatch,
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint,
  },
});
const rule = (Name: string, Priority: number, Action: object, Statement: object) => ({
  Name,
  Priority,
  Action,
  Statement,
  VisibilityConfig: VISIBILITY,
});
/** As get-web-acl answers it. */
const webAcl = (...Rules: readonly object[]): string =>
  file(
    JSON.stringify(
      {
        WebACL: {
          Name: 'Edge',
          Id: '1',
          ARN: `${ARN}/webacl/Edge/1`,
          DefaultAction: { Allow: {} },
          VisibilityConfig: VISIBILITY,
          Rules,
        },
      },
      undefined,
      2,
    ),
  );
const crawler = rule(
  'Crawler',
  0,
  { Allow: {} },
  byte({ SingleHeader: { Name: 'user-agent' } }, 'Googlebot', 'CONTAINS'),
);
const admin = rule('BlockAdmin', 1, { Block: {} }, byte({ UriPath: {} }, '/admin', 'STARTS_WITH'));

function linted(options: Partial<WafLintOptions> & Pick<WafLintOptions, 'webAcl'>): { code: number; text: string } {
  let text = '';
  const code = wafLintCommand({ format: 'json', failOn: 'error', ...options }, (more) => {
    text += more;
  });
  return { code, text };
}

test('a finding has its place, its requests and what was decided of them; waf evaluate decides the same', () => {
  const path = webAcl(crawler, admin);
  const { code, text } = linted({ webAcl: path });
  const report = JSON.parse(text) as WebAclLintReport;
  const finding = report.findings.find(({ id }) => id === 'WAF-04');
  expect(code).toBe(2);
  expect(finding).toMatchObject({
    level: 'error',
    rule: 'Crawler',
    path: 'WebACL.Rules.0',
    place: { file: path, line: 15, property: 'WebACL.Rules.0' },
    page: 'docs/findings/WAF-04.md',
  });
  for (const { request, decision } of report.findings.flatMap(({ shown }) => shown)) {
    let outcome = '';
    wafEvaluateCommand({ webAcl: path, request: file(JSON.stringify(request)), format: 'json' }, (more) => {
      outcome += more;
    });
    const { action, terminatingRule } = decision;
    expect(JSON.parse(outcome)).toMatchObject({ action, terminatingRule });
  }
});

test('a web ACL without a fault ends with 0, and says what was not examined', () => {
  const unknown = rule('Listed', 0, { Block: {} }, { IPSetReferenceStatement: { ARN: `${ARN}/ipset/Bad/1` } });
  const { code, text } = linted({ webAcl: webAcl(unknown), format: 'human' });
  expect(code).toBe(0);
  expect(text).toContain('nothing found');
  expect(text).toContain('not examined');
  expect(text.replace(/\s+/g, ' ')).toContain(`the IP set "${ARN}/ipset/Bad/1" is not in the sources`);
});

test('the level that makes the exit code 2 can be chosen', () => {
  const path = webAcl(rule('Marked', 0, { Block: {} }, { LabelMatchStatement: { Scope: 'LABEL', Key: 'bad' } }), {
    ...admin,
    Action: { Count: {} },
    Name: 'Also',
    Priority: 2,
  });
  const other = webAcl(rule('Marked', 0, { Block: {} }, { LabelMatchStatement: { Scope: 'LABEL', Key: 'bad' } }), {
    ...admin,
    Statement: byte({ Method: {} }, 'TRACE', 'EXACTLY'),
  });
  expect(linted({ webAcl: path }).code).toBe(2);
  expect(linted({ webAcl: other }).code).toBe(0);
  expect(linted({ webAcl: other, failOn: 'warning' }).code).toBe(2);
});

test('people get the requests as commands to paste, padding written by the shell', () => {
  const body = rule('Body', 0, { Block: {} }, byte({ Body: {} }, 'evil', 'CONTAINS'));
  const { text } = linted({ webAcl: webAcl(body), format: 'human' });
  expect(text).toContain('error WAF-07');
  expect(text).toMatch(/--data-binary "pad=\$\(printf 'a%\.0s' \$\(seq 16380\)\)&q=evil"/);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(400);
});

test('a web ACL that AWS would refuse is refused', () => {
  expect(() => linted({ webAcl: webAcl({ ...admin, Statement: {} }) })).toThrow(RefusedWebAcl);
});

test('a fault in a rule group has its place in the file of the group', () => {
  const never = rule('Never', 0, { Block: {} }, byte({ UriPath: {} }, 'admin', 'STARTS_WITH'));
  const counted = rule('Counted', 1, { Block: {} }, byte({ Method: {} }, 'TRACE', 'EXACTLY'));
  const group = file(
    JSON.stringify({
      RuleGroup: {
        Name: 'Own',
        Id: '2',
        ARN: `${ARN}/rulegroup/Own/2`,
        Capacity: 50,
        VisibilityConfig: VISIBILITY,
        Rules: [never, counted],
      },
    }),
  );
  const reference = {
    ARN: `${ARN}/rulegroup/Own/2`,
    RuleActionOverrides: [{ Name: 'Counted', ActionToUse: { Count: {} } }],
  };
  const { Action: _action, ...referring } = rule('Group', 0, {}, { RuleGroupReferenceStatement: reference });
  const path = webAcl({ ...referring, OverrideAction: { None: {} } }, { ...admin, Priority: 1 });
  const { findings } = JSON.parse(linted({ webAcl: path, ruleGroup: [group] }).text) as WebAclLintReport;
  expect(findings.find(({ id }) => id === 'WAF-20')).toMatchObject({
    rule: 'Group#Never',
    place: { file: group, property: 'Rules.0.Statement.ByteMatchStatement' },
  });
  expect(findings.find(({ id }) => id === 'WAF-03')).toMatchObject({ rule: 'Group#Counted', place: { file: path } });
});

test('a template tells what the web ACL is attached to', () => {
  const template = file(
    JSON.stringify({
      Resources: {
        Acl: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: {
            Name: 'Acl',
            Scope: 'CLOUDFRONT',
            DefaultAction: { Block: {} },
            VisibilityConfig: VISIBILITY,
          },
        },
      },
    }),
  );
  const report = JSON.parse(linted({ webAcl: `${template}#Acl` }).text) as WebAclLintReport;
  expect(report.findings.map(({ id }) => id)).toEqual(['WAF-23']);
});

test('behind a distribution a block list sees addresses of CloudFront', () => {
  const arn = 'arn:aws:apigateway:us-east-1::/restapis/${Api}/stages/prod';
  const integration = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://app.example.com/' };
  const cache = { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: 'p' };
  const domain = { 'Fn::Sub': '${Api}.execute-api.us-east-1.amazonaws.com' };
  const template = file(
    JSON.stringify({
      Resources: {
        Edge: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: {
            DistributionConfig: {
              Enabled: true,
              DefaultCacheBehavior: cache,
              Origins: [{ Id: 'api', DomainName: domain, CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }],
            },
          },
        },
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
        Method: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            RestApiId: { Ref: 'Api' },
            ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
            HttpMethod: 'GET',
            AuthorizationType: 'NONE',
            Integration: integration,
          },
        },
        Deployment: {
          Type: 'AWS::ApiGateway::Deployment',
          DependsOn: 'Method',
          Properties: { RestApiId: { Ref: 'Api' } },
        },
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
        },
        Bad: {
          Type: 'AWS::WAFv2::IPSet',
          Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['198.51.100.0/24'] },
        },
        Acl: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: {
            Scope: 'REGIONAL',
            DefaultAction: { Allow: {} },
            VisibilityConfig: VISIBILITY,
            Rules: [
              rule('Listed', 0, { Block: {} }, { IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': ['Bad', 'Arn'] } } }),
            ],
          },
        },
        Association: {
          Type: 'AWS::WAFv2::WebACLAssociation',
          Properties: { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, ResourceArn: { 'Fn::Sub': arn } },
        },
      },
    }),
  );
  const { findings } = JSON.parse(linted({ webAcl: template }).text) as WebAclLintReport;
  expect(findings).toMatchObject([{ id: 'WAF-11', rule: 'Listed', place: { logicalId: 'Acl' } }]);
  const { text } = linted({ webAcl: template, format: 'human' });
  expect(text).toContain('BLOCK by Listed, sent from 198.51.100.0');
});

test('a web ACL of the example protects what its template says', () => {
  const example = new URL('../../../examples/protected-api/template.yaml', import.meta.url).pathname;
  expect(readFileSync(example, 'utf8')).toContain('AWS::WAFv2::WebACL');
  const report = JSON.parse(linted({ webAcl: example }).text) as WebAclLintReport;
  expect(report.findings.map(({ id }) => id)).not.toContain('WAF-23');
});
