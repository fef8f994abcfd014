import { LINUX_FILE } from './attacks/local-file.ts';
import { WORDPRESS_COMMAND, WORDPRESS_PATH } from './attacks/paths.ts';
import { PHP_CODE } from './attacks/php.ts';
import { POWER_SHELL, UNIX_SHELL, WINDOWS_SHELL } from './attacks/shell.ts';
import { SQL_EXTENDED } from './attacks/sql.ts';
import { blocking, COMPONENTS, type ComponentName, DECODED, TWICE_DECODED, transformations } from './component.ts';
import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';

const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html';

/** Changelog of 2022-01-10: decoded twice, white space made one. */
const FOR_SQL = [...TWICE_DECODED, 'COMPRESS_WHITE_SPACE'] as const;
/** Changelog of 2021-11-23. */
const FOR_FILES = [...TWICE_DECODED, 'NORMALIZE_PATH_WIN'] as const;

const sqlMatch = (FieldToMatch: unknown): unknown => ({
  SqliMatchStatement: { FieldToMatch, SensitivityLevel: 'LOW', TextTransformations: transformations(FOR_SQL) },
});

const sqlInjection = (component: ComponentName, label: string, statement: unknown): ManagedRule => ({
  name: `SQLi_${component}`,
  label: `SQLi_${label}`,
  action: 'Block',
  statement,
});

/** Since 2022-01-10 SQLi_BODY inspects JSON (changelog): its elements, and any other body as one text. */
const BODY_OR_JSON = {
  JsonBody: {
    MatchPattern: { All: {} },
    MatchScope: 'ALL',
    InvalidFallbackBehavior: 'EVALUATE_AS_STRING',
    OversizeHandling: 'CONTINUE',
  },
};

const extended = (component: ComponentName, label: string): ManagedRule =>
  blocking(`SQLiExtendedPatterns_${component}`, `SQLiExtendedPatterns_${label}`, SQL_EXTENDED, component, FOR_SQL);

export const SQL_DATABASE: ManagedRuleGroup = {
  name: 'AWSManagedRulesSQLiRuleSet',
  capacity: 200,
  namespace: 'sql-database',
  source,
  rules: [
    sqlInjection('QUERYARGUMENTS', 'QueryArguments', sqlMatch(COMPONENTS.QUERYARGUMENTS)),
    extended('QUERYARGUMENTS', 'QueryArguments'),
    sqlInjection('BODY', 'Body', sqlMatch(BODY_OR_JSON)),
    extended('BODY', 'Body'),
    extended('HEADER', 'Header'),
    extended('URIPATH', 'UriPath'),
    sqlInjection('COOKIE', 'Cookie', sqlMatch(COMPONENTS.COOKIE)),
    sqlInjection('URIPATH', 'URIPath', sqlMatch(COMPONENTS.URIPATH)),
  ],
};

export const LINUX: ManagedRuleGroup = {
  name: 'AWSManagedRulesLinuxRuleSet',
  capacity: 200,
  namespace: 'linux-os',
  source,
  rules: [
    blocking('LFI_URIPATH', 'LFI_URIPath', LINUX_FILE, 'URIPATH', FOR_FILES),
    blocking('LFI_QUERYSTRING', 'LFI_QueryString', LINUX_FILE, 'QUERYSTRING', FOR_FILES),
    blocking('LFI_HEADER', 'LFI_Header', LINUX_FILE, 'HEADER', FOR_FILES),
  ],
};

export const POSIX: ManagedRuleGroup = {
  name: 'AWSManagedRulesUnixRuleSet',
  capacity: 100,
  namespace: 'posix-os',
  source,
  rules: [
    blocking(
      'UNIXShellCommandsVariables_QUERYSTRING',
      'UNIXShellCommandsVariables_QueryString',
      UNIX_SHELL,
      'QUERYSTRING',
      DECODED,
    ),
    blocking('UNIXShellCommandsVariables_BODY', 'UNIXShellCommandsVariables_Body', UNIX_SHELL, 'BODY', DECODED),
    blocking('UNIXShellCommandsVariables_HEADER', 'UNIXShellCommandsVariables_Header', UNIX_SHELL, 'HEADER', DECODED),
  ],
};

const windowsShell = (component: ComponentName, label: string): ManagedRule =>
  blocking(`WindowsShellCommands_${component}`, `WindowsShellCommands_${label}`, WINDOWS_SHELL, component, DECODED);

const powerShell = (component: ComponentName, label: string): ManagedRule =>
  blocking(`PowerShellCommands_${component}`, `PowerShellCommands_${label}`, POWER_SHELL, component, DECODED);

/**
 * The rules of the newest version. Until 2025 WindowsShellCommands_COOKIE stood where WindowsShellCommands_HEADER is now: the
 * cookie is a header.
 */
export const WINDOWS: ManagedRuleGroup = {
  name: 'AWSManagedRulesWindowsRuleSet',
  capacity: 200,
  namespace: 'windows-os',
  source,
  rules: [
    windowsShell('HEADER', 'Header'),
    windowsShell('QUERYARGUMENTS', 'QueryArguments'),
    windowsShell('QUERYSTRING', 'QueryString'),
    windowsShell('URIPATH', 'UriPath'),
    windowsShell('BODY', 'Body'),
    powerShell('COOKIE', 'Cookie'),
    powerShell('QUERYARGUMENTS', 'QueryArguments'),
    powerShell('BODY', 'Body'),
  ],
};

const php = (component: ComponentName, label: string): ManagedRule =>
  blocking(
    `PHPHighRiskMethodsVariables_${component}`,
    `PHPHighRiskMethodsVariables_${label}`,
    PHP_CODE,
    component,
    DECODED,
  );

export const PHP: ManagedRuleGroup = {
  name: 'AWSManagedRulesPHPRuleSet',
  capacity: 100,
  namespace: 'php-app',
  source,
  rules: [php('HEADER', 'Header'), php('QUERYSTRING', 'QueryString'), php('BODY', 'Body'), php('URIPATH', 'URIPath')],
};

/** Its labels keep the capitals of the names: changelog of 2022-09-19. */
export const WORDPRESS: ManagedRuleGroup = {
  name: 'AWSManagedRulesWordPressRuleSet',
  capacity: 100,
  namespace: 'wordpress-app',
  source,
  rules: [
    blocking(
      'WordPressExploitableCommands_QUERYSTRING',
      'WordPressExploitableCommands_QUERYSTRING',
      WORDPRESS_COMMAND,
      'QUERYSTRING',
    ),
    blocking('WordPressExploitablePaths_URIPATH', 'WordPressExploitablePaths_URIPATH', WORDPRESS_PATH, 'URIPATH'),
  ],
};
