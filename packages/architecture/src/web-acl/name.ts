import type { Resource } from '../resource.ts';

export type Scope = 'CLOUDFRONT' | 'REGIONAL';

/** Name, id and scope of a WAF resource, as `Ref` gives them: `name|id|scope`. */
export interface WafName {
  readonly name: string;
  readonly id: string;
  readonly scope: Scope;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['AWS::WAFv2::WebACL', 'webacl'],
  ['AWS::WAFv2::IPSet', 'ipset'],
  ['AWS::WAFv2::RegexPatternSet', 'regexpatternset'],
  ['AWS::WAFv2::RuleGroup', 'rulegroup'],
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html */
export function wafName({ physicalId, logicalId }: Resource): WafName {
  const [name = logicalId, id = '', scope] = physicalId.split('|');
  return { name, id, scope: scope === 'CLOUDFRONT' ? 'CLOUDFRONT' : 'REGIONAL' };
}

/**
 * What an ARN says whatever its partition, Region and account: `webacl/name/id` and its scope. Account and Region are left out
 * because references across stacks of one set of sources agree on names.
 */
export function arnKey(arn: string): string | undefined {
  const match = /^arn:[^:]*:wafv2:[^:]*:[^:]*:(global|regional)\/(\w+\/[^/]+\/[^/]+)$/.exec(arn);
  return match ? `${match[1]}/${match[2]}` : undefined;
}

/** The same of a resource. */
export function resourceKey(resource: Resource): string {
  const { name, id, scope } = wafName(resource);
  return `${scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${KINDS.get(resource.type) ?? ''}/${name}/${id}`;
}

/** The ARN that `Fn::GetAtt` of Arn gives. */
export function wafArn(resource: Resource): string {
  const { scope } = wafName(resource);
  const region = scope === 'CLOUDFRONT' ? 'us-east-1' : resource.region;
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:wafv2:${region}:${resource.account}:${resourceKey(resource)}`;
}
