import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';

const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html';

const list = (name: string, action: 'Block' | 'Count' = 'Block'): ManagedRule => ({
  name,
  label: name,
  action,
  addressList: true,
});

export const AMAZON_IP_LIST: ManagedRuleGroup = {
  name: 'AWSManagedRulesAmazonIpReputationList',
  capacity: 25,
  namespace: 'amazon-ip-list',
  source,
  rules: [
    list('AWSManagedIPReputationList'),
    list('AWSManagedReconnaissanceList'),
    list('AWSManagedIPDDoSList', 'Count'),
  ],
};

export const ANONYMOUS_IP_LIST: ManagedRuleGroup = {
  name: 'AWSManagedRulesAnonymousIpList',
  capacity: 50,
  namespace: 'anonymous-ip-list',
  source,
  rules: [list('AnonymousIPList'), list('HostingProviderIPList')],
};
