import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { numberSetting, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { at, booleanOr, entries, items, knownString, numberOr, type Report, stringOr } from './reading.ts';

/** A text that a client proves itself with. */
export interface ApiKey {
  /** The resource's id, or what names a key outside the sources. */
  readonly id: string;
  readonly keyId: string;
  readonly name: string;
  readonly value: Text;
  /** False by default in CloudFormation. */
  readonly enabled: Setting<boolean>;
  readonly place: Place;
}

/** A token bucket: requests per second, and how many at once. */
export interface Throttle {
  readonly rateLimit: Setting<number> | undefined;
  readonly burstLimit: Setting<number> | undefined;
  readonly place: Place;
}

export interface Quota {
  readonly limit: Setting<number>;
  readonly offset: Setting<number>;
  readonly period: Setting<string>;
  readonly place: Place;
}

/** A stage that a plan opens to its keys. */
export interface PlanStage {
  /** The `Ref` of the API; undefined where it is not known. */
  readonly apiId: string | undefined;
  readonly stage: string | undefined;
  /** By `/path/METHOD`. */
  readonly methodThrottles: ReadonlyMap<string, Throttle>;
  readonly place: Place;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly PlanStage[];
  readonly keys: readonly ApiKey[];
  readonly throttle: Throttle | undefined;
  readonly quota: Quota | undefined;
  readonly place: Place;
}

/** Reads every AWS::ApiGateway::ApiKey. */
export function readApiKeys(resources: Resources): readonly ApiKey[] {
  return resources.ofType('AWS::ApiGateway::ApiKey').map(readApiKey);
}

function readApiKey(resource: Resource): ApiKey {
  const given = at(resource.properties, 'Value');
  const setting = given && textSetting(given);
  const value: Text =
    setting && isKnown(setting)
      ? setting.known
      : {
          opaque: `api-key ${resource.id}`,
          nature: setting ? 'unknown' : 'generated',
          reason: `value of API key "${resource.logicalId}"`,
          place: resource.place,
        };
  return {
    id: resource.id,
    keyId: resource.physicalId,
    name: knownString(at(resource.properties, 'Name')) ?? resource.logicalId,
    value,
    // The resource type's schema gives the default false: a key without `Enabled` opens nothing.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html
    enabled: booleanOr(at(resource.properties, 'Enabled'), false),
    place: given?.place ?? resource.place,
  };
}

/** Reads every AWS::ApiGateway::UsagePlan with the keys that AWS::ApiGateway::UsagePlanKey put into it. */
export function readUsagePlans(resources: Resources, keys: readonly ApiKey[], report: Report): readonly UsagePlan[] {
  const memberships = resources.ofType('AWS::ApiGateway::UsagePlanKey');
  return resources.ofType('AWS::ApiGateway::UsagePlan').map((resource) => {
    const planOf = (each: Resource): string | undefined => knownString(at(each.properties, 'UsagePlanId'));
    const own = memberships.filter((each) => planOf(each) === resource.physicalId);
    const perhaps = memberships.filter((each) => planOf(each) === undefined);
    return readUsagePlan(resource, [
      ...own.map((membership) => memberKey(membership, keys, report)),
      ...perhaps.map((membership) => perhapsMember(membership, memberKey(membership, keys, report))),
    ]);
  });
}

/** A key in a plan that is not known may be in any. */
function perhapsMember({ logicalId, place }: Resource, key: ApiKey): ApiKey {
  if (isKnown(key.enabled) && !key.enabled.known) return key;
  const unknown = `the usage plan of "${logicalId}" is not known`;
  return { ...key, enabled: { unknown, identity: `plan of ${logicalId}`, place } };
}

function memberKey(membership: Resource, keys: readonly ApiKey[], report: Report): ApiKey {
  const reference = at(membership.properties, 'KeyId');
  const keyId = knownString(reference);
  const found = keys.find((key) => key.keyId === keyId);
  if (found) return found;
  const name = keyId ?? membership.logicalId;
  report({
    code: 'unknown-api-key',
    severity: 'warning',
    message: `Cannot read the key of "${membership.logicalId}": found ${keyId === undefined ? 'a key id that is not known' : `"${keyId}"`}, expected an AWS::ApiGateway::ApiKey of the sources`,
    place: reference?.place ?? membership.place,
  });
  const reason = `value of API key "${name}", which is not in the sources`;
  return {
    id: name,
    keyId: name,
    name,
    value: { opaque: `api-key ${name}`, nature: 'secret', reason, place: membership.place },
    enabled: { unknown: reason, identity: `enabled ${name}`, place: membership.place },
    place: membership.place,
  };
}

function readUsagePlan(resource: Resource, keys: readonly ApiKey[]): UsagePlan {
  const { properties } = resource;
  const throttle = at(properties, 'Throttle');
  const quota = at(properties, 'Quota');
  return {
    id: resource.id,
    name: knownString(at(properties, 'UsagePlanName')) ?? resource.logicalId,
    stages: readPlanStages(at(properties, 'ApiStages')),
    keys,
    throttle: throttle && readThrottle(throttle),
    quota: quota && {
      limit: numberOr(at(quota, 'Limit'), 0),
      offset: numberOr(at(quota, 'Offset'), 0),
      period: stringOr(at(quota, 'Period'), 'DAY'),
      place: quota.place,
    },
    place: resource.place,
  };
}

/** A list that is not known may hold any stage. */
const readPlanStages = (value: Value | undefined): readonly PlanStage[] =>
  value?.kind === 'unknown' ? [readPlanStage(value)] : items(value).map(readPlanStage);

function readPlanStage(value: Value): PlanStage {
  return {
    apiId: knownString(at(value, 'ApiId')),
    stage: knownString(at(value, 'Stage')),
    methodThrottles: new Map(entries(at(value, 'Throttle')).map(([key, item]) => [key, readThrottle(item)])),
    place: value.place,
  };
}

function readThrottle(value: Value): Throttle {
  const rate = at(value, 'RateLimit');
  const burst = at(value, 'BurstLimit');
  return { rateLimit: rate && numberSetting(rate), burstLimit: burst && numberSetting(burst), place: value.place };
}
