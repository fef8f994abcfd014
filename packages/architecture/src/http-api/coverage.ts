import type { TypeCoverage } from '../coverage.ts';
import { covered } from '../rest-api/coverage-table.ts';

const ROUTE_SETTINGS = 'LoggingLevel DataTraceEnabled DetailedMetricsEnabled';
const THROTTLES = 'ThrottlingRateLimit ThrottlingBurstLimit';

/** What is understood of every resource type of API Gateway's version 2. */
export const HTTP_API_COVERAGE: readonly TypeCoverage[] = [
  covered(
    'AWS::ApiGatewayV2::Api',
    {
      documented: 'Name ProtocolType DisableExecuteApiEndpoint Target RouteKey Body',
      approximated: 'BasePath CredentialsArn',
      unknown:
        'BodyS3Location BodyS3Location(Etag Bucket Version Key) RouteSelectionExpression ApiKeySelectionExpression CorsConfiguration CorsConfiguration(AllowOrigins AllowCredentials ExposeHeaders AllowHeaders MaxAge AllowMethods)',
      'no-effect': 'Description FailOnWarnings DisableSchemaValidation Version Tags IpAddressType',
    },
    {
      ProtocolType: 'WebSocket APIs are named in a diagnostic',
      CorsConfiguration: 'preflight requests reach the routes',
    },
  ),
  covered('AWS::ApiGatewayV2::ApiGatewayManagedOverrides', {
    unknown: `ApiId Integration Integration(Description PayloadFormatVersion TimeoutInMillis IntegrationMethod) Stage Stage(Description AccessLogSettings AccessLogSettings(Format DestinationArn) AutoDeploy RouteSettings RouteSettings(${ROUTE_SETTINGS} ${THROTTLES}) StageVariables DefaultRouteSettings DefaultRouteSettings(${ROUTE_SETTINGS} ${THROTTLES})) Route Route(Target AuthorizerId OperationName AuthorizationScopes AuthorizationType)`,
  }),
  covered('AWS::ApiGatewayV2::ApiMapping', { documented: 'DomainName Stage ApiMappingKey ApiId' }),
  covered('AWS::ApiGatewayV2::Authorizer', {
    documented: 'AuthorizerType AuthorizerUri ApiId',
    approximated:
      'IdentitySource EnableSimpleResponses AuthorizerPayloadFormatVersion JwtConfiguration JwtConfiguration(Issuer Audience)',
    unknown: 'AuthorizerResultTtlInSeconds IdentityValidationExpression AuthorizerCredentialsArn',
    'no-effect': 'Name',
  }),
  covered('AWS::ApiGatewayV2::Deployment', { approximated: 'ApiId StageName', 'no-effect': 'Description' }),
  covered('AWS::ApiGatewayV2::DomainName', {
    documented:
      'DomainName MutualTlsAuthentication MutualTlsAuthentication(TruststoreUri) DomainNameConfigurations DomainNameConfigurations(EndpointType)',
    approximated: 'DomainNameConfigurations(SecurityPolicy)',
    unknown: 'RoutingMode MutualTlsAuthentication(TruststoreVersion)',
    'no-effect':
      'Tags DomainNameConfigurations(OwnershipVerificationCertificateArn CertificateName CertificateArn IpAddressType)',
  }),
  covered(
    'AWS::ApiGatewayV2::Integration',
    {
      documented:
        'ApiId IntegrationType IntegrationUri IntegrationMethod PayloadFormatVersion TimeoutInMillis ConnectionType',
      unknown:
        'ConnectionId CredentialsArn RequestParameters ResponseParameters ResponseParameters(ResponseParameters ResponseParameters(Destination Source)) IntegrationSubtype TlsConfig TlsConfig(ServerNameToVerify) RequestTemplates TemplateSelectionExpression PassthroughBehavior ContentHandlingStrategy',
      'no-effect': 'Description',
    },
    { RequestParameters: 'mappings are named in a diagnostic' },
  ),
  covered('AWS::ApiGatewayV2::IntegrationResponse', {
    unknown:
      'ResponseTemplates TemplateSelectionExpression ResponseParameters ContentHandlingStrategy IntegrationId IntegrationResponseKey ApiId',
  }),
  covered('AWS::ApiGatewayV2::Model', { unknown: 'ContentType Schema ApiId Name', 'no-effect': 'Description' }),
  covered(
    'AWS::ApiGatewayV2::Route',
    {
      documented: 'ApiId RouteKey Target AuthorizationType AuthorizerId',
      approximated: 'AuthorizationScopes',
      unknown: 'RouteResponseSelectionExpression RequestModels ModelSelectionExpression RequestParameters',
      'no-effect': 'OperationName ApiKeyRequired',
    },
    { ApiKeyRequired: 'WebSocket APIs only: an HTTP API has no API keys' },
  ),
  covered('AWS::ApiGatewayV2::RouteResponse', {
    unknown:
      'RouteResponseKey ResponseParameters ResponseParameters(Required) RouteId ModelSelectionExpression ApiId ResponseModels',
  }),
  covered('AWS::ApiGatewayV2::Stage', {
    documented: `ApiId StageName DefaultRouteSettings DefaultRouteSettings(${THROTTLES})`,
    approximated: 'DeploymentId AutoDeploy RouteSettings StageVariables',
    unknown: 'ClientCertificateId AccessPolicyId',
    'no-effect': `Description AccessLogSettings AccessLogSettings(Format DestinationArn) Tags DefaultRouteSettings(${ROUTE_SETTINGS})`,
  }),
  covered('AWS::ApiGatewayV2::VpcLink', { unknown: 'SubnetIds SecurityGroupIds', 'no-effect': 'Tags Name' }),
  covered('AWS::ApiGatewayV2::PortalProduct', { 'no-effect': 'DisplayName Description Tags' }),
  covered('AWS::ApiGatewayV2::RoutingRule', {
    unknown:
      'DomainNameArn Priority Conditions Conditions(MatchHeaders MatchHeaders(AnyOf AnyOf(Header ValueGlob)) MatchBasePaths MatchBasePaths(AnyOf)) Actions Actions(InvokeApi InvokeApi(ApiId Stage StripBasePath))',
  }),
];
