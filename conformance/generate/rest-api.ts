import { getAtt, type Json, type JsonMap, ref, sub, type Template } from '../template.ts';
import {
  integration,
  invocation,
  type Laxity,
  methodNames,
  methodProperties,
  resourceTree,
  type TreeNode,
} from './method.ts';
import type { Random } from './random.ts';
import { CIDRS_IPV4, STAGES, STRONG_LITERAL } from './words.ts';

/** What others need to know of a generated API. */
export interface GeneratedApi {
  readonly logicalId: string;
  readonly stages: readonly { readonly logicalId: string; readonly name: string }[];
  /** Hosts of custom domain names. */
  readonly domains: readonly string[];
  /** The values that open it; what a distribution may add. */
  readonly keys: readonly Json[];
}

/** Adds a REST API with everything that belongs to it. */
export function addRestApi(
  template: Template,
  random: Random,
  logicalId: string,
  functions: readonly string[],
  most: number,
): GeneratedApi {
  const { Resources } = template;
  Resources[logicalId] = { Type: 'AWS::ApiGateway::RestApi', Properties: apiProperties(random, logicalId) };
  const laxity = random.weighted<Laxity>([
    [5, 0],
    [3, 5],
    [2, 30],
  ]);
  const methods = addMethods(template, random, logicalId, functions, laxity, most);
  if (JSON.stringify(Resources).includes(`"Ref":"${logicalId}Authorizer"`))
    addAuthorizer(template, logicalId, functions);
  Resources[`${logicalId}Deployment`] = {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: [...methods],
    Properties: { RestApiId: ref(logicalId) },
  };
  const stages = addStages(template, random, logicalId);
  const keys = addKeys(template, random, logicalId, stages);
  return { logicalId, stages, keys, domains: addDomain(template, random, logicalId, stages) };
}

function apiProperties(random: Random, logicalId: string): JsonMap {
  return {
    Name: logicalId.toLowerCase(),
    EndpointConfiguration: { Types: [random.chance(0.9) ? 'REGIONAL' : 'EDGE'] },
    ...(random.chance(0.1) ? { DisableExecuteApiEndpoint: random.chance(0.8) } : {}),
    ...(random.chance(0.5) ? { ApiKeySourceType: random.chance(0.95) ? 'HEADER' : 'AUTHORIZER' } : {}),
    ...(random.chance(0.15) ? { Policy: addressPolicy(random) } : {}),
  };
}

/** Everybody may call, but for the addresses in a list, or but for those outside it. */
function addressPolicy(random: Random): JsonMap {
  const any = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const list = { 'aws:SourceIp': [...random.some(CIDRS_IPV4, 0.5), '192.0.2.0/24'] };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...any },
      { Effect: 'Deny', ...any, Condition: random.chance(0.5) ? { NotIpAddress: list } : { IpAddress: list } },
    ],
  };
}

function addMethods(
  template: Template,
  random: Random,
  api: string,
  functions: readonly string[],
  laxity: Laxity,
  most: number,
): readonly string[] {
  const made: string[] = [];
  for (const node of resourceTree(random, api, most)) {
    if (node.logicalId) template.Resources[node.logicalId] = resource(api, node);
    for (const HttpMethod of methodNames(random)) {
      const id = `${node.logicalId ?? `${api}R0`}${HttpMethod}`;
      const properties = methodProperties(random, api, on(api, node), laxity, integration(random, functions));
      template.Resources[id] = { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod, ...properties } };
      made.push(id);
    }
  }
  return made;
}

const on = (api: string, { logicalId }: TreeNode): Json => (logicalId ? ref(logicalId) : getAtt(api, 'RootResourceId'));

const resource = (api: string, { parent, part }: TreeNode) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: {
    RestApiId: ref(api),
    ParentId: parent?.logicalId ? ref(parent.logicalId) : getAtt(api, 'RootResourceId'),
    PathPart: part,
  },
});

function addAuthorizer(template: Template, api: string, functions: readonly string[]): void {
  template.Resources[`${api}Authorizer`] = {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'token',
      RestApiId: ref(api),
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerUri: invocation(functions[0] ?? ''),
    },
  };
}

function addStages(template: Template, random: Random, api: string): GeneratedApi['stages'] {
  const first = random.pick(STAGES);
  const names = random.chance(0.25) ? [first, ...STAGES.filter((name) => name !== first).slice(0, 1)] : [first];
  return names.map((name) => {
    const logicalId = `${api}Stage${name}`;
    template.Resources[logicalId] = {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: ref(api), DeploymentId: ref(`${api}Deployment`), StageName: name },
    };
    return { logicalId, name };
  });
}

function addKeys(template: Template, random: Random, api: string, stages: GeneratedApi['stages']): readonly Json[] {
  const { Resources } = template;
  Resources[`${api}Plan`] = {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: {
      ApiStages: stages
        .filter(() => random.chance(0.9))
        .map((stage) => ({ ApiId: ref(api), Stage: ref(stage.logicalId) })),
    },
  };
  const count = random.weighted([[1, 0] as const, [10, 1] as const, [3, 2] as const]);
  return Array.from({ length: count }, (_, index) => {
    const key = `${api}Key${index}`;
    const value = keyValue(template, random, `${key}Secret`);
    Resources[key] = {
      Type: 'AWS::ApiGateway::ApiKey',
      Properties: { Enabled: random.chance(0.95), Name: key, ...(value === undefined ? {} : { Value: value }) },
    };
    if (random.chance(0.95))
      Resources[`${key}InPlan`] = {
        Type: 'AWS::ApiGateway::UsagePlanKey',
        Properties: { KeyId: ref(key), KeyType: 'API_KEY', UsagePlanId: ref(`${api}Plan`) },
      };
    return value ?? 'not-the-key-but-long-enough';
  });
}

/** A generated secret, a literal, a sample value of the documentation, or what API Gateway makes up. */
function keyValue(template: Template, random: Random, secret: string): Json | undefined {
  return random.weighted<() => Json | undefined>([
    [
      6,
      () => {
        template.Resources[secret] = {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } },
        };
        return sub(`{{resolve:secretsmanager:\${${secret}}:SecretString}}`);
      },
    ],
    [2, () => STRONG_LITERAL],
    [1, () => 'random-value-1234567890'],
    [1, () => undefined],
  ])();
}

function addDomain(template: Template, random: Random, api: string, stages: GeneratedApi['stages']): readonly string[] {
  if (!random.chance(0.25)) return [];
  const host = `${api.toLowerCase()}.example.com`;
  template.Resources[`${api}Domain`] = {
    Type: 'AWS::ApiGateway::DomainName',
    Properties: {
      DomainName: host,
      RegionalCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    },
  };
  template.Resources[`${api}Mapping`] = {
    Type: 'AWS::ApiGateway::BasePathMapping',
    Properties: {
      DomainName: ref(`${api}Domain`),
      RestApiId: ref(api),
      Stage: ref(random.pick(stages).logicalId),
      ...(random.chance(0.3) ? { BasePath: 'base' } : {}),
    },
  };
  return [host];
}
