import type { SideDoorFinding } from './module.ts';
import { stagingCause } from './staging.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment.html */
export const CF06: SideDoorFinding = {
  id: 'CF-06',
  claim: 'noSideDoor',
  title: 'A header leads to a staging distribution without the web ACL',
  remedy:
    'Give the staging distribution the web ACL of the production one, or disable the continuous deployment policy.',
  explain: (bypass, of) => stagingCause('SingleHeader', bypass, of),
};
