// The template that `sallyport up` runs beside nginx: a distribution with the web ACL of bench/waf in front of an origin.
import { DENIED, IP_SETS, OFFICE, WEB_ACL } from '../waf/web-acl.ts';

/** The host of bench/waf/requests.ts. */
const HOST = 'shop.example.com';
export const ORIGIN = 'origin.example.com';

const IP_SET_NAMES = new Map([
  [DENIED, 'Denied'],
  [OFFICE, 'Office'],
]);

/** References by ARN become references to resources; all load comes from one address, so the flood rule has the highest limit. */
function inTemplate(name: string, value: unknown): unknown {
  if (name === 'Limit') return 2_000_000_000;
  const set = typeof value === 'string' ? IP_SET_NAMES.get(value) : undefined;
  return set === undefined ? value : { 'Fn::GetAtt': [set, 'Arn'] };
}

export function edgeTemplate(withWebAcl: boolean): string {
  const sets = [...IP_SETS].map(
    ([arn, set]) => [IP_SET_NAMES.get(arn) ?? '', { Type: 'AWS::WAFv2::IPSet', Properties: ipSet(set) }] as const,
  );
  const webAcl = { Type: 'AWS::WAFv2::WebACL', Properties: WEB_ACL };
  const template = {
    Resources: {
      Edge: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: distribution(withWebAcl) } },
      ...(withWebAcl ? { WebAcl: webAcl, ...Object.fromEntries(sets) } : {}),
    },
  };
  return JSON.stringify(template, inTemplate, 2);
}

const ipSet = (set: unknown): object => ({ Scope: 'CLOUDFRONT', ...(typeof set === 'object' ? set : {}) });

const distribution = (withWebAcl: boolean): object => ({
  Enabled: true,
  Aliases: [HOST],
  ViewerCertificate: {
    AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/bench',
    SslSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  },
  ...(withWebAcl ? { WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } } : {}),
  Origins: [{ Id: 'origin', DomainName: ORIGIN, CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } }],
  DefaultCacheBehavior: {
    TargetOriginId: 'origin',
    ViewerProtocolPolicy: 'allow-all',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    // CachingDisabled, AllViewer.
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  },
});
