/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arnPartition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
export const urlSuffix = (region: string): string => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** The regions whose website endpoints have a dash. https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
const DASHED: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-west-1',
  'sa-east-1',
  'us-gov-west-1',
]);

export const websiteEndpoint = (region: string): string =>
  `s3-website${DASHED.has(region) ? '-' : '.'}${region}.${urlSuffix(region)}`;
