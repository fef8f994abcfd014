import type { Doubt } from './doubt.ts';
import { permissionDoubts } from './function/index.ts';
import { httpStageDoubts } from './http-api/index.ts';
import type { ReadResult } from './resource.ts';
import type { Resources } from './resources.ts';
import { apiKeyDoubts, stageDoubts } from './rest-api/index.ts';
import { at, stringSetting } from './setting.ts';
import { isWithoutEffect } from './unmodelled.ts';
import { isKnown, type Value } from './value.ts';

/** Everything that the sources leave open and that may be a way to an origin. */
export function readDoubts(resources: Resources, { incomplete = [] }: ReadResult): readonly Doubt[] {
  return [
    ...incomplete.map(
      ({ message }): Doubt => ({ reason: `resources may be missing: ${message}`, against: 'internet' }),
    ),
    ...conditionalDoubts(resources),
    ...opaqueDoubts(resources),
    ...tenantDoubts(resources),
    ...targetDoubts(resources),
    ...targetGroupDoubts(resources),
    ...unexpandedDoubts(resources),
    ...stageDoubts(resources),
    ...httpStageDoubts(resources),
    ...apiKeyDoubts(resources),
    ...permissionDoubts(resources),
  ];
}

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** A resource that may or may not be made can be a side door, or the lock. */
function conditionalDoubts(resources: Resources): readonly Doubt[] {
  return resources.all.flatMap(({ type, logicalId, conditional }): Doubt[] =>
    conditional === undefined || (isWithoutEffect(type) && type !== NESTED_STACK)
      ? []
      : [{ reason: `whether "${logicalId}" is made: ${conditional.reason}`, against: 'internet' }],
  );
}

/** A resource whose properties a macro makes. */
function opaqueDoubts(resources: Resources): readonly Doubt[] {
  return resources.all.flatMap(({ type, logicalId, properties }): Doubt[] => {
    const made = properties.entries.get('Fn::Transform');
    return made?.kind !== 'unknown' || isWithoutEffect(type)
      ? []
      : [{ reason: `the properties of "${logicalId}" are not known: ${made.reason}`, against: 'internet' }];
  });
}

/** A tenant that may belong to any distribution brings its own web ACL, or none. */
function tenantDoubts(resources: Resources): readonly Doubt[] {
  return resources
    .ofType('AWS::CloudFront::DistributionTenant')
    .filter(({ properties }) => !isText(at(properties, 'DistributionId')))
    .map(({ logicalId }) => ({
      reason: `which distribution the tenant "${logicalId}" belongs to is not known`,
      against: 'internet',
    }));
}

/** An entrance of AWS Lambda whose function is not known may be that of any function. */
function targetDoubts(resources: Resources): readonly Doubt[] {
  return ['AWS::Lambda::Url', 'AWS::Lambda::WebFunctionEndpoint']
    .flatMap((type) => resources.ofType(type))
    .filter(({ properties }) => !isText(at(properties, 'TargetFunctionArn')))
    .map(({ type, logicalId }) => ({
      reason: `which function ${type} "${logicalId}" leads to is not known`,
      against: 'internet',
    }));
}

/** A target group of AWS Lambda whose function is not known. */
function targetGroupDoubts(resources: Resources): readonly Doubt[] {
  return resources.ofType('AWS::ElasticLoadBalancingV2::TargetGroup').flatMap(({ logicalId, properties }): Doubt[] => {
    const type = at(properties, 'TargetType');
    const targets = at(properties, 'Targets');
    const ids = targets?.kind === 'list' ? targets.items.map((item) => at(item, 'Id')) : [targets];
    if (type?.kind !== 'scalar' || type.value !== 'lambda' || targets === undefined || ids.every(isText)) return [];
    return [{ reason: `which function target group "${logicalId}" leads to is not known`, against: 'internet' }];
  });
}

function isText(value: Value | undefined): boolean {
  const setting = value && stringSetting(value);
  return setting !== undefined && isKnown(setting);
}

/** Resources that stand for others: what is made of them is not read. */
function unexpandedDoubts(resources: Resources): readonly Doubt[] {
  return resources.all
    .filter(({ type }) => STAND_FOR_OTHERS.some((pattern) => pattern.test(type)))
    .map(({ type, logicalId }) => ({ reason: `${type} "${logicalId}" is not expanded`, against: 'internet' }));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html */
const STAND_FOR_OTHERS: readonly RegExp[] = [
  /^AWS::Serverless::(?!(SimpleTable|LayerVersion)$)/,
  /::MODULE$/,
  /^AWS::CloudFormation::StackSet$/,
];
