import {
  add,
  declare,
  type Edit,
  edits,
  getAtt,
  type Json,
  type JsonMap,
  ref,
  sub,
  type Template,
} from '../template.ts';

/** The URI of an integration that invokes the function of this ARN. */
export const invoking = (arn: Json): JsonMap => ({
  'Fn::Sub': [
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function}/invocations',
    { Function: arn },
  ],
});

export const echoArn: JsonMap = getAtt('Echo', 'Arn');

/** A parameter without a value. */
export const parameter = (name: string, more: JsonMap = {}): Edit =>
  declare('Parameters', name, { Type: 'String', ...more });

/** The condition `Undecided`: its parameter's value lies in Systems Manager. */
export const undecidedCondition: Edit = edits(
  parameter('Flag', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/flag' }),
  declare('Conditions', 'Undecided', { 'Fn::Equals': [ref('Flag'), 'on'] }),
);

/** These resources are made where `Undecided` holds. */
export const perhaps =
  (...logicalIds: readonly string[]): Edit =>
  (template) => {
    for (const id of logicalIds) resourceOf(template, id).Condition = 'Undecided';
  };

export interface SideApi {
  readonly uri?: Json;
  readonly method?: JsonMap;
  readonly api?: JsonMap;
}

/** A second REST API, `Side`, with one method: by default open, and before the same function. */
export const sideApi = ({ uri = invoking(echoArn), method = {}, api = {} }: SideApi = {}): Edit =>
  edits(
    add('Side', 'AWS::ApiGateway::RestApi', { Name: 'side', EndpointConfiguration: { Types: ['REGIONAL'] }, ...api }),
    add('SideMethod', 'AWS::ApiGateway::Method', {
      RestApiId: ref('Side'),
      ResourceId: getAtt('Side', 'RootResourceId'),
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri },
      ...method,
    }),
    add('SideDeployment', 'AWS::ApiGateway::Deployment', { RestApiId: ref('Side') }, ['SideMethod']),
    add('SideStage', 'AWS::ApiGateway::Stage', {
      RestApiId: ref('Side'),
      DeploymentId: ref('SideDeployment'),
      StageName: 'side',
    }),
  );

/** An HTTP API, `Http`, with one route to the same function. */
export const httpApi = (route: JsonMap = {}, stageName: Json = '$default'): Edit =>
  edits(
    add('Http', 'AWS::ApiGatewayV2::Api', { Name: 'http', ProtocolType: 'HTTP' }),
    add('HttpIntegration', 'AWS::ApiGatewayV2::Integration', {
      ApiId: ref('Http'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: echoArn,
      PayloadFormatVersion: '2.0',
    }),
    add('HttpRoute', 'AWS::ApiGatewayV2::Route', {
      ApiId: ref('Http'),
      RouteKey: '$default',
      Target: sub('integrations/${HttpIntegration}'),
      ...route,
    }),
    add('HttpStage', 'AWS::ApiGatewayV2::Stage', { ApiId: ref('Http'), StageName: stageName, AutoDeploy: true }),
  );

/** The example without a distribution: the web ACL stands before the stage, and no method requires a key. */
export const regional: Edit = (template) => {
  delete template.Resources.Edge;
  delete template.Outputs;
  for (const id of ['EdgeWebAcl', 'BlockedAddresses', 'BlockedAddressesIPv6'])
    resourceOf(template, id).Properties.Scope = 'REGIONAL';
  for (const id of ['RootMethod', 'ProxyMethod']) resourceOf(template, id).Properties.ApiKeyRequired = false;
  associate('Association', getAtt('EdgeWebAcl', 'Arn'))(template);
};

export const associate = (logicalId: string, webAcl: Json): Edit =>
  add(logicalId, 'AWS::WAFv2::WebACLAssociation', {
    ResourceArn: sub('arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod'),
    WebACLArn: webAcl,
  });

const VISIBILITY: JsonMap = { CloudWatchMetricsEnabled: true, MetricName: 'rules', SampledRequestsEnabled: true };

/** The web ACL has these rules, in this order. */
export const webAclRules =
  (...rules: readonly JsonMap[]): Edit =>
  (template) => {
    resourceOf(template, 'EdgeWebAcl').Properties.Rules = rules.map((rule, at) => ({
      Name: `rule-${at}`,
      Priority: at,
      VisibilityConfig: VISIBILITY,
      ...rule,
    }));
  };

/** A resource as a macro leaves it, or one that the edits cannot make. */
export const place =
  (logicalId: string, resource: JsonMap): Edit =>
  (template) => {
    Object.assign(template.Resources, { [logicalId]: structuredClone(resource) });
  };

export function resourceOf(template: Template, logicalId: string) {
  const found = template.Resources[logicalId];
  if (!found) throw new Error(`Cannot change "${logicalId}": no such resource, expected one`);
  return found;
}
