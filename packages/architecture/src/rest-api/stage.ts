import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { stringSetting, textSetting } from '../setting.ts';
import { isOpaque, type Text } from '../text.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import type { ApiSnapshot } from './api-snapshot.ts';
import { type ApiMethod, resourcesOf } from './method.ts';
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
  /** What it holds, where that is not what the sources say of the API. */
  readonly snapshot?: DeployedSnapshot;
  readonly place: Place;
}

/** For people: a name is one word, a reason why there is none is several. */
export const deploymentTitle = ({ name }: DeploymentUse): string =>
  name.includes(' ') ? `a deployment that is not known (${name.replace(/\.$/, '')})` : `deployment "${name}"`;

/** What a deployment holds. */
export interface DeployedSnapshot extends ApiSnapshot {
  /** The file that its owner has handed in; absent: it follows from the sources. */
  readonly file?: string;
  readonly place: Place;
}

/** A second deployment that a stage serves to a share of the requests. */
export interface Canary {
  readonly deployment: DeploymentUse;
  readonly percent: Setting<number>;
  /** The stage's variables, with those that the canary overrides. */
  readonly variables: ReadonlyMap<string, string>;
  readonly place: Place;
}

/** A named snapshot of an API that clients can call. */
export interface Stage {
  /** The id of the stage's resource, or of the deployment that makes it. */
  readonly id: string;
  readonly name: string;
  readonly deployment: DeploymentUse | undefined;
  readonly canary: Canary | undefined;
  readonly variables: ReadonlyMap<string, string>;
  readonly methodSettings: readonly MethodSetting[];
  /** The reference of the web ACL that is associated with it. */
  readonly webAcl: Setting<Text> | undefined;
  readonly place: Place;
}

/** What stages are read with. */
interface StageReading {
  readonly api: Resource;
  readonly resources: Resources;
  /** The API as the sources have it. */
  readonly snapshot: ApiSnapshot;
  readonly report: Report;
}

/** The stages of one API: AWS::ApiGateway::Stage, and deployments that name a stage. */
export function readStages(
  api: Resource,
  resources: Resources,
  snapshot: ApiSnapshot,
  report: Report,
): readonly Stage[] {
  const reading: StageReading = { api, resources, snapshot, report };
  // A stage whose API is not known may be this one's.
  const own = (resource: Resource): boolean =>
    (knownString(at(resource.properties, 'RestApiId')) ?? api.physicalId) === api.physicalId;
  const explicit = resources.ofType('AWS::ApiGateway::Stage').filter(own);
  const deployed = resources
    .ofType('AWS::ApiGateway::Deployment')
    .filter((resource) => own(resource) && at(resource.properties, 'StageName') !== undefined);
  const [canaries, ordinary] = partition(deployed, ({ properties }) => at(properties, 'DeploymentCanarySettings'));
  const stages = [
    ...explicit.map((resource) => readStage(resource, resource.properties, reading)),
    ...lastFirst(ordinary, resources).map((resource) => {
      const description = at(resource.properties, 'StageDescription') ?? resource.properties;
      return readStage(resource, description, reading);
    }),
  ];
  const made = stages.filter((stage, index) => stages.findIndex((other) => other.name === stage.name) === index);
  return lastFirst(canaries, resources).reduce<readonly Stage[]>(
    (all, resource) => withCanary(all, resource, reading),
    made,
  );
}

function partition<T>(all: readonly T[], of: (each: T) => unknown): readonly [readonly T[], readonly T[]] {
  return [all.filter((each) => of(each) !== undefined), all.filter((each) => of(each) === undefined)];
}

/** Of several deployments to one stage the stage serves the last: one that waits for another comes after it. */
const lastFirst = (deployments: readonly Resource[], resources: Resources): readonly Resource[] =>
  [...deployments].sort((a, b) => Number(waitsFor(b, a.id, resources)) - Number(waitsFor(a, b.id, resources)));

/** Whether a resource is made after another because of a DependsOn, its own or of what it depends on. */
function waitsFor(resource: Resource, id: string, resources: Resources, seen = new Set<string>()): boolean {
  return resource.dependsOn.some((other) => {
    if (other === id) return true;
    if (seen.has(other)) return false;
    seen.add(other);
    const found = resources.byId(other);
    return found !== undefined && waitsFor(found, id, resources, seen);
  });
}

/**
 * A deployment with canary settings becomes the canary of the stage that it names. A stage that nobody makes cannot have one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/create-canary-deployment.html
 */
