import { readFileSync } from 'node:fs';
import { architectureOf, readCloudFormation } from '@sallyport/architecture';
import { graphOf } from '@sallyport/gates';
import { replay } from '@sallyport/runtime';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { mayRefuse } from '../claims/may-refuse.ts';
import type { Attacker } from '../claims/proof.ts';
import type { Finding } from '../report/finding.ts';
import { humanReport } from '../report/human.ts';
import { exitCode, type Report, report } from '../report/report.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judgement.ts';
import { combineWorlds } from './worlds.ts';

const EXAMPLE = readFileSync(new URL('../../../../examples/protected-api/template.yaml', import.meta.url), 'utf8');
const schema: unknown = JSON.parse(readFileSync(new URL('../report/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema as object);

interface Asked {
  readonly attackers?: readonly Attacker[];
  readonly world?: Readonly<Record<string, string>>;
}

function judged(text: string, { attackers, world = {} }: Asked = {}): Judgement {
  const read = readCloudFormation({ files: [{ path: 'template.yaml', text }] }, { world: { parameters: world } });
  const architecture = architectureOf(read);
  const graph = graphOf(architecture, mayRefuse(architecture));
  return judge({ graph, architecture }, replay(graph), attackers);
}

const check = (text: string, asked?: Asked): Report =>
  report(judged(text, asked), { sources: ['template.yaml'], diagnostics: [] });

/** The example with one piece of its text replaced; a piece that is not there is a broken test. */
function changed(...changes: readonly (readonly [piece: string, by: string])[]): string {
  return changes.reduce((text, [piece, by]) => {
    if (!text.includes(piece)) throw new Error(`the example has no ${JSON.stringify(piece)}`);
    return text.replace(piece, () => by);
  }, EXAMPLE);
}

const withResources = (resources: string): string => changed(['\nOutputs:', `\n${resources}\nOutputs:`]);
const api = ({ origins }: Report): Report['origins'][number] => {
  const origin = origins.find((one) => one.origin === 'Api');
  if (!origin) throw new Error('there is no origin "Api"');
  return origin;
};
const finding = ({ findings }: Report, id: string): Finding => {
  const found = findings.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} among ${findings.map((one) => one.id).join(', ')}`);
  return found;
};
const HOLDS = {
  noSideDoor: { internet: 'protected', account: 'protected', credential: 'protected' },
  frontDoorOpens: 'holds',
  guardSees: 'holds',
};

const ADMIN = `  Admin:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: admin }
  AdminGet:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Admin
      HttpMethod: GET
      AuthorizationType: NONE
      ApiKeyRequired: false
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Echo.Arn}/invocations
`;

const PARTNER = `  PartnerKey:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true }
  PartnerPlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: { KeyId: !Ref PartnerKey, KeyType: API_KEY, UsagePlanId: !Ref OriginPlan }
