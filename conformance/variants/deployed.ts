import {
  add,
  declare,
  drop,
  type Edit,
  edits,
  getAtt,
  type JsonMap,
  ref,
  remove,
  set,
  sub,
  type Template,
} from '../template.ts';
import { any, apiSummary, KEYED, LOCKED, openApi3, operation, SWAGGER_YAML } from './exported.ts';
import { echo, method, mock, resource, stage } from './rest-api.ts';
import { type HandedIn, sideDoor, stands, undecided, type Variant } from './variant.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const UPDATING = `${GATEWAY}/updating-api.html`;
const STAGES = `${GATEWAY}/set-up-stages.html`;
const CANARY = `${GATEWAY}/canary-release.html`;
const DEPLOYMENT =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html';

const exported = (of: string, paths: JsonMap, name?: string): HandedIn => ({
  of,
  content: () => openApi3(paths, name),
});

/** The template as it was before a change. */
const then = (of: string, edit: Edit): HandedIn => ({
  of,
  content: (template) => {
    const before: Template = structuredClone(template);
    edit(before);
    return JSON.parse(JSON.stringify(before));
  },
});

const summary = (of: string, paths: Readonly<Record<string, boolean>>): HandedIn => ({
  of,
  content: () => apiSummary(paths),
});

const literal: Edit = set('Prod.DeploymentId', 'a1b2c3');
const canary: Edit = set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 10 });

/** `GET /admin` without a key, made after the example's deployment and before a second one. */
const adminLater: Edit = edits(
  resource('Admin', 'admin'),
  method('AdminGet', ref('Admin'), 'GET', echo, false),
  (template) => {
    const deployment = template.Resources.Deployment;
    const admin = template.Resources.AdminGet;
    if (!deployment || !admin) throw new Error('Cannot order the deployment: it is not there, expected the example');
    deployment.DependsOn = (deployment.DependsOn ?? []).filter((id) => id !== 'AdminGet');
    admin.DependsOn = ['Deployment'];
  },
  add('Deployment2', 'AWS::ApiGateway::Deployment', { RestApiId: ref('Api') }, ['AdminGet']),
);

