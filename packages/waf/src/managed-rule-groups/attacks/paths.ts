import type { AttackClass } from '../attack-pattern.ts';

/** A name that is a whole segment of a path, or begins a file's name. */
const segment = (name: string): { readonly near: string; readonly regex: string } => ({
  near: `/${name}`,
  regex: `(?i)/${name.replaceAll('.', '[.]')}(?:$|[/.;?])`,
});

/**
 * AdminProtection: where servers and applications are administered. `sqlmanager` is AWS's example:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html. WordPress's `/wp-admin/` is left
 * alone: its visitors call it too, and no source says that the rule matches it.
 */
export const ADMIN_PATH: AttackClass = {
  title: 'a path for administration',
  patterns: [
    'sqlmanager',
    'phpmyadmin',
    'mysqladmin',
    'mysqlmanager',
    'mysql-admin',
    'myadmin',
    'dbadmin',
    'sqladmin',
    'pgadmin',
    'phppgadmin',
    'websql',
    'webadmin',
    'sysadmin',
    'cpanel',
    'jmx-console',
    'web-console',
    '/manager/html',
    '/host-manager/',
    ...['admin', 'administrator', 'administration', 'adminer', 'pma', 'siteadmin', 'server-manager'].map(segment),
  ],
};

/**
 * ExploitablePaths. `web-inf` is AWS's example (same page); files named `.env` are what the rule was seen to match in the log
 * of a web ACL. The others hold a site's source, settings and keys.
 */
export const EXPLOITABLE_PATH: AttackClass = {
  title: 'an exploitable path',
  patterns: [
    'web-inf',
    'meta-inf/',
    '/.env',
    '/.git/',
    '/.gitconfig',
    '/.svn/',
    '/.hg/',
    '/.bzr/',
    '/cvs/entries',
    '/.htaccess',
    '/.htpasswd',
    '/.ds_store',
    '/.bash_history',
    '/.ssh/',
    '/.aws/',
    '/.docker/',
    '/.kube/',
    '/wp-config.php',
    'phpunit/src/util/php/eval-stdin.php',
  ],
};

/**
 * WordPressExploitablePaths: `xmlrpc.php` (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html)
 * and other files of WordPress that no visitor needs. `/xmlrpc.php0` was seen to match.
 */
export const WORDPRESS_PATH: AttackClass = {
  title: 'an exploitable path of WordPress',
  patterns: [
    'xmlrpc.php',
    'wp-config.php',
    'wp-admin/install.php',
    'wp-admin/setup-config.php',
    'wp-content/debug.log',
    'timthumb.php',
    'wp-includes/wlwmanifest.xml',
  ],
};

/** WordPressExploitableCommands: `do-reset-wordpress` (same page) and the commands of plug-ins with published exploits. */
export const WORDPRESS_COMMAND: AttackClass = {
  title: 'an exploitable command of WordPress',
  patterns: [
    'do-reset-wordpress',
    'revslider_show_image',
    'revslider_ajax_action',
    'duplicator_download',
    'wp_ajax_try_2upload',
    'showbiz_ajax_action',
  ],
};
