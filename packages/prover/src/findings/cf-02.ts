import { at, isKnown, stringSetting } from '@sallyport/architecture';
import { webAclsOf } from '../claims/conditions.ts';
import type { SideDoorFinding } from './module.ts';
import { distributionOf, resourceOf } from './way.ts';

/**
 * A distribution takes the ARN of a WAFv2 web ACL of scope CLOUDFRONT; an id without `arn:` is AWS WAF Classic's.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-distributionconfig.html
 */
export const CF02: SideDoorFinding = {
  id: 'CF-02',
  claim: 'noSideDoor',
  title: 'The web ACL is of the wrong kind',
  remedy: 'Give the distribution the ARN of an AWS::WAFv2::WebACL with Scope CLOUDFRONT, made in us-east-1.',
  explain(bypass, of) {
    const gate = distributionOf(bypass, of);
    if (!gate || webAclsOf(gate).length > 0) return undefined;
    const value = at(resourceOf(gate, of)?.properties, 'DistributionConfig', 'WebACLId');
    const setting = value && stringSetting(value);
    if (!value || (setting && isKnown(setting) && setting.known === '')) return undefined;
    const shown = setting && isKnown(setting) ? `"${setting.known}"` : 'a value';
    return {
      detail: `WebACLId of ${gate.title} is ${shown}, which is not the ARN of a WAFv2 web ACL of scope CLOUDFRONT, so nothing is evaluated.`,
      place: value.place,
      key: gate.id,
    };
  },
};
