import type { TypeCoverage } from '../coverage.ts';
import { FUNCTION_COVERAGE } from '../function/coverage.ts';
import { HTTP_API_COVERAGE } from '../http-api/coverage.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { unknownProperty } from '../unknown-name.ts';
import type { Value } from '../value.ts';
import { ancestors, covered } from './coverage-table.ts';
import type { Report } from './reading.ts';

const LOGS_AND_CACHE =
  'LoggingLevel DataTraceEnabled MetricsEnabled CacheTtlInSeconds CacheDataEncrypted CachingEnabled';
const METHOD_SETTING = 'MethodSettings ResourcePath HttpMethod ThrottlingRateLimit ThrottlingBurstLimit';

const REST_APIS: readonly TypeCoverage[] = [
  covered(
    'AWS::ApiGateway::RestApi',
    {
      documented:
        'Policy Body Parameters DisableExecuteApiEndpoint BinaryMediaTypes Name ApiKeySourceType EndpointConfiguration EndpointConfiguration(Types)',
      approximated: 'Mode EndpointAccessMode SecurityPolicy EndpointConfiguration(VpcEndpointIds)',
      unknown: 'BodyS3Location BodyS3Location(Bucket ETag Version Key) CloneFrom',
      'no-effect':
        'Description MinimumCompressionSize FailOnWarnings Tags Version EndpointConfiguration(IpAddressType)',
    },
    {
      Mode: 'methods of Body and AWS::ApiGateway::Method are merged, the latter win',
      EndpointAccessMode: 'STRICT is taken as BASIC: a client can always send the Host that it names in TLS',
      'EndpointConfiguration.VpcEndpointIds': 'private APIs have no entrance from the internet',
      SecurityPolicy: 'TLS versions are not modelled',
    },
  ),
  covered('AWS::ApiGateway::Resource', { documented: 'ParentId PathPart RestApiId' }),
  covered(
    'AWS::ApiGateway::Method',
    {
      documented:
        'ApiKeyRequired AuthorizationType AuthorizerId HttpMethod RequestParameters RequestValidatorId ResourceId RestApiId Integration Integration(Type Uri IntegrationHttpMethod TimeoutInMillis ConnectionType IntegrationResponses)',
      approximated:
        'AuthorizationScopes RequestModels Integration(RequestParameters RequestTemplates PassthroughBehavior ContentHandling IntegrationResponses(ContentHandling ResponseParameters ResponseTemplates SelectionPattern StatusCode))',
      unknown: 'Integration(ConnectionId Credentials IntegrationTarget ResponseTransferMode)',
      'no-effect':
        'OperationName MethodResponses MethodResponses(ResponseModels ResponseParameters StatusCode) Integration(CacheKeyParameters CacheNamespace)',
    },
    {
      AuthorizationScopes: 'part of what the authorizer decides, which is not looked into',
      RequestModels: 'whether a body fits its model is undecided',
      'Integration.RequestTemplates': 'templates are not carried out, but for the status code of a MOCK',
      'Integration.RequestParameters': 'path parameters and fixed headers; other mappings are named in a diagnostic',
      'Integration.CacheKeyParameters': 'the cache of a stage stores nothing yet',
    },
  ),
  covered(
    'AWS::ApiGateway::Deployment',
    {
      approximated:
        'RestApiId StageName StageDescription StageDescription(Variables ThrottlingRateLimit ThrottlingBurstLimit MethodSettings MethodSettings(ResourcePath HttpMethod ThrottlingBurstLimit ThrottlingRateLimit)) DeploymentCanarySettings DeploymentCanarySettings(StageVariableOverrides PercentTraffic UseStageCache) StageDescription(CanarySetting CanarySetting(StageVariableOverrides PercentTraffic UseStageCache))',
      unknown: 'StageDescription(ClientCertificateId)',
      'no-effect': `Description StageDescription(Description DocumentationVersion TracingEnabled CacheClusterSize CacheClusterEnabled Tags AccessLogSetting AccessLogSetting(Format DestinationArn) ${LOGS_AND_CACHE} MethodSettings(${LOGS_AND_CACHE}))`,
    },
    { RestApiId: 'the snapshot is taken to be the API as this template has it' },
  ),
  covered(
    'AWS::ApiGateway::Stage',
    {
      documented: `DeploymentId StageName RestApiId Variables ${METHOD_SETTING.replace('MethodSettings ', 'MethodSettings MethodSettings(')})`,
      approximated: 'CanarySetting CanarySetting(DeploymentId PercentTraffic StageVariableOverrides UseStageCache)',
      unknown: 'ClientCertificateId',
      'no-effect': `Description DocumentationVersion TracingEnabled AccessLogSetting AccessLogSetting(Format DestinationArn) CacheClusterSize CacheClusterEnabled Tags MethodSettings(${LOGS_AND_CACHE})`,
    },
    { 'CanarySetting.DeploymentId': 'the snapshot of another deployment is unknown unless it is handed in' },
  ),
  covered(
    'AWS::ApiGateway::ApiKey',
    {
      documented: 'Value Enabled Name',
      'no-effect': 'Description StageKeys StageKeys(StageName RestApiId) CustomerId GenerateDistinctId Tags',
    },
    { StageKeys: 'replaced by usage plans, which are required' },
  ),
  covered('AWS::ApiGateway::UsagePlan', {
    documented:
      'ApiStages ApiStages(Stage ApiId Throttle Throttle(BurstLimit RateLimit)) Throttle Throttle(BurstLimit RateLimit) Quota Quota(Period Limit Offset) UsagePlanName',
    'no-effect': 'Description Tags',
  }),
  covered('AWS::ApiGateway::UsagePlanKey', { documented: 'UsagePlanId KeyId', 'no-effect': 'KeyType' }),
  covered('AWS::ApiGateway::DomainName', {
    documented:
      'DomainName EndpointConfiguration EndpointConfiguration(Types) MutualTlsAuthentication MutualTlsAuthentication(TruststoreUri)',
    approximated: 'EndpointAccessMode SecurityPolicy',
    unknown: 'RoutingMode MutualTlsAuthentication(TruststoreVersion)',
    'no-effect':
      'OwnershipVerificationCertificateArn RegionalCertificateArn CertificateArn Tags EndpointConfiguration(IpAddressType)',
  }),
  covered('AWS::ApiGateway::BasePathMapping', {
    documented: 'DomainName RestApiId Stage BasePath',
    'no-effect': 'Id',
  }),
  covered('AWS::ApiGateway::Authorizer', {
    documented: 'Type AuthorizerUri RestApiId',
    approximated: 'IdentitySource ProviderARNs AuthType',
    unknown: 'AuthorizerResultTtlInSeconds IdentityValidationExpression AuthorizerCredentials',
    'no-effect': 'Name',
  }),
  covered('AWS::ApiGateway::GatewayResponse', {
    documented: 'ResponseType RestApiId StatusCode',
    approximated: 'ResponseParameters ResponseTemplates',
  }),
  covered('AWS::ApiGateway::RequestValidator', {
    documented: 'ValidateRequestParameters RestApiId',
    approximated: 'ValidateRequestBody',
    'no-effect': 'Name',
  }),
  covered('AWS::ApiGateway::Model', { unknown: 'Schema ContentType RestApiId Name', 'no-effect': 'Description' }),
  covered('AWS::ApiGateway::Account', { 'no-effect': 'CloudWatchRoleArn' }),
  covered('AWS::ApiGateway::ClientCertificate', { 'no-effect': 'Description Tags' }),
  covered('AWS::ApiGateway::VpcLink', { unknown: 'TargetArns', 'no-effect': 'Description Tags Name' }),
];