function withCanary(stages: readonly Stage[], resource: Resource, reading: StageReading): readonly Stage[] {
  const name = knownString(at(resource.properties, 'StageName'));
  if (!stages.some((stage) => stage.name === name))
    return [...stages, readStage(resource, resource.properties, reading)];
  const settings = at(resource.properties, 'DeploymentCanarySettings');
  const use = ownUse(resource, reading);
  return stages.map((stage) =>
    stage.name === name && !stage.canary ? { ...stage, canary: canaryOf(settings, use, stage.variables) } : stage,
  );
}

/** In the place of a name that is not known; no stage has it, since a name holds no dot. */
export const standInStageName = ({ logicalId }: Resource): string => `unknown.${logicalId}`;

function readStage(resource: Resource, properties: Value, reading: StageReading): Stage {
  const { api, resources, report } = reading;
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
  const variables = texts(at(properties, 'Variables'));
  const deployment = isDeployment ? ownUse(resource, reading) : reference && deploymentUse(reference, reading);
  return {
    id: resource.id,
    name: title,
    deployment,
    canary: readCanary(at(properties, 'CanarySetting'), deployment, variables, reading),
    variables,
    methodSettings: readMethodSettings(properties, isDeployment),
    webAcl: associatedWebAcl(api, title, resources),
    place: resource.place,
  };
}

function ownUse(deployment: Resource, reading: StageReading, place = deployment.place): DeploymentUse {
  const snapshot = snapshotBefore(deployment, reading);
  return { name: deployment.logicalId, inSources: true, place, ...(snapshot ? { snapshot } : {}) };
}

/**
 * A method that waits for a deployment is not in it when the stack is made. A deployment that takes the place of an older one is
 * made when all methods are there, so an update may have brought it in.
 */
function snapshotBefore(deployment: Resource, { resources, snapshot }: StageReading): DeployedSnapshot | undefined {
  const later = new Map(
    resources
      .ofType('AWS::ApiGateway::Method')
      .filter((method) => method.dependsOn.length > 0 && waitsFor(method, deployment.id, resources))
      .map(({ place, id }) => [placeName(place), id]),
  );
  if (later.size === 0) return undefined;
  const marked = (method: ApiMethod): ApiMethod => {
    const id = later.get(placeName(method.place));
    if (id === undefined) return method;
    const reason = `whether ${method.httpMethod} ${method.path} is in deployment "${deployment.logicalId}", for which "${id}" waits`;
    return { ...method, mayLack: { reason, identity: `${id} in ${deployment.id}` } };
  };
  const methods = snapshot.resources.flatMap((resource) => resource.methods).map(marked);
  return { ...snapshot, resources: resourcesOf(methods), place: deployment.place };
}

const placeName = ({ file, line, column, logicalId = '' }: Place): string => `${file}:${line}:${column} ${logicalId}`;

function deploymentUse(reference: Value, reading: StageReading): DeploymentUse {
  const id = knownString(reference);
  const found = id === undefined ? undefined : reading.resources.byPhysicalId('AWS::ApiGateway::Deployment', id);
  if (found) return ownUse(found, reading, reference.place);
  const name = textSetting(reference);
  const text = isKnown(name) ? name.known : name.unknown;
  return { name: isOpaque(text) ? text.reason : text, inSources: false, place: reference.place };
}

/** A canary that names no deployment serves the stage's, with variables of its own. */
function readCanary(
  value: Value | undefined,
  own: DeploymentUse | undefined,
  variables: Stage['variables'],
  reading: StageReading,
): Canary | undefined {
  const reference = at(value, 'DeploymentId');
  const deployment = reference ? deploymentUse(reference, reading) : own;
  return value && deployment ? canaryOf(value, deployment, variables) : undefined;
}

const canaryOf = (value: Value | undefined, deployment: DeploymentUse, own: Stage['variables']): Canary => ({
  deployment,
  percent: numberOr(at(value, 'PercentTraffic'), 0),
  variables: overridden(own, at(value, 'StageVariableOverrides')),
  place: value?.place ?? deployment.place,
});

/** A variable whose new value is not known has none. */
function overridden(own: Stage['variables'], overrides: Value | undefined): Stage['variables'] {
  if (overrides && overrides.kind !== 'map') return new Map();
  const known = texts(overrides);
  const kept = [...own].filter(([name]) => overrides?.entries.has(name) !== true);
  return new Map([...kept, ...known]);
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
