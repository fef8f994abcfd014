/** A value that AWS's documentation shows where a secret belongs. Somebody has pasted it; everybody may try it. */
export interface SampleValue {
  readonly value: string;
  /** The page that shows it. */
  readonly source: string;
}

/** The documented sample values that every attacker tries first. Compared without regard to case. */
export const SAMPLE_VALUES: readonly SampleValue[] = [
  {
    value: 'random-value-1234567890',
    source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html',
  },
  {
    value: 'apikey1234abcdefghij0123456789',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html',
  },
  {
    value: 'AKIAIOSFODNN7EXAMPLE',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  },
  {
    value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  },
];
