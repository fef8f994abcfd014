import { above, blocking, exactly, type ManagedRule, type ManagedRuleGroup } from './managed-rule-group.ts';

const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html';

const sized = (name: string, label: string, statement: unknown): ManagedRule => ({
  name: `SizeRestrictions_${name}`,
  label: `SizeRestrictions_${label}`,
  action: 'Block',
  statement,
});

/** A request without a User-Agent header, or with an empty one. */
const NO_USER_AGENT = {
  NotStatement: {
    Statement: {
      SizeConstraintStatement: {
        ComparisonOperator: 'GT',
        Size: 0,
        FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    },
  },
};

export const CORE_RULE_SET: ManagedRuleGroup = {
  name: 'AWSManagedRulesCommonRuleSet',
  capacity: 700,
  namespace: 'core-rule-set',
  source,
  rules: [
    { name: 'NoUserAgent_HEADER', label: 'NoUserAgent_Header', action: 'Block', statement: NO_USER_AGENT },
    { name: 'UserAgent_BadBots_HEADER', label: 'BadBots_Header', action: 'Block' },
    sized('QUERYSTRING', 'QueryString', above(2048, { QueryString: {} })),
    sized('Cookie_HEADER', 'Cookie_Header', above(10240, { SingleHeader: { Name: 'cookie' } })),
    sized('BODY', 'Body', above(8192, { Body: { OversizeHandling: 'CONTINUE' } })),
    sized('URIPATH', 'URIPath', above(1024, { UriPath: {} })),
    ...blocking('EC2MetaDataSSRF', ['BODY', 'COOKIE', 'URIPATH', 'QUERYARGUMENTS']),
    ...blocking('GenericLFI', ['QUERYARGUMENTS', 'URIPATH', 'BODY']),
    ...blocking('RestrictedExtensions', ['URIPATH', 'QUERYARGUMENTS']),
    ...blocking('GenericRFI', ['QUERYARGUMENTS', 'BODY', 'URIPATH']),
    ...blocking('CrossSiteScripting', ['COOKIE', 'QUERYARGUMENTS', 'BODY', 'URIPATH']),
  ],
};

export const ADMIN_PROTECTION: ManagedRuleGroup = {
  name: 'AWSManagedRulesAdminProtectionRuleSet',
  capacity: 100,
  namespace: 'admin-protection',
  source,
  rules: blocking('AdminProtection', ['URIPATH']),
};

export const KNOWN_BAD_INPUTS: ManagedRuleGroup = {
  name: 'AWSManagedRulesKnownBadInputsRuleSet',
  capacity: 200,
  namespace: 'known-bad-inputs',
  source,
  rules: [
    ...blocking('JavaDeserializationRCE', ['HEADER', 'BODY', 'URIPATH', 'QUERYSTRING']),
    ...blocking('Host_localhost', ['HEADER'], 'Host_Localhost'),
    {
      name: 'PROPFIND_METHOD',
      label: 'Propfind_Method',
      action: 'Block',
      statement: exactly('PROPFIND', { Method: {} }),
    },
    ...blocking('ExploitablePaths', ['URIPATH']),
    ...blocking('Log4JRCE', ['HEADER', 'QUERYSTRING', 'BODY', 'URIPATH']),
    ...blocking('ReactJSRCE', ['BODY']),
  ],
};
