/** What AWS's pages print as an example of what a rule matches, for each rule whose name begins so. */
interface PrintedExamples {
  readonly page: string;
  readonly rules: string;
  /** In small letters. */
  readonly examples: readonly string[];
}

const guide = (page: string): string => `https://docs.aws.amazon.com/waf/latest/developerguide/${page}.html`;
const BASELINE = guide('aws-managed-rule-groups-baseline');
const USE_CASE = guide('aws-managed-rule-groups-use-case');
const JAVA = '(java.lang.runtime).getruntime().exec("whoami")';

/**
 * Every example of the two pages. Of other groups AWS prints categories, lists and thresholds; of SQLi rules, the name of the
 * statement that they are, whose example is in the log records.
 */
export const PRINTED_EXAMPLES: readonly PrintedExamples[] = [
  { page: BASELINE, rules: 'UserAgent_BadBots_', examples: ['nessus', 'nmap'] },
  { page: BASELINE, rules: 'GenericLFI_', examples: ['../../'] },
  { page: BASELINE, rules: 'RestrictedExtensions_', examples: ['.log', '.ini'] },
  { page: BASELINE, rules: 'GenericRFI_', examples: ['http://', 'https://', 'ftp://', 'ftps://', 'file://'] },
  { page: BASELINE, rules: 'CrossSiteScripting_', examples: ['<script>alert("hello")</script>'] },
  { page: BASELINE, rules: 'AdminProtection_', examples: ['sqlmanager'] },
  { page: BASELINE, rules: 'JavaDeserializationRCE_', examples: [JAVA] },
  { page: BASELINE, rules: 'Host_localhost_', examples: ['localhost'] },
  { page: BASELINE, rules: 'ExploitablePaths_', examples: ['web-inf'] },
  { page: BASELINE, rules: 'Log4JRCE_', examples: ['${jndi:ldap://example.com/}'] },
  { page: USE_CASE, rules: 'LFI_', examples: ['/proc/version'] },
  { page: USE_CASE, rules: 'UNIXShellCommandsVariables_', examples: ['echo $home', 'echo $path'] },
  { page: USE_CASE, rules: 'WindowsShellCommands_', examples: ['||nslookup', ';cmd'] },
  { page: USE_CASE, rules: 'PowerShellCommands_', examples: ['invoke-expression'] },
  { page: USE_CASE, rules: 'PHPHighRiskMethodsVariables_', examples: ['fsockopen', '$_get'] },
  { page: USE_CASE, rules: 'WordPressExploitableCommands_', examples: ['do-reset-wordpress'] },
  { page: USE_CASE, rules: 'WordPressExploitablePaths_', examples: ['xmlrpc.php'] },
];
