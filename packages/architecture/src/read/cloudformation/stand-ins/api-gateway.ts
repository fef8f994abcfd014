import { distributionDomainName } from '../../../distribution/domain-name.ts';
import type { Declared } from './declared.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

const idOf = (length: number, ...attributes: readonly string[]): StandIn => ({
  ref: (of) => of.id(length),
  attributes: Object.fromEntries(attributes.map((name) => [name, itself])),
});

const regionalDomainName = (of: Declared): string =>
  `d-${of.id(10, 'domain')}.execute-api.${of.region}.${of.urlSuffix}`;
const hostedZoneId = (of: Declared): string => `Z${of.upper(13, 'zone')}`;
const domainNameArn = (of: Declared): string => of.arn('apigateway', `/domainnames/${of.physicalId}`);

const domainName: StandIn = {
  refProperty: 'DomainName',
  attributes: {
    RegionalDomainName: regionalDomainName,
    RegionalHostedZoneId: hostedZoneId,
    DistributionDomainName: (of) => distributionDomainName(`E${of.upper(13, 'distribution')}`),
    // CloudFront's zone, the same everywhere: https://docs.aws.amazon.com/general/latest/gr/cf_region.html
    DistributionHostedZoneId: () => 'Z2FDTNDATAQYW2',
    DomainNameArn: domainNameArn,
  },
};

export const apiGateway: StandIns = {
  'AWS::ApiGateway::RestApi': {
    ref: (of) => of.id(10),
    attributes: { RestApiId: itself, RootResourceId: (of) => of.id(10, 'root') },
  },
  'AWS::ApiGateway::Resource': idOf(6, 'ResourceId'),
  'AWS::ApiGateway::Deployment': idOf(6, 'DeploymentId'),
  'AWS::ApiGateway::Stage': { refProperty: 'StageName' },
  'AWS::ApiGateway::ApiKey': idOf(10, 'APIKeyId'),
  'AWS::ApiGateway::UsagePlan': idOf(6, 'Id'),
  'AWS::ApiGateway::UsagePlanKey': {
    ref: (of) => `${of.text('KeyId') ?? of.id(10)}:${of.text('UsagePlanId') ?? of.id(6, 'plan')}`,
    attributes: { Id: itself },
  },
  'AWS::ApiGateway::Authorizer': idOf(6, 'AuthorizerId'),
  'AWS::ApiGateway::RequestValidator': idOf(6, 'RequestValidatorId'),
  'AWS::ApiGateway::VpcLink': idOf(6, 'VpcLinkId'),
  'AWS::ApiGateway::ClientCertificate': idOf(6, 'ClientCertificateId'),
  'AWS::ApiGateway::Model': { ref: (of) => of.name('Name') },
  'AWS::ApiGateway::DomainName': domainName,
  'AWS::ApiGateway::DomainNameV2': {
    ref: (of) => of.arn('apigateway', `/domainnames/${of.text('DomainName') ?? 'unknown'}+${of.id(10)}`),
    attributes: { DomainNameArn: itself, DomainNameId: (of) => of.id(10) },
  },
  'AWS::ApiGatewayV2::Api': {
    ref: (of) => of.id(10),
    attributes: {
      ApiId: itself,
      ApiEndpoint: (of) =>
        `${of.text('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https'}://${of.physicalId}.execute-api.${of.region}.${of.urlSuffix}`,
      ExecuteApiArn: (of) => of.arn('execute-api', of.physicalId),
    },
  },
  'AWS::ApiGatewayV2::Stage': { refProperty: 'StageName' },
  'AWS::ApiGatewayV2::Integration': idOf(7, 'IntegrationId'),
  'AWS::ApiGatewayV2::Route': idOf(7, 'RouteId'),
  'AWS::ApiGatewayV2::Authorizer': idOf(6, 'AuthorizerId'),
  'AWS::ApiGatewayV2::ApiMapping': idOf(6, 'ApiMappingId'),
  'AWS::ApiGatewayV2::Deployment': idOf(6, 'DeploymentId'),
  'AWS::ApiGatewayV2::VpcLink': idOf(6, 'VpcLinkId'),
  'AWS::ApiGatewayV2::DomainName': {
    refProperty: 'DomainName',
    attributes: {
      RegionalDomainName: regionalDomainName,
      RegionalHostedZoneId: hostedZoneId,
      DomainNameArn: domainNameArn,
    },
  },
};
