import { DEVELOPER_GUIDE, type Lint } from '../lint.ts';

export const WAF23: Lint = {
  id: 'WAF-23',
  title: 'The web ACL protects nothing in its template',
  remedy:
    'Name it in the WebACLId of the distribution, or in an AWS::WAFv2::WebACLAssociation with the ARN of the stage or load balancer.',
  source: `${DEVELOPER_GUIDE}/web-acl-associating.html`,
  find({ attachment, read }) {
    if (!attachment || attachment.protects.length > 0 || attachment.isExported) return [];
    return [
      {
        path: '',
        level: 'note',
        detail: `No distribution, stage or load balancer of the template has the web ACL "${read.name}", and no output hands it on.`,
        assumes: 'it is not attached outside the template',
        shown: [],
      },
    ];
  },
};
