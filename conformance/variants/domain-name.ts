import { add, drop, type Edit, edits, getAtt, ref, remove, set, sub } from '../template.ts';
import { sideDoor, type Variant } from './variant.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

/** A regional custom domain name of the stage. */
export const domainName = (host: string): Edit =>
  edits(
    add('ApiDomain', 'AWS::ApiGateway::DomainName', {
      DomainName: host,
      RegionalCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
      SecurityPolicy: 'TLS_1_2',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    }),
    add('ApiMapping', 'AWS::ApiGateway::BasePathMapping', {
      DomainName: ref('ApiDomain'),
      RestApiId: ref('Api'),
      Stage: ref('Prod'),
    }),
  );

/** The distribution sends to the custom domain name, which has no stage in its paths. */
export const originIsDomain = (host: string): Edit =>
  edits(
    set('Edge.DistributionConfig.Origins.0.DomainName', host),
    remove('Edge.DistributionConfig.Origins.0.OriginPath'),
  );

const keyless: Edit = edits(remove('RootMethod.ApiKeyRequired'), remove('ProxyMethod.ApiKeyRequired'));

const trustStore = set('ApiDomain.MutualTlsAuthentication', {
  TruststoreUri: 's3://truststore.example.com/cloudfront.pem',
});

/** The lock is a client certificate: the custom domain asks for it, CloudFront shows it. */
export const clientCertificate: Edit = edits(
  domainName('api.example.com'),
  originIsDomain('api.example.com'),
  trustStore,
  set('Edge.DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig', {
    ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/87654321-4321-4321-4321-210987654321',
  }),
  keyless,
);

/** An HTTP API in front of the example's function. */
export const httpApi: Edit = edits(
  add('HttpApi', 'AWS::ApiGatewayV2::Api', { Name: 'http-api', ProtocolType: 'HTTP' }),
  add('HttpIntegration', 'AWS::ApiGatewayV2::Integration', {
    ApiId: ref('HttpApi'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: getAtt('Echo', 'Arn'),
    PayloadFormatVersion: '1.0',
  }),
  add('HttpRoute', 'AWS::ApiGatewayV2::Route', {
    ApiId: ref('HttpApi'),
    RouteKey: '$default',
    Target: sub('integrations/${HttpIntegration}'),
  }),
  add('HttpStage', 'AWS::ApiGatewayV2::Stage', { ApiId: ref('HttpApi'), StageName: '$default', AutoDeploy: true }),
  add('HttpPermission', 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: ref('Echo'),
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub('arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/*'),
  }),
);

export const domainNameVariants: readonly Variant[] = [
  {
    id: 'API-15/default-endpoint-beside-mutual-tls',
    title: 'the lock is on the custom domain, and the default endpoint is left on',
    change: clientCertificate,
    expects: sideDoor('API-15'),
    source: `${GATEWAY}/rest-api-disable-default-endpoint.html`,
  },
  {
    id: 'API-15/distribution-beside-mutual-tls',
    title: 'client certificates are asked for at the custom domain, and the distribution sends to the default endpoint',
    change: edits(domainName('api.example.com'), trustStore, keyless),
    expects: sideDoor('API-15'),
    source: `${GATEWAY}/rest-api-disable-default-endpoint.html`,
  },
  {
    id: 'API-15/two-distributions',
    title: 'one distribution sends to the custom domain and shows a certificate, another to the default endpoint',
    change: edits(clientCertificate, (template) => {
      const twin = structuredClone(template.Resources.Edge ?? { Type: '', Properties: {} });
      Object.assign(template.Resources, { Twin: twin });
      edits(
        set('Twin.DistributionConfig.Origins.0.DomainName', sub('${Api}.execute-api.${AWS::Region}.amazonaws.com')),
        set('Twin.DistributionConfig.Origins.0.OriginPath', '/prod'),
        remove('Twin.DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig'),
      )(template);
    }),
    expects: sideDoor('API-15'),
    source: `${GATEWAY}/rest-api-disable-default-endpoint.html`,
  },
  {
    id: 'API-01/one-method-beside-mutual-tls',
    title: 'one method has lost its key, beside a custom domain with client certificates',
    change: edits(domainName('api.example.com'), trustStore, remove('RootMethod.ApiKeyRequired')),
    expects: { ...sideDoor('API-01') },
    source: `${GATEWAY}/api-gateway-api-usage-plans.html`,
  },
  {
    id: 'API-16/custom-domain-without-key',
    title: 'the default endpoint is off, and the custom domain needs no key',
    change: edits(
      domainName('api.example.com'),
      originIsDomain('api.example.com'),
      keyless,
      set('Api.DisableExecuteApiEndpoint', true),
    ),
    expects: sideDoor('API-16'),
    source: `${GATEWAY}/how-to-custom-domains.html`,
  },
  {
    id: 'API-16/wildcard-without-key',
    title: 'the default endpoint is off, and a custom domain with a wildcard needs no key',
    change: edits(
      domainName('*.api.example.com'),
      originIsDomain('cdn.api.example.com'),
      keyless,
      set('Api.DisableExecuteApiEndpoint', true),
    ),
    expects: sideDoor('API-16'),
    source: `${GATEWAY}/how-to-custom-domains.html`,
  },
  {
    id: 'API-16/wildcard-behind-exact-name',
    title: 'an exact domain name leads elsewhere, and the wildcard beside it to methods without key',
    change: edits(
      domainName('*.api.example.com'),
      originIsDomain('cdn.api.example.com'),
      keyless,
      set('Api.DisableExecuteApiEndpoint', true),
      add('Other', 'AWS::ApiGateway::DomainName', {
        DomainName: 'www.api.example.com',
        RegionalCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      }),
    ),
    expects: sideDoor('API-16'),
    source: `${GATEWAY}/how-to-custom-domains.html`,
  },
  {
    id: 'API-22/http-api-as-origin',
    title: 'the origin is an HTTP API, which knows no keys',
    change: edits(
      httpApi,
      set('Edge.DistributionConfig.Origins.0.DomainName', sub('${HttpApi}.execute-api.${AWS::Region}.amazonaws.com')),
      remove('Edge.DistributionConfig.Origins.0.OriginPath'),
      drop('RootMethod', 'ProxyMethod', 'ProxyResource', 'Deployment', 'Prod', 'OriginPlanKey', 'OriginPlan'),
      drop('OriginKey', 'EchoPermission', 'Api'),
    ),
    expects: { ...sideDoor('API-22'), origin: 'HttpApi' },
    source: `${GATEWAY}/http-api-vs-rest.html`,
  },
  {
    id: 'API-22/http-api-beside',
    title: 'an HTTP API calls the same function',
    change: httpApi,
    expects: sideDoor('API-22'),
    source: `${GATEWAY}/http-api-vs-rest.html`,
  },
];