/** A web ACL before a stage. */
function guardedStage(logicalId: string, stageId: string, name: string): Edit {
  const ResourceArn = sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/${name}`);
  const properties = { ResourceArn, WebACLArn: getAtt('EdgeWebAcl', 'Arn') };
  return add(logicalId, 'AWS::WAFv2::WebACLAssociation', properties, [stageId]);
}

/** Without a distribution: a regional web ACL stands before the stage `prod`, and no method asks for a key. */
const regional: Edit = edits(
  drop('Edge'),
  (template) => {
    delete template.Outputs;
  },
  set('EdgeWebAcl.Scope', 'REGIONAL'),
  // The list of addresses is CloudFront's.
  remove('EdgeWebAcl.Rules.0'),
  remove('RootMethod.ApiKeyRequired'),
  remove('ProxyMethod.ApiKeyRequired'),
  guardedStage('Association', 'Prod', 'prod'),
);

export const deployedVariants: readonly Variant[] = [
  {
    id: 'API-01/open-in-two-stages',
    title: 'a method without a key is open in every stage: the method is the cause, and not the second stage',
    change: edits(remove('RootMethod.ApiKeyRequired'), stage('Dev', 'dev', ref('Deployment'))),
    expects: sideDoor('API-01'),
    source: STAGES,
  },
  {
    id: 'API-06/stage-without-web-acl',
    title: 'the regional web ACL stands before one of two stages',
    change: edits(regional, stage('Dev', 'dev', ref('Deployment'))),
    expects: sideDoor('API-06'),
    source: `${GATEWAY}/apigateway-control-access-aws-waf.html`,
  },
  {
    id: 'API-05/root-open-in-export',
    title: 'the template is locked, and the stage still serves a root method without a key',
    change: () => {},
    deployed: [exported('Api/prod', { ...LOCKED, '/': any() })],
    expects: sideDoor('API-05'),
    source: UPDATING,
  },
  {
    id: 'API-05/open-in-swagger-yaml',
    title: 'the same, exported as Swagger 2 in YAML',
    change: () => {},
    deployed: [{ of: 'Api/prod', content: () => SWAGGER_YAML }],
    expects: sideDoor('API-05'),
    source: `${GATEWAY}/api-gateway-export-api.html`,
  },
  {
    id: 'API-05/path-removed-since',
    title: 'the stage still serves a path without a key that the template has no more',
    change: () => {},
    deployed: [exported('Api/prod', { ...LOCKED, '/legacy': { get: operation() } })],
    expects: sideDoor('API-05'),
    source: UPDATING,
  },
  {
    id: 'API-05/template-of-then',
    title: 'the deployment was made of a template whose proxy required no key',
    change: () => {},
    deployed: [then('Api/prod', set('ProxyMethod.ApiKeyRequired', false))],
    expects: sideDoor('API-05'),
    source: UPDATING,
  },
  {
    id: 'API-05/deployment-by-its-id',
    title: 'the same, handed in for the deployment by its logical id',
    change: () => {},
    deployed: [then('Api@Deployment', remove('ProxyMethod.ApiKeyRequired'))],
    expects: sideDoor('API-05'),
    source: UPDATING,
  },
  {
    id: 'API-05/options-to-function',
    title: 'OPTIONS is a mock now and was the function when the deployment was made',
    change: method('ProxyOptions', ref('ProxyResource'), 'OPTIONS', mock, false),
    deployed: [exported('Api/prod', { ...LOCKED, '/{proxy+}': { ...any(KEYED), options: operation() } })],
    // The method asked for nothing then and does now: what it calls has changed.
    expects: sideDoor('API-05'),
    source: UPDATING,
  },
  {
    id: 'API-05/key-taken-back',
    title: 'the template and its deployment are both open: the method is the cause',
    change: remove('RootMethod.ApiKeyRequired'),
    deployed: [exported('Api/prod', { ...LOCKED, '/': any() })],
    expects: sideDoor('API-01'),
    source: UPDATING,
  },
  {
    id: 'API-06/literal-deployment-open',
    title: 'the stage serves a deployment of an id in which the root asks for nothing',
    change: literal,
    deployed: [exported('Api/prod', { ...LOCKED, '/': any() })],
    expects: sideDoor('API-06'),
    source: STAGES,
  },
  {
    id: 'API-06/extra-stage-open',
    title: 'a second stage serves a deployment of an id in which GET /x asks for nothing',
    change: stage('Dev', 'dev', 'a1b2c3'),
    deployed: [exported('Api/dev', { ...LOCKED, '/x': { get: operation() } }, 'dev')],
    expects: sideDoor('API-06'),
    source: STAGES,
  },
  {
    id: 'API-06/extra-stage-open-by-deployment-id',
    title: 'the same, handed in for the deployment by its id',
    change: stage('Dev', 'dev', 'a1b2c3'),
    deployed: [exported('Api@a1b2c3', { ...LOCKED, '/x': { get: operation() } }, 'old')],
    expects: sideDoor('API-06'),
    source: STAGES,
  },
  {
    id: 'API-06/extra-stage-stale',
    title: 'a second stage has not been deployed since the key is required',
    change: stage('Dev', 'dev', ref('Deployment')),
    deployed: [then('Api/dev', set('ProxyMethod.ApiKeyRequired', false))],
    expects: sideDoor('API-06'),
    source: STAGES,
  },
  {
    id: 'API-06/extra-stage-of-later-deployment',
    title: 'a method without a key is in a second deployment only, which a second stage serves',
    change: edits(adminLater, stage('Dev', 'dev', ref('Deployment2'))),
    expects: sideDoor('API-06'),
    source: DEPLOYMENT,
  },
  {
    id: 'API-03/method-after-deployment',
    title: 'a method without a key waits for the deployment: a later one of the same name may have brought it in',
    change: adminLater,
    expects: undecided(),
    source: DEPLOYMENT,
  },
  {
    id: 'API-03/later-deployment-served',
    title: 'the stage serves the second deployment, in which a method asks for no key',
    change: edits(adminLater, set('Prod.DeploymentId', ref('Deployment2'))),
    expects: sideDoor('API-03'),
    source: DEPLOYMENT,
  },
  {
    id: 'API-06/canary-open',
    title: 'one request in ten falls to a canary whose proxy asks for nothing',
    change: canary,
    deployed: [then('Api/prod/canary', set('ProxyMethod.ApiKeyRequired', false))],
    expects: sideDoor('API-06'),
    source: CANARY,
  },
  {
    id: 'API-06/canary-of-all-requests',
    title: 'every request falls to a canary whose root asks for nothing',
    change: set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 100 }),
    deployed: [exported('Api@a1b2c3', { ...LOCKED, '/': any() })],
    expects: sideDoor('API-06'),
    source: CANARY,
  },
  {
    id: 'API-06/canary-of-later-deployment',
    title: 'a canary serves a second deployment, in which a method asks for no key',
    change: edits(adminLater, set('Prod.CanarySetting', { DeploymentId: ref('Deployment2'), PercentTraffic: 5 })),
    expects: sideDoor('API-06'),
    source: CANARY,
  },
  {
    id: 'API-06/canary-deployment-of-stage',
    title: 'a deployment with canary settings becomes the canary of the stage: a method without a key is in it alone',
    change: edits(
      adminLater,
      set('Deployment2.StageName', 'prod'),
      set('Deployment2.DeploymentCanarySettings', { PercentTraffic: 20 }),
    ),
    expects: sideDoor('API-06'),
    source: `${GATEWAY}/create-canary-deployment.html`,
  },
  {
    id: 'API-06/canary-share-unknown',
    title: 'the share of an open canary is not known and may be nought',
    change: edits(
      declare('Parameters', 'Share', { Type: 'Number' }),
      set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: ref('Share') }),
    ),
    deployed: [then('Api/prod/canary', set('ProxyMethod.ApiKeyRequired', false))],
    expects: undecided(),
    source: CANARY,
  },
  {
    id: 'API-06/canary-summary-open',
    title: 'the summary of a canary tells of a method that asks for nothing, and not what it calls',
    change: canary,
    deployed: [summary('Api/prod/canary', { '/': false, '/{proxy+}': true })],
    expects: undecided('API-06'),
    source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSnapshot.html',
  },
  {
    id: 'API-06/deployment-parameter',
    title: 'the stage serves the deployment that a parameter names',
    change: edits(declare('Parameters', 'Deployed', { Type: 'String' }), set('Prod.DeploymentId', ref('Deployed'))),
    expects: undecided('API-06'),
    source: STAGES,
  },
];

const safe = (id: string, title: string, edit: Edit, deployed: readonly HandedIn[], source: string): Variant => ({
  id: `safe/${id}`,
  title,
  change: edit,
  deployed,
  expects: stands(),
  source,
});

export const safeDeployedVariants: readonly Variant[] = [
  safe(
    'regional-web-acl-on-both-stages',
    'the regional web ACL stands before both stages',
    edits(regional, stage('Dev', 'dev', ref('Deployment')), guardedStage('DevAssociation', 'Dev', 'dev')),
    [],
    `${GATEWAY}/apigateway-control-access-aws-waf.html`,
  ),
  safe(
    'extra-stage-with-settings',
    'a second stage of the same deployment has throttles and variables of its own',
    edits(
      stage('Dev', 'dev', ref('Deployment')),
      set('Dev.MethodSettings', [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
      ]),
      set('Dev.Variables', { Colour: 'green' }),
    ),
    [],
    STAGES,
  ),
  safe(
    'deployment-makes-stage',
    'a deployment makes a second stage by its own StageName',
    add('DevDeployment', 'AWS::ApiGateway::Deployment', { RestApiId: ref('Api'), StageName: 'dev' }, [
      'RootMethod',
      'ProxyMethod',
    ]),
    [],
    DEPLOYMENT,
  ),
  safe('export-locked', 'the stage serves what the template says', () => {}, [exported('Api/prod', LOCKED)], UPDATING),
  safe(
    'export-without-method',
    'a method without a key is in the template and not deployed yet',
    edits(resource('Admin', 'admin'), method('AdminGet', ref('Admin'), 'GET', echo, false)),
    [exported('Api/prod', LOCKED)],
    UPDATING,
  ),
  safe(
    'export-mock-options',
    'OPTIONS without a key is answered by API Gateway itself',
    () => {},
    [
      exported('Api/prod', {
        ...LOCKED,
        '/{proxy+}': { ...any(KEYED), options: operation(undefined, { type: 'mock', uri: null }) },
      }),
    ],
    UPDATING,
  ),
  safe('template-of-then-locked', 'nothing has changed since', () => {}, [then('Api/prod', () => {})], UPDATING),
  safe(
    'literal-deployment-locked',
    'the deployment of an id is locked',
    literal,
    [exported('Api/prod', LOCKED)],
    STAGES,
  ),
  safe(
    'deployment-parameter-locked',
    'the deployment that a parameter names is locked',
    edits(declare('Parameters', 'Deployed', { Type: 'String' }), set('Prod.DeploymentId', ref('Deployed'))),
    [exported('Api/prod', LOCKED)],
    STAGES,
  ),
  safe(
    'extra-stage-locked',
    'a second stage serves a locked deployment of an id',
    stage('Dev', 'dev', 'a1b2c3'),
    [exported('Api/dev', LOCKED, 'dev')],
    STAGES,
  ),
  safe(
    'canary-locked',
    'the summary of the canary tells of a key for every method',
    canary,
    [summary('Api@a1b2c3', { '/': true, '/{proxy+}': true })],
    CANARY,
  ),
  safe(
    'canary-of-nothing',
    'no request falls to an open canary',
    set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 0 }),
    [then('Api/prod/canary', set('ProxyMethod.ApiKeyRequired', false))],
    CANARY,
  ),
  safe(
    'key-after-deployment',
    'a method with a key is made after the deployment',
    edits(adminLater, set('AdminGet.ApiKeyRequired', true)),
    [],
    DEPLOYMENT,
  ),
  safe(
    'canary-overrides-variable',
    'a canary changes a stage variable that nothing reads',
    edits(
      set('Prod.Variables', { Colour: 'blue' }),
      set('Prod.CanarySetting', { PercentTraffic: 10, StageVariableOverrides: { Colour: 'green' } }),
    ),
    [],
    CANARY,
  ),
  safe(
    'one-method-less',
    'the deployment was made before the root had a method',
    () => {},
    [exported('Api/prod', { '/{proxy+}': any(KEYED) })],
    UPDATING,
  ),
  safe(
    'methods-of-resources-dropped',
    'the template describes no method, and the stage serves locked ones',
    drop('RootMethod'),
    [exported('Api/prod', LOCKED)],
    UPDATING,
  ),
];