`;

describe('the example', () => {
  const whole = check(EXAMPLE);

  it('holds all three claims against every attacker, with no finding', () => {
    expect(api(whole)).toEqual({ origin: 'Api', claims: HOLDS, reasons: {} });
    expect(whole.findings).toEqual([]);
    expect([whole.verdict, exitCode(whole)]).toEqual(['protected', 0]);
  });

  it('is judged for the named attacker alone where one is named', () => {
    const one = check(EXAMPLE, { attackers: ['account'] });
    expect(api(one).claims.noSideDoor).toEqual({ account: 'protected' });
  });
});

describe('a side door', () => {
  it('is reported with a request that reaches the application, its way, its place and a command', () => {
    const open = check(withResources(ADMIN));
    expect(api(open).claims).toEqual({
      ...HOLDS,
      noSideDoor: { internet: 'bypassable', account: 'bypassable', credential: 'bypassable' },
    });
    expect([open.verdict, exitCode(open)]).toEqual(['bypassable', 2]);
    const found = finding(open, 'API-03');
    expect(found.attacker).toBe('internet');
    expect(found.witness?.request.method).toBe('GET');
    expect(found.witness?.request.url).toMatch(
      /^https:\/\/[a-z0-9]+\.execute-api\.us-east-1\.amazonaws\.com\/prod\/admin\/?$/,
    );
    expect(found.witness?.curl).toContain(found.witness?.request.url);
    expect(found.path.some(({ decision }) => decision.includes('GET /admin requires no API key'))).toBe(true);
    expect(found.place?.logicalId).toBe('AdminGet');
    expect(open.findings.map(({ id }) => id)).toEqual(['API-03']);
  });

  it('is open to clients only where a partner holds a key, which no report shows', () => {
    const open = check(withResources(PARTNER));
    expect(api(open).claims.noSideDoor).toEqual({
      internet: 'protected',
      account: 'protected',
      credential: 'bypassable',
    });
    expect([open.verdict, exitCode(open)]).toEqual(['protected', 0]);
    const found = finding(open, 'API-09');
    expect(found.witness?.request.headers).toContainEqual(['x-api-key', '$PARTNER_KEY']);
    expect(found.witness?.curl).toContain('"x-api-key: $PARTNER_KEY"');
  });

  it('is a key that can be guessed', () => {
    const literal = 'random-value-1234567890';
    const open = check(EXAMPLE.replaceAll(/!Sub ["']?\{\{resolve:[^"'\n]*["']?/g, literal));
    expect(finding(open, 'API-11').witness?.request.headers).toContainEqual(['x-api-key', literal]);
    expect(finding(open, 'SEC-01').claim).toBe(null);
  });

  it('is the distribution itself where it has no web ACL', () => {
    const open = check(changed(['        WebACLId: !GetAtt EdgeWebAcl.Arn\n', '']));
    expect(open.findings.map(({ id }) => id)).toEqual(['CF-01']);
    expect(finding(open, 'CF-01').witness?.entrance).toBe('distribution:Edge');
  });

  it('is every name under which a method without a key answers, each with its finding', () => {
    const open = check(
      withResources(`${ADMIN}  Custom:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: api.example.com
      RegionalCertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012
      EndpointConfiguration: { Types: [REGIONAL] }
  CustomMapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Custom, RestApiId: !Ref Api, Stage: !Ref Prod }