/** What is understood of every resource type of Amazon API Gateway, and of the functions behind it. */
export const REST_API_COVERAGE: readonly TypeCoverage[] = [...REST_APIS, ...HTTP_API_COVERAGE, ...FUNCTION_COVERAGE];

/** Properties whose keys are the author's own: what lies below is read one level further down. */
const MAPS = new Set([
  'AWS::ApiGateway::UsagePlan ApiStages.Throttle',
  'AWS::ApiGatewayV2::ApiGatewayManagedOverrides Stage.RouteSettings',
  'AWS::ApiGatewayV2::Integration ResponseParameters',
  'AWS::ApiGatewayV2::RouteResponse ResponseParameters',
]);

/** Names every property of these types that the table does not have. */
export function reportUnknownProperties(resources: Resources, report: Report): void {
  for (const { type, properties } of REST_API_COVERAGE) {
    const names = new Set(properties.map((each) => each.property));
    const parents = new Set([...names].flatMap((name) => ancestors(name)));
    for (const resource of resources.ofType(type)) walk(resource.properties, '', { resource, names, parents, report });
  }
}

interface Walk {
  readonly resource: Resource;
  readonly names: ReadonlySet<string>;
  readonly parents: ReadonlySet<string>;
  readonly report: Report;
}

function walk(value: Value, path: string, given: Walk): void {
  if (value.kind === 'list') for (const item of value.items) walk(item, path, given);
  if (value.kind !== 'map') return;
  if (MAPS.has(`${given.resource.type} ${path}`))
    for (const item of value.entries.values()) walkFields(item, path, given);
  else walkFields(value, path, given);
}

function walkFields(value: Value, path: string, given: Walk): void {
  if (value.kind !== 'map') return;
  for (const [key, item] of value.entries) {
    const name = path === '' ? key : `${path}.${key}`;
    if (given.parents.has(name)) walk(item, name, given);
    else if (!given.names.has(name))
      given.report(unknownProperty(given.resource, name, [...given.names, ...given.parents], item));
  }
}
