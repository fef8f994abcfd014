/**
 * The stand-in for the domain name that CloudFront gives a distribution (`Fn::GetAtt: [Edge, DomainName]`): AWS draws it at
 * random, so it is derived from the distribution's id, to be the same in every run.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html
 */
export function distributionDomainName(physicalId: string): string {
  return `d${physicalId.toLowerCase().replace(/^e/, '')}.cloudfront.net`;
}
