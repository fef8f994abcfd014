import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { stringSetting, textSetting } from '../setting.ts';
import { isOpaque, type Text } from '../text.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { at, items, knownString, numberOr, type Report, stringOr, texts } from './reading.ts';

/** Limits of a stage for methods. A rate of -1 switches the limit off. */
export interface MethodSetting {
  /** `/users/{id}`, or `/*`. */
  readonly resourcePath: string;
  /** A method, or `*`. */
  readonly httpMethod: string;
  readonly rateLimit: Setting<number> | undefined;
  readonly burstLimit: Setting<number> | undefined;
  readonly place: Place;
}

/** Which deployment a stage serves. */
export interface DeploymentUse {
  /** What names it, for people. */
  readonly name: string;
  /** Whether it is a deployment of the sources, whose snapshot is taken to be the template's. */
  readonly inSources: boolean;
  readonly place: Place;
}

/** A named snapshot of an API that clients can call. */
export interface Stage {
  /** The id of the stage's resource, or of the deployment that makes it. */
  readonly id: string;
  readonly name: string;
  readonly deployment: DeploymentUse | undefined;
  readonly canary:
    | { readonly deployment: DeploymentUse; readonly percent: Setting<number>; readonly place: Place }
    | undefined;
  readonly variables: ReadonlyMap<string, string>;
  readonly methodSettings: readonly MethodSetting[];
  /** The reference of the web ACL that is associated with it. */
  readonly webAcl: Setting<Text> | undefined;
  readonly place: Place;
}

/** The stages of one API: AWS::ApiGateway::Stage, and deployments that name a stage. */
export function readStages(api: Resource, resources: Resources, report: Report): readonly Stage[] {
  // A stage whose API is not known may be this one's.
  const own = (resource: Resource): boolean =>
    (knownString(at(resource.properties, 'RestApiId')) ?? api.physicalId) === api.physicalId;
  const explicit = resources.ofType('AWS::ApiGateway::Stage').filter(own);
  const deployed = resources
    .ofType('AWS::ApiGateway::Deployment')
    .filter((resource) => own(resource) && at(resource.properties, 'StageName') !== undefined);
  const stages = [
    ...explicit.flatMap((resource) => readStage(api, resource, resource.properties, resources, report)),
    ...deployed.flatMap((resource) => {
      const description = at(resource.properties, 'StageDescription') ?? resource.properties;
      return readStage(api, resource, description, resources, report);
    }),
  ];
  return stages.filter((stage, index) => stages.findIndex((other) => other.name === stage.name) === index);
}

/** In the place of a name that is not known; no stage has it, since a name holds no dot. */
export const standInStageName = ({ logicalId }: Resource): string => `unknown.${logicalId}`;

function readStage(
  api: Resource,
  resource: Resource,
  properties: Value,
  resources: Resources,
  report: Report,
): readonly Stage[] {
  const nameValue = at(resource.properties, 'StageName');
  const name = nameValue && stringSetting(nameValue);
  if (!name || !isKnown(name))
    report({
      code: 'unknown-stage-name',
      severity: 'warning',
      message: `Cannot read stage "${resource.logicalId}": its name is ${name ? `not known (${name.unknown})` : 'absent'}, expected a text`,
      place: nameValue?.place ?? resource.place,
      help: 'Give the parameter a value. A name of our own stands for it.',
    });
  const title = name && isKnown(name) ? name.known : standInStageName(resource);
  const isDeployment = resource.type === 'AWS::ApiGateway::Deployment';
  const reference = at(resource.properties, 'DeploymentId');
  return [
    {
      id: resource.id,
      name: title,
      deployment: isDeployment
        ? { name: resource.logicalId, inSources: true, place: resource.place }
        : reference && deploymentUse(reference, resources),
      canary: readCanary(at(properties, 'CanarySetting'), resources),
      variables: texts(at(properties, 'Variables')),
      methodSettings: readMethodSettings(properties, isDeployment),
      webAcl: associatedWebAcl(api, title, resources),
      place: resource.place,
    },
  ];
}

function deploymentUse(reference: Value, resources: Resources): DeploymentUse {
  const id = knownString(reference);
  const found = id === undefined ? undefined : resources.byPhysicalId('AWS::ApiGateway::Deployment', id);
  if (found) return { name: found.logicalId, inSources: true, place: reference.place };
  const name = textSetting(reference);
  const text = isKnown(name) ? name.known : name.unknown;
  return { name: isOpaque(text) ? text.reason : text, inSources: false, place: reference.place };
}

function readCanary(value: Value | undefined, resources: Resources): Stage['canary'] {
  const reference = at(value, 'DeploymentId');
  if (!value || !reference) return undefined;
  return {
    deployment: deploymentUse(reference, resources),
    percent: numberOr(at(value, 'PercentTraffic'), 0),
    place: value.place,
  };
}

function readMethodSettings(properties: Value, isDeployment: boolean): readonly MethodSetting[] {
  const listed = items(at(properties, 'MethodSettings')).map(readMethodSetting);
  const whole = isDeployment ? readMethodSetting(properties) : undefined;
  return whole?.rateLimit || whole?.burstLimit ? [...listed, whole] : listed;
}

/** `~1` stands for `/` in a resource path. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html */
function readMethodSetting(value: Value): MethodSetting {
  const rate = at(value, 'ThrottlingRateLimit');
  const burst = at(value, 'ThrottlingBurstLimit');
  const path = stringOr(at(value, 'ResourcePath'), '/*');
  const method = stringOr(at(value, 'HttpMethod'), '*');
  const raw = isKnown(path) ? path.known.replaceAll('~1', '/') : '/*';
  return {
    resourcePath: raw.startsWith('//') ? raw.slice(1) : raw,
    httpMethod: isKnown(method) ? method.known.toUpperCase() : '*',
    rateLimit: rate && numberOr(rate, 0),
    burstLimit: burst && numberOr(burst, 0),
    place: value.place,
  };
}

/**
 * The web ACL of an association whose ARN is the stage's: `arn:aws:apigateway:<region>::/restapis/<id>/stages/<name>`. A stage has
 * one at most; of two, and of one whose resource is not known, the sources do not tell.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html
 */
function associatedWebAcl(api: Resource, stage: string, resources: Resources): Setting<Text> | undefined {
  const associations = resources.ofType('AWS::WAFv2::WebACLAssociation');
  const own = associations.flatMap(({ properties }) => {
    const arn = knownString(at(properties, 'ResourceArn'));
    const webAcl = at(properties, 'WebACLArn');
    const isOwn = arn?.startsWith('arn:') && arn.endsWith(`:/restapis/${api.physicalId}/stages/${stage}`);
    return isOwn && webAcl ? [textSetting(webAcl)] : [];
  });
  const [first, ...others] = own;
  if (others.some((other) => JSON.stringify(arnOf(other)) !== JSON.stringify(first && arnOf(first))))
    return {
      unknown: `stage "${stage}" has several web ACL associations`,
      identity: `associations of ${api.id}/${stage}`,
    };
  const open = associations.find(({ properties }) => knownString(at(properties, 'ResourceArn')) === undefined);
  if (first || !open) return first;
  const unknown = `what the web ACL association "${open.logicalId}" protects is not known`;
  return { unknown, identity: `association ${open.id}`, place: open.place };
}

const arnOf = (setting: Setting<Text>): unknown => (isKnown(setting) ? setting.known : setting.identity);