`),
    );
    expect(open.findings.map(({ id }) => id).sort()).toEqual(['API-03', 'API-16']);
    expect(finding(open, 'API-16').witness?.curl).toMatch(
      /--connect-to api\.example\.com:443:d-[a-z0-9]+\.execute-api/,
    );
  });
});

describe('a front door', () => {
  /** What the distribution adds as x-api-key. */
  const ADDED = `!Sub "{{resolve:secretsmanager:\${OriginSecret}:SecretString}}"`;

  it('falls where the key is in no usage plan, and the reason is the gateway’s own', () => {
    const shut = check(changed(['\n      ApiStages:\n        - ApiId: !Ref Api\n          Stage: !Ref Prod', ' {}']));
    expect(api(shut).claims).toEqual({ ...HOLDS, frontDoorOpens: 'falls' });
    expect([shut.verdict, exitCode(shut)]).toEqual(['protected', 2]);
    expect(
      finding(shut, 'API-08').path.some(({ decision }) => decision.includes('not associated with a Usage Plan')),
    ).toBe(true);
  });

  it('falls where the distribution adds the value of no key, and the finding says where it adds it', () => {
    const shut = finding(check(changed([`HeaderValue: ${ADDED}`, 'HeaderValue: another-key'])), 'API-08');
    expect(shut.detail).toBe(
      'The value of the header "x-api-key" that the distribution "Edge" adds is that of no API key in the sources, so API Gateway answers 403.',
    );
    expect([shut.place?.line, shut.place?.column]).toEqual([28, 30]);
  });

  it('falls where the distribution adds no key at all, and the finding says so', () => {
    const headers = `- HeaderName: x-api-key\n                HeaderValue: ${ADDED}`;
    const policy = '          OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac\n';
    const shut = finding(check(changed([headers, '[]'], [policy, ''])), 'API-08');
    expect(shut.detail).toBe(
      '"Api" requires an API key, and the distribution "Edge" adds none that is in the sources, so API Gateway answers 403.',
    );
  });

  it('falls where CloudFront forwards the Host of the viewer', () => {
    const shut = check(changed(['b689b0a8-53d0-40ab-baf2-68738e2966ac', '216adef6-5c7f-47e4-b989-5492eafa07d3']));
    expect(api(shut).claims).toEqual({ ...HOLDS, frontDoorOpens: 'falls' });
    expect(shut.findings.map(({ id }) => id)).toEqual(['API-26']);
  });
});

describe('a web ACL', () => {
  const RULES = / {6}Rules:\n(?: {8}.*\n)+/;

  it('without rules is none (WAF-01)', () => {
    const open = check(EXAMPLE.replace(RULES, ''));
    expect(api(open).claims.noSideDoor.internet).toBe('bypassable');
    expect(open.findings.map(({ id }) => id)).toEqual(['WAF-01']);
  });

  it('that only counts is none (WAF-02)', () => {
    const open = check(EXAMPLE.replaceAll('            Block: {}', '            Count: {}'));
    expect(open.findings.map(({ id }) => id)).toEqual(['WAF-02']);
    expect(finding(open, 'WAF-02').place?.logicalId).toBe('EdgeWebAcl');
  });

  it('of AWS WAF Classic evaluates nothing (CF-02)', () => {
    const open = check(changed(['!GetAtt EdgeWebAcl.Arn', '473e64fd-f30b-4765-81a0-62ad96dd167a']));
    expect(open.findings.map(({ id }) => id)).toEqual(['CF-02']);
  });

  it('that is not in the sources leaves all three claims open, with the reason', () => {
    const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/473e64fd-f30b-4765-81a0-62ad96dd167a';
    const open = check(changed(['!GetAtt EdgeWebAcl.Arn', arn]));
    expect(api(open).claims).toEqual({
      noSideDoor: { internet: 'unknown', account: 'unknown', credential: 'unknown' },
      frontDoorOpens: 'unknown',
      guardSees: 'unknown',
    });
    expect(api(open).reasons.guardSees?.[0]).toContain('whether a web ACL that can block is attached');
    expect([open.verdict, exitCode(open)]).toEqual(['unknown', 4]);
  });

  const ALIAS = ['        Enabled: true\n', '        Enabled: true\n        Aliases: [app.example.com]\n'] as const;
  const hostRule = (statement: string): string =>
    `        - Name: by-host
          Priority: 7
          Action: { Block: {} }
          VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: host, SampledRequestsEnabled: true }
          Statement:
${statement}`;
  const IS_APP = `{ ByteMatchStatement: { SearchString: app.example.com, PositionalConstraint: EXACTLY, FieldToMatch: { SingleHeader: { Name: host } }, TextTransformations: [{ Priority: 0, Type: LOWERCASE }] } }`;
  const withRule = (statement: string): string =>
    changed(ALIAS, ['      Rules:\n', `      Rules:\n${hostRule(statement)}`]);

  it('whose rule asks for one of two names is blind under the other (CF-10)', () => {
    const statement = `            AndStatement:
              Statements:
                - ${IS_APP}
                - { ByteMatchStatement: { SearchString: /admin, PositionalConstraint: STARTS_WITH, FieldToMatch: { UriPath: {} }, TextTransformations: [{ Priority: 0, Type: NONE }] } }
`;
    const blind = check(withRule(statement));
    expect(api(blind).claims).toEqual({ ...HOLDS, guardSees: 'falls' });
    const found = finding(blind, 'CF-10');
    expect(found.witness?.request.url).toMatch(/^https:\/\/d[a-z0-9]+\.cloudfront\.net\/admin/);
    expect(blind.verdict).toBe('bypassable');
  });

  it('that refuses every other name is not blind: that is the remedy', () => {
    const statement = `            NotStatement:
              Statement: ${IS_APP}
