import type { DeployedFile } from '@sallyport/architecture';
import type { Json, JsonMap, Template } from '../template.ts';
import { generateArchitecture } from './architecture.ts';
import type { Random } from './random.ts';
import { SEGMENTS } from './words.ts';

/** A random architecture, and what some of its stages serve instead of what the template says. */
export interface GeneratedSources {
  readonly template: Template;
  readonly deployed: readonly DeployedFile[];
}

/** A random architecture in which now and then a stage or a canary serves another deployment, mostly handed in. */
export function generateSources(random: Random): GeneratedSources {
  const template = generateArchitecture(random);
  if (random.chance(0.15)) delayMethod(template, random);
  const stages = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ApiGateway::Stage');
  const deployed = stages.flatMap((stage) =>
    random.chance(0.3) ? redeployed(template, random, stage.Properties) : [],
  );
  return { template, deployed };
}

/** A method is made after the deployment. */
function delayMethod({ Resources }: Template, random: Random): void {
  const methods = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::ApiGateway::Method');
  if (methods.length === 0) return;
  const id = random.pick(methods);
  const method = Resources[id];
  const deployment = `${nameIn(method?.Properties.RestApiId)}Deployment`;
  const deployed = Resources[deployment];
  if (!method || !deployed) return;
  method.DependsOn = [deployment];
  deployed.DependsOn = (deployed.DependsOn ?? []).filter((other) => other !== id);
}

const IDS: readonly string[] = ['a1b2c3', 'd4e5f6'];

function redeployed(template: Template, random: Random, stage: JsonMap): readonly DeployedFile[] {
  const api = nameIn(stage.RestApiId);
  const of = `${api}/${String(stage.StageName)}`;
  switch (random.pick(['stale', 'literal', 'canary', 'both'])) {
    case 'stale':
      return handedIn(template, random, api, of);
    case 'literal':
      stage.DeploymentId = random.pick(IDS);
      return handedIn(template, random, api, of);
    case 'canary':
      stage.CanarySetting = canary(random);
      return handedIn(template, random, api, `${of}/canary`);
    default:
      // Of its own, so that what is said of it is said of no other stage.
      stage.DeploymentId = `${String(stage.StageName)}1`;
      stage.CanarySetting = { ...canary(random), DeploymentId: `${String(stage.StageName)}2` };
      return [
        ...handedIn(template, random, api, `${api}@${stage.DeploymentId}`),
        ...handedIn(template, random, api, `${of}/canary`),
      ];
  }
}

const canary = (random: Random): JsonMap => ({
  DeploymentId: random.pick(IDS),
  PercentTraffic: random.pick([0, 5, 50, 100]),
});

function handedIn(template: Template, random: Random, api: string, of: string): readonly DeployedFile[] {
  const content = random.weighted<(template: Template, random: Random, api: string) => Json | undefined>([
    [4, openApi],
    [3, templateThen],
    [2, summary],
    [1, () => undefined],
  ])(template, random, api);
  return content === undefined ? [] : [{ of, path: 'deployed.json', text: JSON.stringify(content, undefined, 1) }];
}

interface Method {
  readonly path: string;
  readonly name: string;
  readonly keyed: boolean;
  readonly integration: JsonMap;
}

/** The methods of an API, each of which may have asked for a key when it asks for none now, and the other way round. */
function methodsThen({ Resources }: Template, random: Random, api: string): readonly Method[] {
  const then = Object.values(Resources).flatMap(({ Type, Properties }): Method[] => {
    if (Type !== 'AWS::ApiGateway::Method' || nameIn(Properties.RestApiId) !== api || random.chance(0.1)) return [];
    const keyed = String(Properties.ApiKeyRequired ?? false) === 'true';
    return [
      {
        path: pathOf(Resources, nameIn(Properties.ResourceId)),
        name: String(Properties.HttpMethod),
        keyed: keyed !== random.chance(0.1),
        integration: isMap(Properties.Integration) ? Properties.Integration : {},
      },
    ];
  });
  const [some] = then;
  if (!some || random.chance(0.7)) return then;
  return [...then, { ...some, path: `/${random.pick(SEGMENTS)}-then`, name: 'GET', keyed: random.chance(0.5) }];
}

function openApi(template: Template, random: Random, api: string): Json {
  const paths: Record<string, JsonMap> = {};
  for (const { path, name, keyed, integration } of methodsThen(template, random, api)) {
    const operation = name === 'ANY' ? 'x-amazon-apigateway-any-method' : name.toLowerCase();
    paths[path] = {
      ...paths[path],
      [operation]: {
        ...(keyed ? { security: [{ api_key: [] }] } : {}),
        'x-amazon-apigateway-integration': exportedIntegration(integration),
      },
    };
  }
  return {
    swagger: '2.0',
    info: { title: api.toLowerCase() },
    paths,
    securityDefinitions: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
  };
}

/** A function by the name that CloudFormation gives it. */
function exportedIntegration({ Type, Uri }: JsonMap): JsonMap {
  const [, logicalId] = /\$\{(Function\d+)\.Arn\}/.exec(JSON.stringify(Uri ?? '')) ?? [];
  if (logicalId === undefined)
    return { type: String(Type).toLowerCase(), ...(typeof Uri === 'string' ? { uri: Uri, httpMethod: 'ANY' } : {}) };
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:stack-${logicalId}-A1b2C3d4E5f6`;
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return { type: 'aws_proxy', httpMethod: 'POST', uri };
}

/** The template with other keys, and without some methods. */
function templateThen(template: Template, random: Random, api: string): Json {
  const then = structuredClone(template);
  for (const [id, { Type, Properties }] of Object.entries(then.Resources)) {
    if (Type !== 'AWS::ApiGateway::Method' || nameIn(Properties.RestApiId) !== api) continue;
    if (random.chance(0.1)) Properties.ApiKeyRequired = random.chance(0.5);
    if (random.chance(0.05)) delete then.Resources[id];
  }
  for (const resource of Object.values(then.Resources))
    if (resource.DependsOn) resource.DependsOn = resource.DependsOn.filter((id) => then.Resources[id] !== undefined);
  return JSON.parse(JSON.stringify(then));
}

function summary(template: Template, random: Random, api: string): Json {
  const paths: Record<string, JsonMap> = {};
  for (const { path, name, keyed } of methodsThen(template, random, api))
    paths[path] = { ...paths[path], [name]: { authorizationType: 'NONE', apiKeyRequired: keyed } };
  return { apiSummary: paths };
}

const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The logical id in a `Ref`; empty in anything else (an API's own root). */
const nameIn = (value: Json | undefined): string => (isMap(value) && typeof value.Ref === 'string' ? value.Ref : '');

function pathOf(resources: Template['Resources'], id: string): string {
  const properties = resources[id]?.Properties;
  if (!properties) return '/';
  const parent = pathOf(resources, nameIn(properties.ParentId));
  return `${parent === '/' ? '' : parent}/${String(properties.PathPart)}`;
}
