import type { Declared } from './declared.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

/** EC2's ids: a prefix and 17 hexadecimal digits. */
const ec2 = (prefix: string, ...attributes: readonly string[]): StandIn => ({
  ref: (of) => `${prefix}-${of.hex(17)}`,
  attributes: Object.fromEntries(attributes.map((name) => [name, itself])),
});

const kind = (of: Declared): 'app' | 'net' | 'gwy' =>
  of.text('Type') === 'network' ? 'net' : of.text('Type') === 'gateway' ? 'gwy' : 'app';
/** A load balancer's name has at most 32 characters. */
const balancerName = (of: Declared): string => of.text('Name') ?? of.generatedName().slice(-32).replace(/^-+/, '');
const fullName = (of: Declared): string => `${kind(of)}/${balancerName(of)}/${of.hex(16)}`;
const targetGroupName = (of: Declared): string => of.text('Name') ?? of.generatedName().slice(-32).replace(/^-+/, '');
const targetGroupFullName = (of: Declared): string => `targetgroup/${targetGroupName(of)}/${of.hex(16)}`;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html and …/network/…: DNS names (observed shapes). */
function balancerDnsName(of: Declared): string {
  if (kind(of) === 'net') return `${balancerName(of)}-${of.hex(16)}.elb.${of.region}.${of.urlSuffix}`;
  const internal = of.text('Scheme') === 'internal' ? 'internal-' : '';
  return `${internal}${balancerName(of)}-${of.digits(9, 'dns')}.${of.region}.elb.${of.urlSuffix}`;
}

/** A listener's ARN continues its load balancer's. */
function listenerArn(of: Declared): string {
  const balancer =
    of.text('LoadBalancerArn')?.split(':loadbalancer/')[1] ?? `app/${of.generatedName()}/${of.hex(16, 'balancer')}`;
  return of.arn('elasticloadbalancing', `listener/${balancer}/${of.hex(16)}`);
}
function listenerRuleArn(of: Declared): string {
  const listener =
    of.text('ListenerArn')?.split(':listener/')[1] ?? `app/${of.generatedName()}/${of.hex(16, 'listener')}`;
  return of.arn('elasticloadbalancing', `listener-rule/${listener}/${of.hex(16)}`);
}

export const network: StandIns = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    ref: (of) => of.arn('elasticloadbalancing', `loadbalancer/${fullName(of)}`),
    attributes: {
      LoadBalancerArn: itself,
      LoadBalancerName: balancerName,
      LoadBalancerFullName: fullName,
      DNSName: balancerDnsName,
      CanonicalHostedZoneID: (of) => `Z${of.upper(13, 'zone')}`,
      SecurityGroups: (of) => of.value('SecurityGroups'),
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': { ref: listenerArn, attributes: { ListenerArn: itself } },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { ref: listenerRuleArn, attributes: { RuleArn: itself } },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    ref: (of) => of.arn('elasticloadbalancing', targetGroupFullName(of)),
    attributes: { TargetGroupArn: itself, TargetGroupName: targetGroupName, TargetGroupFullName: targetGroupFullName },
  },
  'AWS::ElasticLoadBalancingV2::TrustStore': {
    ref: (of) => of.arn('elasticloadbalancing', `truststore/${of.name('Name')}/${of.hex(16)}`),
    attributes: { TrustStoreArn: itself },
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    ref: (of) => of.text('LoadBalancerName') ?? of.generatedName().slice(-32).replace(/^-+/, ''),
    attributes: {
      DNSName: (of) =>
        `${of.text('Scheme') === 'internal' ? 'internal-' : ''}${of.physicalId}-${of.digits(9, 'dns')}.${of.region}.elb.${of.urlSuffix}`,
    },
  },
  'AWS::EC2::VPC': {
    ...ec2('vpc'),
    attributes: {
      VpcId: itself,
      CidrBlock: (of) => of.value('CidrBlock'),
      DefaultSecurityGroup: (of) => `sg-${of.hex(17, 'default')}`,
      DefaultNetworkAcl: (of) => `acl-${of.hex(17, 'default')}`,
    },
  },
  'AWS::EC2::Subnet': {
    ...ec2('subnet'),
    attributes: {
      SubnetId: itself,
      VpcId: (of) => of.value('VpcId'),
      CidrBlock: (of) => of.value('CidrBlock'),
      AvailabilityZone: (of) => of.value('AvailabilityZone'),
    },
  },
  'AWS::EC2::SecurityGroup': {
    ...ec2('sg'),
    attributes: { Id: itself, GroupId: itself, VpcId: (of) => of.value('VpcId') },
  },
  'AWS::EC2::SecurityGroupIngress': ec2('sgr', 'Id'),
  'AWS::EC2::PrefixList': {
    ...ec2('pl'),
    attributes: {
      PrefixListId: itself,
      OwnerId: (of) => of.account,
      Arn: (of) => of.arn('ec2', `prefix-list/${of.physicalId}`),
    },
  },
  'AWS::EC2::InternetGateway': ec2('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': ec2('nat', 'NatGatewayId'),
  'AWS::EC2::RouteTable': ec2('rtb', 'RouteTableId'),
  'AWS::EC2::NetworkAcl': ec2('acl', 'Id'),
  'AWS::EC2::NetworkInterface': ec2('eni', 'Id'),
  'AWS::EC2::LaunchTemplate': ec2('lt', 'LaunchTemplateId'),
  'AWS::EC2::VPCEndpoint': ec2('vpce', 'Id'),
  'AWS::EC2::VPCEndpointService': ec2('vpce-svc', 'ServiceId'),
  'AWS::GlobalAccelerator::Accelerator': {
    ref: (of) => of.arn('globalaccelerator', `accelerator/${of.uuid()}`, ''),
    attributes: {
      AcceleratorArn: itself,
      DnsName: (of) => `a${of.hex(16, 'dns')}.awsglobalaccelerator.com`,
      DualStackDnsName: (of) => `a${of.hex(16, 'dns')}.dualstack.awsglobalaccelerator.com`,
    },
  },
  'AWS::GlobalAccelerator::Listener': {
    ref: (of) =>
      `${of.text('AcceleratorArn') ?? of.arn('globalaccelerator', `accelerator/${of.uuid('accelerator')}`, '')}/listener/${of.hex(8)}`,
    attributes: { ListenerArn: itself },
  },
  'AWS::GlobalAccelerator::EndpointGroup': {
    ref: (of) =>
      `${of.text('ListenerArn') ?? of.arn('globalaccelerator', `accelerator/${of.uuid('accelerator')}/listener/${of.hex(8, 'l')}`, '')}/endpoint-group/${of.hex(12)}`,
    attributes: { EndpointGroupArn: itself },
  },
  'AWS::Route53::HostedZone': { ref: (of) => `Z${of.upper(19)}`, attributes: { Id: itself } },
  'AWS::Route53::RecordSet': { refProperty: 'Name' },
};
