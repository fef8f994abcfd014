import { at } from '@sallyport/architecture';
import type { SideDoorFinding } from './module.ts';
import { distributionOf, entranceOf, resourceOf } from './way.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distributiontenant-webaclcustomization.html */
export const CF05: SideDoorFinding = {
  id: 'CF-05',
  claim: 'noSideDoor',
  title: 'A distribution tenant opts out of the web ACL',
  remedy: 'Remove Customizations.WebAcl from the tenant, or override it with a web ACL that is no weaker.',
  explain(bypass, of) {
    const gate = distributionOf(bypass, of);
    const entrance = entranceOf(bypass, of.subject.graph);
    const ids = [gate?.resource, entrance?.resource];
    const tenant = of.subject.architecture.resources
      .ofType('AWS::CloudFront::DistributionTenant')
      .find(({ id }) => ids.includes(id));
    if (!gate || !tenant) return undefined;
    const customization = at(tenant.properties, 'Customizations', 'WebAcl');
    if (!customization) return undefined;
    const multi = resourceOf(gate, of);
    return {
      detail: `The tenant "${tenant.id}" sets the web ACL of its distribution${multi && multi !== tenant ? ` "${multi.id}"` : ''} aside for its own domains.`,
      place: at(customization, 'Action')?.place ?? customization.place,
      key: tenant.id,
    };
  },
};
