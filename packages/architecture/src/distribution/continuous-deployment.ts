import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import { at, booleanSetting, numberSetting, stringSetting, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { known, type Setting, type Value } from '../value.ts';
import { listAt, optionalAt, settingAt } from './reading.ts';

/** Which of a primary distribution's requests go to its staging distribution. */
export interface ContinuousDeployment {
  readonly id: string;
  readonly enabled: Setting<boolean>;
  /** Domain names of staging distributions. */
  readonly stagingDomainNames: Setting<readonly Setting<Text>[]>;
  readonly traffic: Setting<StagingTraffic>;
  readonly place: Place;
}

/** By a header that equals a value, or by chance: `weight` is a share between 0 and 0.15. */
export type StagingTraffic =
  | { readonly by: 'header'; readonly header: Setting<string>; readonly value: Setting<Text> }
  | { readonly by: 'weight'; readonly weight: Setting<number>; readonly sticky: boolean };

/**
 * Reads a continuous deployment policy, with TrafficConfig or with the properties it had before.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-continuousdeploymentpolicy.html
 */
export function readContinuousDeployment(resource: Resource): ContinuousDeployment {
  const config = at(resource.properties, 'ContinuousDeploymentPolicyConfig');
  return {
    id: resource.id,
    enabled: settingAt(config, ['Enabled'], booleanSetting, false),
    stagingDomainNames: listAt(config, ['StagingDistributionDnsNames'], textSetting),
    traffic: readTraffic(config, resource.place),
    place: resource.place,
  };
}

function readTraffic(config: Value | undefined, place: Place): Setting<StagingTraffic> {
  const newer = at(config, 'TrafficConfig');
  const header = newer ? at(newer, 'SingleHeaderConfig') : at(config, 'SingleHeaderPolicyConfig');
  if (header && header.kind !== 'unknown')
    return known(
      {
        by: 'header',
        header: settingAt(header, ['Header'], stringSetting, ''),
        value: settingAt<Text>(header, ['Value'], textSetting, ''),
      },
      header.place,
    );
  const weight = newer ? at(newer, 'SingleWeightConfig') : at(config, 'SingleWeightPolicyConfig');
  if (weight && weight.kind !== 'unknown')
    return known(
      {
        by: 'weight',
        weight: settingAt(weight, ['Weight'], numberSetting, 0),
        sticky: optionalAt(weight, ['SessionStickinessConfig'], stringSetting) !== undefined,
      },
      weight.place,
    );
  return { unknown: 'the share of the staging distribution is not known', identity: 'no traffic config', place };
}
