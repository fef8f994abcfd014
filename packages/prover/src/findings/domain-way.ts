import { at, isKnown, itemsSetting, type Resource, stringSetting } from '@sallyport/architecture';
import type { Entrance } from '@sallyport/gates';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case } from './module.ts';
import { distributionOf, entranceOf } from './way.ts';

/** The entrance of a bypass that came past every distribution. */
export function directEntrance(bypass: Bypass, of: Case): Entrance | undefined {
  return distributionOf(bypass, of) ? undefined : entranceOf(bypass, of.subject.graph);
}

/** The host names that the distributions of the sources send to, in lower case. */
export function originHosts({ subject }: Case): readonly string[] {
  return subject.architecture.resources.ofType('AWS::CloudFront::Distribution').flatMap(hostsOf);
}

function hostsOf({ properties }: Resource): readonly string[] {
  const origins = at(properties, 'DistributionConfig', 'Origins');
  const items = origins && itemsSetting(origins);
  if (!items || !isKnown(items)) return [];
  return items.known.flatMap((origin) => {
    const value = at(origin, 'DomainName');
    const host = value && stringSetting(value);
    return host && isKnown(host) ? [host.known.toLowerCase()] : [];
  });
}
