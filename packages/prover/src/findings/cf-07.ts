import type { SideDoorFinding } from './module.ts';
import { stagingCause } from './staging.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment.html */
export const CF07: SideDoorFinding = {
  id: 'CF-07',
  claim: 'noSideDoor',
  title: 'A share of the requests goes to a staging distribution without the web ACL',
  remedy:
    'Give the staging distribution the web ACL of the production one, or disable the continuous deployment policy.',
  explain: (bypass, of) => stagingCause('SingleWeight', bypass, of),
};
