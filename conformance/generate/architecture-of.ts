import { getAtt, type JsonMap, ref, sub, type Template } from '../template.ts';
import { addFunction } from './architecture.ts';
import { invocation } from './method.ts';
import { createRandom, type Random } from './random.ts';

/** About how many resources one distribution with its API is made of. */
const CELL = 125;

const NOUNS: readonly string[] = (
  'users orders items carts invoices payments refunds products categories reviews images uploads reports sessions ' +
  'tokens profiles accounts teams roles groups tenants devices events alerts jobs queues messages threads comments'
).split(' ');

/**
 * A protected architecture of exactly that many resources: locked APIs, each behind a distribution with a web ACL. The same
 * in every run. For measuring.
 */
export function architectureOf(resources: number): Template {
  const template: Template = { AWSTemplateFormatVersion: '2010-09-09', Resources: {} };
  const cells = Math.max(1, Math.round(resources / CELL));
  for (let index = 0; index < cells; index++) {
    const share = Math.floor(((index + 1) * resources) / cells) - Math.floor((index * resources) / cells);
    addCell(template, index, share);
  }
  return template;
}

function addCell(template: Template, index: number, share: number): void {
  const random = createRandom(index + 1);
  const before = Object.keys(template.Resources).length;
  const name = (noun: string): string => `${noun}${index}`;
  addFunction(template, name('Function'));
  addEdge(template, name);
  addLock(template, name);
  const left = share - (Object.keys(template.Resources).length - before);
  addTree(template, random, name, left);
}

type Name = (noun: string) => string;

function addEdge({ Resources }: Template, name: Name): void {
  Resources[name('List')] = {
    Type: 'AWS::WAFv2::IPSet',
    Properties: { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV4', Addresses: ['198.51.100.0/24', '192.0.2.0/26'] },
  };
  Resources[name('WebAcl')] = { Type: 'AWS::WAFv2::WebACL', Properties: webAcl(name) };
  Resources[name('Edge')] = {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        WebACLId: getAtt(name('WebAcl'), 'Arn'),
        Origins: [origin(name)],
        DefaultCacheBehavior: behaviour,
        CacheBehaviors: NOUNS.slice(0, 8).map((noun) => ({ ...behaviour, PathPattern: `/v?/${noun}/*` })),
      },
    },
  };
}

const behaviour: JsonMap = {
  TargetOriginId: 'api',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
  CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
};

const secretOf = (name: Name): JsonMap => sub(`{{resolve:secretsmanager:\${${name('Secret')}}:SecretString}}`);

const origin = (name: Name): JsonMap => ({
  Id: 'api',
  DomainName: sub(`\${${name('Api')}}.execute-api.\${AWS::Region}.amazonaws.com`),
  OriginPath: '/prod',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
  OriginCustomHeaders: [{ HeaderName: 'x-api-key', HeaderValue: secretOf(name) }],
});

function webAcl(name: Name): JsonMap {
  const visibility = { CloudWatchMetricsEnabled: true, MetricName: 'edge', SampledRequestsEnabled: true };
  const rule = (Name: string, Priority: number, Statement: JsonMap): JsonMap => ({
    Name,
    Priority,
    Statement,
    Action: { Block: {} },
    VisibilityConfig: visibility,
  });
  return {
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visibility,
    Rules: [
      rule('addresses', 0, { IPSetReferenceStatement: { Arn: getAtt(name('List'), 'Arn') } }),
      rule('flood', 1, { RateBasedStatement: { Limit: 1000, AggregateKeyType: 'IP' } }),
    ],
  };
}

function addLock({ Resources }: Template, name: Name): void {
  const api = ref(name('Api'));
  const resources: Record<string, [type: string, properties: JsonMap]> = {
    Secret: ['AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } }],
    Api: [
      'AWS::ApiGateway::RestApi',
      { Name: name('api-'), ApiKeySourceType: 'HEADER', EndpointConfiguration: { Types: ['REGIONAL'] } },
    ],
    Stage: ['AWS::ApiGateway::Stage', { RestApiId: api, DeploymentId: ref(name('Deployment')), StageName: 'prod' }],
    Key: ['AWS::ApiGateway::ApiKey', { Enabled: true, Value: secretOf(name) }],
    Plan: ['AWS::ApiGateway::UsagePlan', { ApiStages: [{ ApiId: api, Stage: ref(name('Stage')) }] }],
    PlanKey: [
      'AWS::ApiGateway::UsagePlanKey',
      { KeyId: ref(name('Key')), KeyType: 'API_KEY', UsagePlanId: ref(name('Plan')) },
    ],
  };
  for (const [noun, [Type, Properties]] of Object.entries(resources)) Resources[name(noun)] = { Type, Properties };
}

/** The methods, the resources that they hang on, and the deployment of them: exactly `count` resources. */
function addTree({ Resources }: Template, random: Random, name: Name, count: number): void {
  const api = ref(name('Api'));
  const methods: string[] = [];
  const paths = new Map<string, string>();
  const addMethod = (id: string, ResourceId: JsonMap, HttpMethod: string): void => {
    Resources[id] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: api,
        ResourceId,
        HttpMethod,
        AuthorizationType: 'NONE',
        ApiKeyRequired: true,
        Integration: integration(name),
      },
    };
    methods.push(id);
  };
  addMethod(name('RootAny'), getAtt(name('Api'), 'RootResourceId'), 'ANY');
  for (let left = count - 2; left > 0; ) {
    const path = nextPath(random, paths);
    const id = `${name('Path')}N${paths.size}`;
    const parent = paths.get(path.slice(0, path.lastIndexOf('/')));
    paths.set(path, id);
    const ParentId = parent ? ref(parent) : getAtt(name('Api'), 'RootResourceId');
    const PathPart = path.slice(path.lastIndexOf('/') + 1);
    Resources[id] = { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: api, ParentId, PathPart } };
    left--;
    for (const verb of ['GET', 'POST'].slice(0, Math.min(left, 1 + random.below(2)))) {
      addMethod(`${id}${verb}`, ref(id), verb);
      left--;
    }
  }
  Resources[name('Deployment')] = {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: methods,
    Properties: { RestApiId: api },
  };
}

const integration = (name: Name): JsonMap => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: invocation(name('Function')),
});

/** A path not there yet whose parent is: `/v1`, `/v1/users`, `/v1/users/{id}`, `/v1/users/{id}/orders`. */
function nextPath(random: Random, paths: ReadonlyMap<string, string>): string {
  for (;;) {
    const above = ['', ...paths.keys()].filter((path) => path.split('/').length < 6);
    const parent = random.pick(above);
    const depth = parent.split('/').length;
    const part =
      depth === 1 ? random.pick(['v1', 'v2', 'v3']) : depth % 2 === 0 || depth > 3 ? random.pick(NOUNS) : '{id}';
    if (!paths.has(`${parent}/${part}`)) return `${parent}/${part}`;
  }
}
