import type { AttackClass, AttackPattern } from '../attack-pattern.ts';

/** Functions that no text but PHP names. `fsockopen` is AWS's example. */
const NAMES_OF_THEIR_OWN = [
  'fsockopen',
  'pfsockopen',
  'shell_exec',
  'passthru',
  'proc_open',
  'pcntl_exec',
  'file_get_contents',
  'file_put_contents',
  'call_user_func',
  'create_function',
  'base64_decode',
  'base64_encode',
  'str_rot13',
  'gzinflate',
  'gzuncompress',
  'php_uname',
  'get_defined_vars',
  'get_defined_functions',
  'get_current_user',
  'posix_getpwuid',
  'move_uploaded_file',
  'disable_functions',
  'allow_url_include',
  'auto_prepend_file',
  'open_basedir',
  'safe_mode',
  'ini_set',
  'ini_get',
  'show_source',
  'highlight_file',
  'array_map',
  'array_filter',
  'register_shutdown_function',
  'register_tick_function',
  'preg_replace_callback',
  'unserialize',
  'var_dump',
  'mb_ereg_replace',
  'curl_exec',
  'curl_init',
  'parse_ini_file',
  'readgzfile',
  'stream_socket_client',
];

/** Functions whose names are words: only as calls. */
const CALLS = [
  'system',
  'exec',
  'popen',
  'assert',
  'phpinfo',
  'phpversion',
  'phpcredits',
  'preg_replace',
  'readfile',
  'fopen',
  'fwrite',
  'fputs',
  'opendir',
  'readdir',
  'scandir',
  'mkdir',
  'unlink',
  'chmod',
  'chr',
  'putenv',
  'getenv',
  'symlink',
  'extract',
  'parse_str',
  'print_r',
  'include',
  'include_once',
  'require_once',
];

const call = (name: string): AttackPattern => ({
  near: `${name}(`,
  regex: `(?i)(?:^|[^0-9A-Za-z_.$>])${name}[(]`,
});

const SUPERGLOBALS = ['get', 'post', 'cookie', 'request', 'server', 'files', 'session', 'env'];

/**
 * PHPHighRiskMethodsVariables: functions like `fsockopen` and superglobals like `$_GET`
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html), tags and stream wrappers
 * (https://www.php.net/manual/en/wrappers.php).
 */
export const PHP_CODE: AttackClass = {
  title: 'PHP code',
  patterns: [
    ...NAMES_OF_THEIR_OWN,
    ...CALLS.map(call),
    { near: 'eval', regex: '(?i)eval[ ]{0,3}[(][ ]{0,3}(?:[$@]|base64|gz|str_|chr|stripslashes|hex2bin|urldecode)' },
    ...SUPERGLOBALS.map((name) => `$_${name}`),
    '$globals',
    '$http_raw_post_data',
    '<?php',
    '<?=',
    '<? ',
    'php://',
    'phar://',
    'expect://',
    'zip://',
    'zlib://',
    'compress.zlib://',
    'ogg://',
    'data://text',
    'data:text/plain;base64',
    'glob://',
    // A serialised object: https://www.php.net/manual/en/function.serialize.php
    { near: 'o:', regex: '(?i)o:[0-9]{1,4}:"[A-Za-z_\\\\]' },
  ],
};
