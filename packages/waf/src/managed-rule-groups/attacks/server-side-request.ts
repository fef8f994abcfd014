import type { AttackClass } from '../attack-pattern.ts';

/** The ways to write 169.254.169.254: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const METADATA_ADDRESSES = [
  '169.254.169.254',
  'fd00:ec2::254',
  '::ffff:a9fe:a9fe',
  '2852039166',
  '0xa9fea9fe',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '025177524776',
  // Credentials of containers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  '169.254.170.2',
];

/**
 * EC2MetaDataSSRF. Beside the metadata service the real rules match the machine itself: `http://localhost:4200` and
 * `https://127.0.0.1:4200` in an argument (https://github.com/awslabs/nx-plugin-for-aws/pull/1016, WAF logs), and a bare
 * 127.0.0.1 in a path (https://github.com/dockstore/dockstore-ui2, the tests of its web ACL).
 */
export const METADATA_REQUEST: AttackClass = {
  title: 'a request for EC2 metadata',
  patterns: [
    ...METADATA_ADDRESSES,
    'latest/meta-data',
    'latest/user-data',
    'latest/api/token',
    '//localhost',
    '127.0.0.1',
  ],
};

/** Up to three digits each; what stands after the fourth does not matter. */
const IPV4 = '[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]';

/**
 * GenericRFI: URLs of five schemes whose host is an IPv4 address.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
export const REMOTE_FILE: AttackClass = {
  title: 'remote file inclusion',
  patterns: ['http', 'https', 'ftp', 'ftps', 'file'].map((scheme) => ({
    near: `${scheme}://`,
    regex: `(?i)${scheme}://${IPV4}`,
  })),
};
