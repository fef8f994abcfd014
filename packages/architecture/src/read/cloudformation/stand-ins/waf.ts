import type { Declared } from './declared.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

/**
 * `arn:aws:wafv2:<region>:<account>:global|regional/<kind>/<name>/<id>`; Ref gives `name|id|scope`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
 */
const wafv2 = (kind: string): StandIn => ({
  ref: (of) => `${of.name('Name')}|${of.uuid()}|${of.text('Scope') ?? 'REGIONAL'}`,
  attributes: {
    Id: (of) => of.uuid(),
    Arn: (of) => {
      const scope = of.text('Scope') === 'CLOUDFRONT' ? 'global' : 'regional';
      // Resources of scope CLOUDFRONT live in us-east-1, wherever the stack is.
      const region = scope === 'global' ? 'us-east-1' : of.region;
      return of.arn('wafv2', `${scope}/${kind}/${of.name('Name')}/${of.uuid()}`, region);
    },
    ...(kind === 'webacl' || kind === 'rulegroup'
      ? { LabelNamespace: (of: Declared) => `awswaf:${of.account}:${kind}:${of.name('Name')}:` }
      : {}),
  },
});

/** WAF Classic. Ref gives the id. */
const classic: StandIn = { ref: (of) => of.uuid() };

export const waf: StandIns = {
  'AWS::WAFv2::WebACL': wafv2('webacl'),
  'AWS::WAFv2::IPSet': wafv2('ipset'),
  'AWS::WAFv2::RegexPatternSet': wafv2('regexpatternset'),
  'AWS::WAFv2::RuleGroup': wafv2('rulegroup'),
  'AWS::WAF::WebACL': { ...classic, attributes: { Id: itself } },
  'AWS::WAF::IPSet': classic,
  'AWS::WAF::Rule': classic,
  'AWS::WAFRegional::WebACL': { ...classic, attributes: { Id: itself } },
  'AWS::WAFRegional::IPSet': classic,
  'AWS::WAFRegional::Rule': classic,
};
