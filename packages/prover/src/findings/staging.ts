import { at, booleanSetting, isKnown, type Resource, stringSetting } from '@sallyport/architecture';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case, Cause } from './module.ts';
import { distributionOf, resourceOf } from './way.ts';

/** How traffic comes to a staging distribution. */
export type TrafficType = 'SingleHeader' | 'SingleWeight';

/** A bypass through a staging distribution that a continuous deployment policy of that type leads to. */
export function stagingCause(type: TrafficType, bypass: Bypass, of: Case): Cause | undefined {
  const gate = distributionOf(bypass, of);
  const staging = gate && resourceOf(gate, of);
  if (!gate || !staging || !isStaging(staging) || trafficType(of) !== type) return undefined;
  const webAclId = at(staging.properties, 'DistributionConfig', 'WebACLId');
  return {
    detail: `The continuous deployment policy sends requests on to the staging ${gate.title}, which has no web ACL that could block.`,
    place: webAclId?.place ?? at(staging.properties, 'DistributionConfig', 'Staging')?.place ?? staging.place,
    key: gate.id,
  };
}

function isStaging({ properties }: Resource): boolean {
  const value = at(properties, 'DistributionConfig', 'Staging');
  const setting = value && booleanSetting(value);
  return setting !== undefined && isKnown(setting) && setting.known;
}

/** The older shape of a policy has the two configurations beside each other instead of under TrafficConfig. */
function trafficType({ subject }: Case): TrafficType {
  const weighted = subject.architecture.resources
    .ofType('AWS::CloudFront::ContinuousDeploymentPolicy')
    .some(({ properties }) => {
      const config = at(properties, 'ContinuousDeploymentPolicyConfig');
      const type = at(config, 'TrafficConfig', 'Type') ?? at(config, 'Type');
      const setting = type && stringSetting(type);
      return setting !== undefined && isKnown(setting) && setting.known === 'SingleWeight';
    });
  return weighted ? 'SingleWeight' : 'SingleHeader';
}
