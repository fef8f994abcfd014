import { DEVELOPER_GUIDE, type Lint } from '../lint.ts';
import { distributionBefore } from './behind-cloudfront.ts';

/** Groups that look at the address of the connection and take no other. */
const BY_ADDRESS = new Set(['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesAnonymousIpList']);

export const WAF16: Lint = {
  id: 'WAF-16',
  title: "A group on the reputation of addresses stands behind CloudFront and sees CloudFront's",
  remedy: 'Move the group into the web ACL of the distribution.',
  source: `${DEVELOPER_GUIDE}/aws-managed-rule-groups-ip-rep.html`,
  find(of) {
    const distribution = distributionBefore(of);
    if (distribution === undefined) return [];
    return of.read.groups.flatMap(({ managed, rule, path }) =>
      managed && BY_ADDRESS.has(managed.name)
        ? [
            {
              rule: { shown: rule },
              path,
              level: 'warning' as const,
              detail: `The group "${managed.name}" looks at the address of the connection only, and behind the distribution "${distribution}" that is one of CloudFront's. Its list is AWS's, so that no request can be shown.`,
              shown: [],
            },
          ]
        : [],
    );
  },
};
