import { attackStatement } from './attack-pattern.ts';
import { JAVA_DESERIALIZATION, LOG4J, REACT } from './attacks/java.ts';
import { ADMIN_PATH, EXPLOITABLE_PATH } from './attacks/paths.ts';
import { LOCAL_HOST } from './attacks/user-agent.ts';
import { blocking } from './component.ts';
import { exactly, type ManagedRuleGroup } from './managed-rule-group.ts';

const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html';

export const ADMIN_PROTECTION: ManagedRuleGroup = {
  name: 'AWSManagedRulesAdminProtectionRuleSet',
  capacity: 100,
  namespace: 'admin-protection',
  source,
  rules: [blocking('AdminProtection_URIPATH', 'AdminProtection_URIPath', ADMIN_PATH, 'URIPATH')],
};

export const KNOWN_BAD_INPUTS: ManagedRuleGroup = {
  name: 'AWSManagedRulesKnownBadInputsRuleSet',
  capacity: 200,
  namespace: 'known-bad-inputs',
  source,
  rules: [
    blocking('JavaDeserializationRCE_HEADER', 'JavaDeserializationRCE_Header', JAVA_DESERIALIZATION, 'HEADER'),
    blocking('JavaDeserializationRCE_BODY', 'JavaDeserializationRCE_Body', JAVA_DESERIALIZATION, 'BODY'),
    blocking('JavaDeserializationRCE_URIPATH', 'JavaDeserializationRCE_URIPath', JAVA_DESERIALIZATION, 'URIPATH'),
    blocking(
      'JavaDeserializationRCE_QUERYSTRING',
      'JavaDeserializationRCE_QueryString',
      JAVA_DESERIALIZATION,
      'QUERYSTRING',
    ),
    {
      name: 'Host_localhost_HEADER',
      label: 'Host_Localhost_Header',
      action: 'Block',
      statement: attackStatement(LOCAL_HOST, { SingleHeader: { Name: 'host' } }, ['NONE']),
    },
    {
      name: 'PROPFIND_METHOD',
      label: 'Propfind_Method',
      action: 'Block',
      statement: exactly('PROPFIND', { Method: {} }),
    },
    blocking('ExploitablePaths_URIPATH', 'ExploitablePaths_URIPath', EXPLOITABLE_PATH, 'URIPATH'),
    blocking('Log4JRCE_HEADER', 'Log4JRCE_Header', LOG4J, 'HEADER'),
    blocking('Log4JRCE_QUERYSTRING', 'Log4JRCE_QueryString', LOG4J, 'QUERYSTRING'),
    blocking('Log4JRCE_BODY', 'Log4JRCE_Body', LOG4J, 'BODY'),
    blocking('Log4JRCE_URIPATH', 'Log4JRCE_URIPath', LOG4J, 'URIPATH'),
    blocking('ReactJSRCE_BODY', 'ReactJSRCE_Body', REACT, 'BODY'),
  ],
};
