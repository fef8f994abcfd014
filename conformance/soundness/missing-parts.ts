import { add, type Edit, edits, getAtt, ref, remove, set } from '../template.ts';
import { twin } from '../variants/distribution.ts';
import { echoArn, httpApi, invoking, parameter, perhaps, place, sideApi, undecidedCondition } from './pieces.ts';
import type { SoundnessCase } from './soundness-case.ts';

const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';
const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const RESOURCES = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

const unknown = (id: string, title: string, change: Edit, source: string): SoundnessCase => ({
  id,
  title,
  change,
  expects: { internet: 'unknown' },
  source,
});

const parameterOfSystem = (name: string): Edit =>
  parameter(name, { Type: 'AWS::SSM::Parameter::Value<String>', Default: `/${name}` });

/** Parts of the stacks that the sources do not show. */
export const missingParts: readonly SoundnessCase[] = [
  unknown(
    'macro',
    'a macro may add resources',
    (template) => Object.assign(template, { Transform: 'OurMacro' }),
    `${CLOUDFORMATION}/template-macros.html`,
  ),
  {
    id: 'origin-path-without-slash',
    title: 'the path of the origin lacks its slash, so that what the distribution sends is not known',
    change: set('Edge.DistributionConfig.Origins.0.OriginPath', 'prod'),
    expects: { internet: 'protected' },
    front: 'unknown',
    source:
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#DownloadDistValuesOriginPath',
  },
  unknown(
    'tenants-only-or-not',
    'whether the distribution serves tenants only lies in Systems Manager',
    edits(parameterOfSystem('Mode'), set('Edge.DistributionConfig.ConnectionMode', ref('Mode'))),
    `${RESOURCES}/aws-properties-cloudfront-distribution-distributionconfig.html`,
  ),
  unknown(
    'private-or-not',
    'no method asks for a key, and whether the API is private lies in Systems Manager',
    edits(
      parameterOfSystem('Type'),
      set('RootMethod.ApiKeyRequired', false),
      set('ProxyMethod.ApiKeyRequired', false),
      set('Api.EndpointConfiguration', { Types: [ref('Type')] }),
    ),
    `${GATEWAY}/apigateway-private-apis.html`,
  ),
  unknown(
    'misspelt-type',
    'a second stage has a type that is nearly that of a stage',
    add('Dev', 'AWS::ApiGateway::Stages', { StageName: 'dev', DeploymentId: 'a1b2c3' }),
    `${RESOURCES}/aws-resource-apigateway-stage.html`,
  ),
  unknown(
    'misspelt-property',
    'a continuous deployment, which may lead past the web ACL, is attached under a name that nobody knows',
    set('Edge.DistributionConfig.ContinuousDeploymentPolicyID', '2c1d3b52-0000-4000-8000-000000000000'),
    `${RESOURCES}/aws-properties-cloudfront-distribution-distributionconfig.html`,
  ),
  unknown(
    'unheard-of-property',
    'a stage has a property that nobody has heard of',
    set('Prod.OpensBackDoor', true),
    `${RESOURCES}/aws-resource-apigateway-stage.html`,
  ),
  unknown(
    'misspelt-property-of-ip-set',
    'an IP set lists its addresses under a name that nobody knows',
    set('BlockedAddresses.Adresses', ['198.51.100.0/24']),
    `${RESOURCES}/aws-resource-wafv2-ipset.html`,
  ),
  unknown(
    'misspelt-property-of-web-acl',
    'a web ACL lists rules under a name that nobody knows',
    set('EdgeWebAcl.Ruls', []),
    `${RESOURCES}/aws-resource-wafv2-webacl.html`,
  ),
  unknown(
    'nested-stack',
    'a nested template was not given',
    add('Nested', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://s3.amazonaws.com/templates/nested.yaml' }),
    `${CLOUDFORMATION}/using-cfn-nested-stacks.html`,
  ),
  unknown(
    'stack-set',
    'a stack set deploys a template that was not given',
    add('Set', 'AWS::CloudFormation::StackSet', { StackSetName: 'set', PermissionModel: 'SELF_MANAGED' }),
    `${CLOUDFORMATION}/what-is-cfnstacksets.html`,
  ),
  unknown(
    'module',
    'a module stands for resources',
    place('Module', { Type: 'Our::Gateway::Open::MODULE', Properties: {} }),
    `${CLOUDFORMATION}/modules.html`,
  ),
  unknown(
    'serverless',
    'a resource of AWS::Serverless is not expanded',
    edits(
      (template) => Object.assign(template, { Transform: 'AWS::Serverless-2016-10-31' }),
      place('Function', {
        Type: 'AWS::Serverless::Function',
        Properties: { Events: { Open: { Type: 'HttpApi' } } },
      }),
    ),
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html',
  ),
  unknown(
    'included-properties',
    'a second distribution is written elsewhere',
    place('Twin', {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/twin.yaml' } } },
    }),
    `${RESOURCES}/transform-aws-include.html`,
  ),
  unknown(
    'condition-on-web-acl',
    'the web ACL may not be made',
    edits(undecidedCondition, perhaps('EdgeWebAcl')),
    `${CLOUDFORMATION}/conditions-section-structure.html`,
  ),
  unknown(
    'unknown-integration',
    'an open API invokes a function that is not known',
    edits(parameter('Function'), sideApi({ uri: invoking(ref('Function')) })),
    `${GATEWAY}/set-up-lambda-proxy-integrations.html`,
  ),
  unknown(
    'stage-variable',
    'an open API invokes the function that a stage variable names',
    sideApi({ uri: invoking('arn:aws:lambda:us-east-1:123456789012:function:${!stageVariables.name}') }),
    `${GATEWAY}/stage-variables.html`,
  ),
  unknown(
    'body-in-bucket',
    'the definition of a second API lies in a bucket',
    edits(
      add('Side', 'AWS::ApiGateway::RestApi', { Name: 'side', BodyS3Location: { Bucket: 'bucket', Key: 'api.json' } }),
      add('SideDeployment', 'AWS::ApiGateway::Deployment', { RestApiId: ref('Side'), StageName: 'side' }),
    ),
    `${RESOURCES}/aws-resource-apigateway-restapi.html`,
  ),
  unknown(
    'cloned-api',
    'a second API is cloned from the first',
    edits(
      add('Side', 'AWS::ApiGateway::RestApi', { Name: 'side', CloneFrom: ref('Api') }),
      add('SideDeployment', 'AWS::ApiGateway::Deployment', { RestApiId: ref('Side'), StageName: 'side' }),
    ),
    `${RESOURCES}/aws-resource-apigateway-restapi.html`,
  ),
  unknown(
    'method-of-unknown-resource',
    'an open method has a resource that is not known, and may be more specific than the keyed ones',
    add('OpenMethod', 'AWS::ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: 'a1b2c3',
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invoking(echoArn) },
    }),
    `${GATEWAY}/api-gateway-method-settings-method-request.html`,
  ),
  unknown(
    'method-made-twice',
    'the definition and the template both make the root method, one of them without a key',
    set('Api.Body', {
      openapi: '3.0.1',
      info: { title: 'api', version: '1' },
      paths: {
        '/': {
          'x-amazon-apigateway-any-method': {
            'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: invoking(echoArn) },
          },
        },
      },
    }),
    `${RESOURCES}/aws-resource-apigateway-restapi.html`,
  ),
  unknown(
    'optional-security',
    'an operation has an empty security requirement beside the key',
    set('Api.Body', {
      openapi: '3.0.1',
      info: { title: 'api', version: '1' },
      components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
      paths: {
        '/open': {
          get: {
            security: [{}, { api_key: [] }],
            'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: invoking(echoArn) },
          },
        },
      },
    }),
    `${GATEWAY}/api-key-usage-plan-oas.html`,
  ),
  unknown(
    'route-of-unknown-key',
    'the key of a route is not known',
    edits(parameter('Key'), httpApi({ RouteKey: ref('Key') })),
    `${GATEWAY}/http-api-develop-routes.html`,
  ),
  unknown(
    'route-of-unknown-target',
    'the integration of a route is not known',
    edits(parameter('Target'), httpApi({ Target: ref('Target') })),
    `${GATEWAY}/http-api-develop-integrations.html`,
  ),
  unknown(
    'web-socket',
    'a WebSocket API invokes the function',
    edits(
      httpApi(),
      set('Http.ProtocolType', 'WEBSOCKET'),
      set('Http.RouteSelectionExpression', '$request.body.action'),
    ),
    `${GATEWAY}/apigateway-websocket-api.html`,
  ),
  unknown(
    'function-url-of-unknown-function',
    'a function URL leads to a function that is not known',
    edits(
      parameter('Function'),
      add('Url', 'AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: ref('Function') }),
    ),
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html',
  ),
  unknown(
    'unclassified-type',
    'a type that nobody has classified names the function',
    place('Target', {
      Type: 'AWS::BedrockAgentCore::GatewayTarget',
      Properties: { Name: 'target', TargetConfiguration: { Mcp: { Lambda: { LambdaArn: echoArn } } } },
    }),
    `${RESOURCES}/AWS_BedrockAgentCore.html`,
  ),
  unknown(
    'twin-to-unknown-host',
    'a second distribution without web ACL sends the key to a host that is not known',
    edits(
      parameter('Host'),
      twin(
        'Twin',
        remove('Twin.DistributionConfig.WebACLId'),
        set('Twin.DistributionConfig.Origins.0.DomainName', ref('Host')),
      ),
    ),
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html',
  ),
  unknown(
    'function-chooses-origin',
    'a CloudFront function of a distribution without web ACL chooses the origin',
    edits(
      add('Chooser', 'AWS::CloudFront::Function', {
        Name: 'chooser',
        FunctionConfig: { Comment: 'chooses', Runtime: 'cloudfront-js-2.0' },
        FunctionCode:
          "import cf from 'cloudfront'; function handler(event) { cf.updateRequestOrigin({ domainName: event.request.uri }); return event.request; }",
      }),
      twin(
        'Twin',
        remove('Twin.DistributionConfig.WebACLId'),
        set('Twin.DistributionConfig.Origins.0', {
          Id: 'api',
          DomainName: 'www.example.com',
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
        }),
        set('Twin.DistributionConfig.DefaultCacheBehavior.FunctionAssociations', [
          { EventType: 'viewer-request', FunctionARN: getAtt('Chooser', 'FunctionARN') },
        ]),
      ),
    ),
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html',
  ),
  unknown(
    'tenant-of-unknown-distribution',
    'a tenant without web ACL belongs to a distribution that is not known',
    edits(
      parameter('Distribution'),
      add('Tenant', 'AWS::CloudFront::DistributionTenant', {
        DistributionId: ref('Distribution'),
        Name: 'tenant',
        Domains: ['tenant.example.com'],
        Customizations: { WebAcl: { Action: 'disable' } },
      }),
    ),
    `${RESOURCES}/aws-resource-cloudfront-distributiontenant.html`,
  ),
  unknown(
    'twin-of-unknown-origins',
    'the origins of a second distribution without web ACL are not known',
    edits(
      parameter('Origins'),
      twin('Twin', remove('Twin.DistributionConfig.WebACLId'), set('Twin.DistributionConfig.Origins', ref('Origins'))),
    ),
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html',
  ),
  unknown(
    'function-of-unknown-name',
    'an open API invokes a function by its name, and that of the function is not known',
    edits(
      parameter('Name'),
      set('Echo.FunctionName', ref('Name')),
      sideApi({ uri: invoking('arn:aws:lambda:us-east-1:123456789012:function:orders') }),
    ),
    `${RESOURCES}/aws-resource-lambda-function.html`,
  ),
  unknown(
    'target-group-of-unknown-function',
    'a target group leads to a function that is not known',
    edits(
      parameter('Function'),
      add('Targets', 'AWS::ElasticLoadBalancingV2::TargetGroup', {
        TargetType: 'lambda',
        Targets: [{ Id: ref('Function') }],
      }),
    ),
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
  ),
  unknown(
    'refused-origin-header',
    'CloudFront refuses the name of a custom header',
    set('Edge.DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderName', 'X-Amz-Key'),
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html',
  ),
];
