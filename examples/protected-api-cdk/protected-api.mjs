import { Stack } from 'aws-cdk-lib';
import { ApiKey, ApiKeySourceType, EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { RestApiOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnIPSet, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

const echo = `exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    method: event.httpMethod,
    path: event.path,
    query: event.multiValueQueryStringParameters,
    headers: event.multiValueHeaders,
    body: event.body,
    isBase64Encoded: event.isBase64Encoded,
  }),
});
`;

const visibility = (metricName) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true });

/** A REST API behind CloudFront and AWS WAF, locked by a key that CloudFront alone knows. */
export class ProtectedApi extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    // unsafeUnwrap writes a dynamic reference into the template, not the value.
    const key = new Secret(this, 'OriginSecret', {
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
    }).secretValue.unsafeUnwrap();
    const api = this.lockedApi(key);
    new Distribution(this, 'Edge', {
      webAclId: this.webAcl().attrArn,
      enableIpv6: true,
      defaultBehavior: {
        origin: new RestApiOrigin(api, { customHeaders: { 'x-api-key': key } }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
    });
  }

  lockedApi(key) {
    const api = new RestApi(this, 'Api', {
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.HEADER,
      cloudWatchRole: false,
      defaultMethodOptions: { apiKeyRequired: true },
      deployOptions: { stageName: 'prod' },
    });
    const integration = new LambdaIntegration(
      new LambdaFunction(this, 'Echo', {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline(echo),
      }),
      { allowTestInvoke: false },
    );
    api.root.addMethod('ANY', integration);
    api.root.addProxy({ defaultIntegration: integration });
    // One plan for CloudFront alone: one key, one stage, and no throttle, which all viewers would share.
    const plan = api.addUsagePlan('OriginPlan');
    plan.addApiStage({ stage: api.deploymentStage });
    plan.addApiKey(new ApiKey(this, 'OriginKey', { value: key }));
    return api;
  }

  webAcl() {
    const list = (id, ipAddressVersion, addresses) =>
      new CfnIPSet(this, id, { scope: 'CLOUDFRONT', ipAddressVersion, addresses });
    const lists = [
      list('BlockedAddresses', 'IPV4', ['198.51.100.0/24']),
      list('BlockedAddressesIPv6', 'IPV6', ['2001:db8:bad::/48']),
    ];
    return new CfnWebACL(this, 'EdgeWebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('edge'),
      rules: [
        {
          name: 'blocked-addresses',
          priority: 0,
          statement: {
            orStatement: { statements: lists.map((ipSet) => ({ ipSetReferenceStatement: { arn: ipSet.attrArn } })) },
          },
          action: { block: {} },
          visibilityConfig: visibility('blocked-addresses'),
        },
        {
          name: 'flood',
          priority: 1,
          statement: { rateBasedStatement: { limit: 100, evaluationWindowSec: 60, aggregateKeyType: 'IP' } },
          action: { block: {} },
          visibilityConfig: visibility('flood'),
        },
      ],
    });
  }
}
