import { attackStatement } from './attack-pattern.ts';
import { PATH_TRAVERSAL, RESTRICTED_EXTENSION } from './attacks/local-file.ts';
import { METADATA_REQUEST, REMOTE_FILE } from './attacks/server-side-request.ts';
import { BAD_BOT } from './attacks/user-agent.ts';
import { blocking, COMPONENTS, type ComponentName, DECODED, TWICE_DECODED, transformations } from './component.ts';
import { above, type ManagedRule, type ManagedRuleGroup } from './managed-rule-group.ts';

/**
 * A request without a User-Agent header, or with a blank one (https://github.com/dockstore/dockstore-ui2 tests that a blank
 * one is blocked). Null bytes are taken away first: changelog, 2022-12-05.
 */
const NO_USER_AGENT = {
  NotStatement: {
    Statement: {
      SizeConstraintStatement: {
        ComparisonOperator: 'GT',
        Size: 0,
        FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
        TextTransformations: transformations(['REMOVE_NULLS', 'REMOVE_WHITESPACE']),
      },
    },
  },
};

const sized = (name: string, label: string, statement: unknown): ManagedRule => ({
  name: `SizeRestrictions_${name}`,
  label: `SizeRestrictions_${label}`,
  action: 'Block',
  statement,
});

/** The built-in statement, after the transformations that AWS advises for it. */
const crossSiteScripting = (component: ComponentName, label: string): ManagedRule => ({
  name: `CrossSiteScripting_${component}`,
  label: `CrossSiteScripting_${label}`,
  action: 'Block',
  statement: {
    XssMatchStatement: {
      FieldToMatch: COMPONENTS[component],
      TextTransformations: transformations([...TWICE_DECODED, 'HTML_ENTITY_DECODE']),
    },
  },
});

/** In the order of AWS's list. */
export const CORE_RULE_SET: ManagedRuleGroup = {
  name: 'AWSManagedRulesCommonRuleSet',
  capacity: 700,
  namespace: 'core-rule-set',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
  rules: [
    { name: 'NoUserAgent_HEADER', label: 'NoUserAgent_Header', action: 'Block', statement: NO_USER_AGENT },
    {
      name: 'UserAgent_BadBots_HEADER',
      label: 'BadBots_Header',
      action: 'Block',
      statement: attackStatement(BAD_BOT, { SingleHeader: { Name: 'user-agent' } }, ['NONE']),
    },
    sized('QUERYSTRING', 'QueryString', above(2048, { QueryString: {} })),
    sized('Cookie_HEADER', 'Cookie_Header', above(10240, { SingleHeader: { Name: 'cookie' } })),
    // Observed: where no more than 8,192 bytes are inspected (ALB), larger bodies match all the same.
    // https://fizz.today/waf-oversizehandling-match
    sized('BODY', 'Body', above(8192, { Body: { OversizeHandling: 'MATCH' } })),
    sized('URIPATH', 'URIPath', above(1024, { UriPath: {} })),
    blocking('EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_Body', METADATA_REQUEST, 'BODY'),
    blocking('EC2MetaDataSSRF_COOKIE', 'EC2MetaDataSSRF_Cookie', METADATA_REQUEST, 'COOKIE'),
    blocking('EC2MetaDataSSRF_URIPATH', 'EC2MetaDataSSRF_URIPath', METADATA_REQUEST, 'URIPATH'),
    blocking('EC2MetaDataSSRF_QUERYARGUMENTS', 'EC2MetaDataSSRF_QueryArguments', METADATA_REQUEST, 'QUERYARGUMENTS'),
    blocking('GenericLFI_QUERYARGUMENTS', 'GenericLFI_QueryArguments', PATH_TRAVERSAL, 'QUERYARGUMENTS'),
    blocking('GenericLFI_URIPATH', 'GenericLFI_URIPath', PATH_TRAVERSAL, 'URIPATH'),
    // The changelog of 2021-10-27 gives the second decoding to the other two only.
    blocking('GenericLFI_BODY', 'GenericLFI_Body', PATH_TRAVERSAL, 'BODY', DECODED),
    blocking('RestrictedExtensions_URIPATH', 'RestrictedExtensions_URIPath', RESTRICTED_EXTENSION, 'URIPATH'),
    blocking(
      'RestrictedExtensions_QUERYARGUMENTS',
      'RestrictedExtensions_QueryArguments',
      RESTRICTED_EXTENSION,
      'QUERYARGUMENTS',
    ),
    blocking('GenericRFI_QUERYARGUMENTS', 'GenericRFI_QueryArguments', REMOTE_FILE, 'QUERYARGUMENTS'),
    blocking('GenericRFI_BODY', 'GenericRFI_Body', REMOTE_FILE, 'BODY'),
    blocking('GenericRFI_URIPATH', 'GenericRFI_URIPath', REMOTE_FILE, 'URIPATH'),
    crossSiteScripting('COOKIE', 'Cookie'),
    crossSiteScripting('QUERYARGUMENTS', 'QueryArguments'),
    crossSiteScripting('BODY', 'Body'),
    crossSiteScripting('URIPATH', 'URIPath'),
  ],
};
