import { at } from '@sallyport/architecture';
import { webAclsOf } from '../claims/conditions.ts';
import type { SideDoorFinding } from './module.ts';
import { distributionOf, resourceOf } from './way.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-distributionconfig.html */
export const CF01: SideDoorFinding = {
  id: 'CF-01',
  claim: 'noSideDoor',
  title: 'The distribution has no web ACL',
  remedy: 'Set DistributionConfig.WebACLId to the ARN of an AWS::WAFv2::WebACL of scope CLOUDFRONT.',
  explain(bypass, of) {
    const gate = distributionOf(bypass, of);
    if (!gate || webAclsOf(gate).length > 0) return undefined;
    const resource = resourceOf(gate, of);
    const webAclId = at(resource?.properties, 'DistributionConfig', 'WebACLId');
    return {
      detail: `Requests through ${gate.title} reach "${bypass.origin.id}" without any web ACL.`,
      place: webAclId?.place ?? at(resource?.properties, 'DistributionConfig')?.place ?? gate.place,
      key: gate.id,
    };
  },
};
