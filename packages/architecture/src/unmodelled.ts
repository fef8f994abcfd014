import type { Diagnostic } from '@sallyport/http';
import type { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import { at } from './setting.ts';
import { meantType, unknownType } from './unknown-name.ts';
import type { Value } from './value.ts';

/**
 * Types of resources that can carry a request, or open a way to what runs behind an origin, and that no component of ours
 * models yet. What they touch cannot be proved.
 */
const CARRIES_REQUESTS: readonly RegExp[] = [
  /^AWS::ElasticLoadBalancing(V2)?::(LoadBalancer|Listener|ListenerRule|TargetGroup)$/,
  /^AWS::Lambda::(Url|WebFunctionEndpoint)$/,
  /^AWS::S3::(AccessPoint|MultiRegionAccessPoint)$|^AWS::S3ObjectLambda::/,
  /^AWS::(AppSync|AppRunner|Amplify|GlobalAccelerator|VpcLattice|Lightsail)::/,
  /^AWS::EC2::(VPCEndpointService|VerifiedAccess.*)$/,
  /^AWS::CloudFront::VpcOrigin$/,
  /^AWS::Cognito::UserPoolDomain$/,
  /^AWS::ApiGatewayV2::RoutingRule$/,
  /^AWS::Serverless::(Api|HttpApi|WebSocketApi|Function|Application|StateMachine|GraphQLApi|Connector|CapacityProvider)$/,
];

/** Namespaces that never change which HTTP request reaches what. */
const WITHOUT_EFFECT: readonly RegExp[] = [
  /^AWS::(IAM|Route53|Logs|CloudWatch|SecretsManager|SSM|KMS|CDK|SNS|SQS|Budgets|Events|Scheduler|DynamoDB|RDS|XRay|CloudTrail|Config)::/,
  /^AWS::CloudFormation::/,
  /^AWS::Lambda::(Permission|Version|Alias|LayerVersion|EventInvokeConfig|EventSourceMapping)$/,
  /^AWS::CertificateManager::/,
  /^AWS::S3::(Bucket|BucketPolicy)$/,
  /^AWS::WAFv2::LoggingConfiguration$/,
  /^Custom::/,
];

/** A resource that is not modelled, and the texts in it that may name others (ids, ARNs, host names). */
export interface Unmodelled {
  readonly resource: Resource;
  readonly names: readonly string[];
}

/** The resources outside every component that can carry requests; the others are named once, as notes. */
export function readUnmodelled(
  resources: Resources,
  modelled: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
): readonly Unmodelled[] {
  const carrying: Unmodelled[] = [];
  for (const resource of resources.all) {
    if (isWebSocketApi(resource)) carrying.push({ resource, names: integrationTexts(resource, resources) });
    if (modelled.has(resource.type)) continue;
    if (CARRIES_REQUESTS.some((type) => type.test(resource.type))) {
      carrying.push({ resource, names: textsOf(resource.properties) });
      report({
        code: 'unmodelled-resource',
        severity: 'warning',
        message: `Cannot follow requests through ${resource.type} "${resource.logicalId}": this type is not modelled yet, expected one of the components in docs/components.`,
        place: resource.place,
        help: 'Whatever this resource touches is reported as unknown.',
      });
    } else if (!isWithoutEffect(resource.type)) {
      const meant = meantType(resource.type, modelled);
      // A type that nobody has classified may lead anywhere that it names.
      carrying.push({ resource, names: textsOf(resource.properties) });
      report(meant === undefined ? leftOut(resource) : unknownType(resource, meant));
    }
  }
  return carrying;
}

const leftOut = ({ type, logicalId, place }: Resource): Diagnostic => ({
  code: 'resource-ignored',
  severity: 'note',
  message: `Left out ${type} "${logicalId}": it is not known to carry HTTP requests.`,
  place,
});

const isWebSocketApi = ({ type, properties }: Resource): boolean => {
  const protocol = at(properties, 'ProtocolType');
  return type === 'AWS::ApiGatewayV2::Api' && protocol?.kind === 'scalar' && protocol.value === 'WEBSOCKET';
};

/** What the integrations of an API of version 2 name. */
const integrationTexts = ({ physicalId }: Resource, resources: Resources): readonly string[] =>
  resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .filter(({ properties }) => textsOf(properties).includes(physicalId))
    .flatMap(({ properties }) => textsOf(properties));

/** Whether resources of this type never change which HTTP request reaches what. */
export const isWithoutEffect = (type: string): boolean => WITHOUT_EFFECT.some((pattern) => pattern.test(type));

/** Every text inside a value, opaque ones by their identity. */
export function textsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? [value.value] : [];
    case 'opaque':
      return [value.text.opaque];
    case 'unknown':
      return [value.identity];
    case 'list':
      return value.items.flatMap(textsOf);
    case 'map':
      return [...value.entries.values()].flatMap(textsOf);
  }
}
