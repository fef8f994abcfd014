import { blocking, type ManagedRuleGroup } from './managed-rule-group.ts';

const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html';

export const SQL_DATABASE: ManagedRuleGroup = {
  name: 'AWSManagedRulesSQLiRuleSet',
  capacity: 200,
  namespace: 'sql-database',
  source,
  rules: [
    ...blocking('SQLi', ['QUERYARGUMENTS', 'BODY', 'COOKIE', 'URIPATH']),
    ...blocking('SQLiExtendedPatterns', ['QUERYARGUMENTS', 'BODY', 'HEADER', 'URIPATH']),
  ],
};

export const LINUX: ManagedRuleGroup = {
  name: 'AWSManagedRulesLinuxRuleSet',
  capacity: 200,
  namespace: 'linux-os',
  source,
  rules: blocking('LFI', ['URIPATH', 'QUERYSTRING', 'HEADER']),
};

export const POSIX: ManagedRuleGroup = {
  name: 'AWSManagedRulesUnixRuleSet',
  capacity: 100,
  namespace: 'posix-os',
  source,
  rules: blocking('UNIXShellCommandsVariables', ['QUERYSTRING', 'BODY', 'HEADER']),
};

export const WINDOWS: ManagedRuleGroup = {
  name: 'AWSManagedRulesWindowsRuleSet',
  capacity: 200,
  namespace: 'windows-os',
  source,
  rules: [
    ...blocking('WindowsShellCommands', ['COOKIE', 'QUERYARGUMENTS', 'BODY']),
    ...blocking('PowerShellCommands', ['COOKIE', 'QUERYARGUMENTS', 'BODY']),
  ],
};

export const PHP: ManagedRuleGroup = {
  name: 'AWSManagedRulesPHPRuleSet',
  capacity: 100,
  namespace: 'php-app',
  source,
  rules: blocking('PHPHighRiskMethodsVariables', ['HEADER', 'QUERYSTRING', 'BODY', 'URIPATH']),
};

export const WORDPRESS: ManagedRuleGroup = {
  name: 'AWSManagedRulesWordPressRuleSet',
  capacity: 100,
  namespace: 'wordpress-app',
  source,
  rules: [
    ...blocking('WordPressExploitableCommands', ['QUERYSTRING']),
    ...blocking('WordPressExploitablePaths', ['URIPATH']),
  ],
};