`;
    const shut = check(withRule(statement));
    expect(shut.findings).toEqual([]);
    expect(api(shut).claims).toEqual(HOLDS);
  });
});

it('a secret that stands in the template is told once, with all the places it stands at', () => {
  const secret = '!Sub "{{resolve:secretsmanager:${OriginSecret}:SecretString}}"';
  const literal = changed([secret, 'Zt7kq0VwE3xN9sBf2mLh'], [secret, 'Zt7kq0VwE3xN9sBf2mLh']);
  expect(finding(check(literal), 'SEC-01').detail).toBe(
    'The value of the API key "OriginKey" and the header "x-api-key" that the distribution "Edge" adds are written out: whoever reads the template or the stack has it.',
  );
});

describe('several worlds', () => {
  const text = changed(
    [
      '\nResources:\n',
      '\nParameters:\n  Env: { Type: String, Default: prod, AllowedValues: [prod, dev] }\nConditions:\n  IsProd: !Equals [!Ref Env, prod]\nResources:\n',
    ],
    ['WebACLId: !GetAtt EdgeWebAcl.Arn', 'WebACLId: !If [IsProd, !GetAtt EdgeWebAcl.Arn, !Ref AWS::NoValue]'],
  );
  const combined = report(combineWorlds([judged(text), judged(text, { world: { Env: 'dev' } })]), {
    sources: ['template.yaml'],
    diagnostics: [],
  });

  it('are as bad as the worst of them', () => {
    expect(api(combined).claims.noSideDoor.internet).toBe('bypassable');
    expect([combined.verdict, exitCode(combined)]).toEqual(['bypassable', 2]);
  });

  it('have a finding that names the parameters and the cause', () => {
    expect(combined.findings.map(({ id }) => id)).toEqual(['OPS-05']);
    const found = finding(combined, 'OPS-05');
    expect(found.world).toEqual({ parameters: { Env: 'dev' }, finding: 'CF-01' });
    expect(found.detail).toContain('with Env=dev');
    expect(found.witness?.replayed).toBe(true);
  });
});

it('a deployment without a name is not called by the reason why it has none', () => {
  const lost = check(changed(['DeploymentId: !Ref Deployment', 'DeploymentId: !Ref Deploymnt']));
  const why =
    /^what a deployment that is not known \(Cannot resolve the reference to "Deploymnt": [^"]*declares\) of API /;
  expect(api(lost).reasons.noSideDoor?.[0]).toMatch(why);
  expect(finding(lost, 'API-06').detail).toContain('serves a deployment that is not known (Cannot resolve');
});

it('more side doors than are named are told to be there', () => {
  const method = (n: number): string => `  P${n}:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: p${n} }
  M${n}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref P${n}
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/\${Echo.Arn}/invocations
`;
  const told = (count: number): readonly string[] =>
    check(withResources(Array.from({ length: count }, (_, n) => method(n)).join(''))).diagnostics.map(
      ({ code }) => code,
    );
  expect(told(60)).toEqual(['more-side-doors']);
  expect(told(3)).toEqual([]);
});

describe('every report', () => {
  it.each<[string, string]>([
    ['of the example', EXAMPLE],
    ['with a side door', withResources(ADMIN)],
    ['with a partner', withResources(PARTNER)],
    ['of a template without a distribution', 'Resources: {}'],
    ['of no template', '[]'],
  ])('%s follows the schema and can be read by people', (_title, text) => {
    const made = check(text);
    expect(validate(JSON.parse(JSON.stringify(made))), JSON.stringify(validate.errors)).toBe(true);
    expect(humanReport(made, { colour: false }).length).toBeGreaterThan(40);
  });
});
