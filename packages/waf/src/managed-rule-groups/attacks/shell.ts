import type { AttackClass, AttackPattern } from '../attack-pattern.ts';

/** What ends one command and begins another, or puts one inside another. */
const SEPARATORS = [';', '|', '&', '`', '$('];

/** Commands that are words too: in prose they stand after `; ` and `& `. */
const WORDS = new Set(
  'at cat copy echo find head kill less mail more move route set sleep start tail time timeout touch type'.split(' '),
);

/** After which separators a command may stand with a space between; `& NC` and the like are abbreviations in prose. */
const spaced = (command: string): readonly string[] =>
  WORDS.has(command) ? ['|', '`', '$('] : command.length < 3 ? [';', '|', '`', '$('] : SEPARATORS;

const inRegex = (text: string): string => text.replace(/[$(|.]/g, '[$&]');

/** A command after a separator, as a word: `;cmd`, `| id`, `$(whoami)`; but not a name before `=`, as in `a=1; id=2`. */
function afterSeparator(command: string): AttackPattern {
  const near = [...SEPARATORS, ...spaced(command).map((separator) => `${separator} `)].map(
    (before) => before + command,
  );
  return { near, regex: `(?i)(?:${near.map(inRegex).join('|')})(?:$|[^0-9A-Za-z_.=/-])` };
}

/** A command where it begins a value, with an argument that shows what it is for. */
const withArgument = (command: string, argument: string): AttackPattern => ({
  near: `${command} `,
  regex: `(?i)(?:^|[^0-9A-Za-z_.-])${command}[ ]{1,3}${argument}`,
});

/** What intruders run first on Unix: who and where am I, what is here, fetch and start something. */
const UNIX_COMMANDS = [
  'id',
  'whoami',
  'uname',
  'hostname',
  'pwd',
  'ls',
  'cat',
  'tac',
  'head',
  'tail',
  'less',
  'more',
  'grep',
  'find',
  'echo',
  'printf',
  'printenv',
  'env',
  'set',
  'ps',
  'netstat',
  'ifconfig',
  'ping',
  'nslookup',
  'dig',
  'wget',
  'curl',
  'nc',
  'netcat',
  'telnet',
  'ssh',
  'ftp',
  'bash',
  'sh',
  'zsh',
  'ksh',
  'python',
  'python3',
  'perl',
  'ruby',
  'php',
  'gcc',
  'chmod',
  'chown',
  'rm',
  'mv',
  'cp',
  'touch',
  'mkdir',
  'kill',
  'sleep',
  'reboot',
  'shutdown',
  'mail',
  'xterm',
  'crontab',
  'base64',
];

const UNIX_VARIABLES = ['home', 'path', 'user', 'shell', 'pwd', 'ifs', 'hostname', 'logname', 'uid'];

/**
 * UNIXShellCommandsVariables: `echo $HOME` and `echo $PATH`
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html), commands after a separator,
 * the ways around filters of spaces, and files of systems, since the rule is said to find file inclusion too.
 */
export const UNIX_SHELL: AttackClass = {
  title: 'a command or variable of a Unix shell',
  patterns: [
    ...UNIX_VARIABLES.flatMap((name): AttackPattern[] => [
      { near: `$${name}`, regex: `(?i)(?:echo|printf|cat|ls)[ ]{1,3}["']?[$]${name}(?:$|[^0-9A-Za-z_])` },
      { near: `\${${name}`, regex: `[$][{]${name.toUpperCase()}(?:[:}]|$)` },
    ]),
    ...UNIX_COMMANDS.map(afterSeparator),
    withArgument('cat', '/'),
    withArgument('ls', '-'),
    withArgument('rm', '-r'),
    withArgument('nc', '-'),
    withArgument('wget', '(?:http|-)'),
    withArgument('curl', '(?:http|-)'),
    withArgument('chmod', '[0-7+]'),
    withArgument('uname', '-'),
    withArgument('ping', '-'),
    'bin/bash',
    'bin/sh',
    'bin/cat',
    'bin/ls',
    'bin/id',
    'bin/nc',
    'bin/ps',
    'bin/uname',
    'bin/chmod',
    'bin/ping',
    'bin/wget',
    'bin/curl',
    'bin/perl',
    'bin/python',
    'dev/tcp/',
    'dev/udp/',
    '$ifs',
    '${ifs',
    '$(<',
    // CVE-2014-6271
    '() {',
    '(){',
    'etc/passwd',
    'etc/shadow',
    'proc/self/environ',
  ],
};

const WINDOWS_COMMANDS = [
  'nslookup',
  'cmd',
  'cmd.exe',
  'dir',
  'type',
  'ver',
  'set',
  'net',
  'net1',
  'netsh',
  'netstat',
  'ipconfig',
  'systeminfo',
  'tasklist',
  'taskkill',
  'whoami',
  'hostname',
  'ping',
  'tracert',
  'arp',
  'route',
  'ftp',
  'tftp',
  'certutil',
  'bitsadmin',
  'wmic',
  'reg',
  'sc',
  'schtasks',
  'powershell',
  'rundll32',
  'regsvr32',
  'mshta',
  'cscript',
  'wscript',
  'msiexec',
  'shutdown',
  'attrib',
  'cacls',
  'icacls',
  'del',
  'copy',
  'move',
  'ren',
  'echo',
  'start',
  'timeout',
  'at',
];

/** WindowsShellCommands: `||nslookup` and `;cmd` (same page). */
export const WINDOWS_SHELL: AttackClass = {
  title: 'a command of a Windows shell',
  patterns: [
    ...WINDOWS_COMMANDS.map(afterSeparator),
    'cmd.exe',
    { near: 'cmd', regex: '(?i)(?:^|[^0-9A-Za-z_])cmd[ ]{1,3}/[ck]' },
    {
      near: 'net ',
      regex: '(?i)(?:^|[^0-9A-Za-z_.])net[ ]{1,3}(?:user|localgroup|view|use|start|share)(?:$|[^0-9A-Za-z_])',
    },
    'windows\\system32',
    'windows/system32',
    'winnt\\system32',
    'winnt/system32',
    '%systemroot%',
    '%comspec%',
    '%windir%',
    'certutil -urlcache',
    'certutil.exe',
    'wmic process',
  ],
};

/** PowerShellCommands: `Invoke-Expression` (same page); cmdlets that load, run and fetch, and the ways to hide a script. */
export const POWER_SHELL: AttackClass = {
  title: 'a command of PowerShell',
  patterns: [
    'invoke-expression',
    'invoke-webrequest',
    'invoke-restmethod',
    'invoke-command',
    'invoke-item',
    'invoke-wmimethod',
    'invoke-shellcode',
    'invoke-mimikatz',
    'invoke-history',
    'iex(',
    'iex (',
    '|iex',
    '| iex',
    'new-object net.',
    'new-object system.',
    'new-object -com',
    'net.webclient',
    '.downloadstring(',
    '.downloadfile(',
    'start-process',
    'start-bitstransfer',
    'start-job',
    'stop-process',
    'get-childitem',
    'get-content',
    'get-process',
    'get-service',
    'get-wmiobject',
    'get-credential',
    'get-command',
    'get-item',
    'get-localuser',
    'set-content',
    'set-executionpolicy',
    'set-itemproperty',
    'set-item',
    'add-content',
    'add-type',
    'remove-item',
    'copy-item',
    'move-item',
    'new-service',
    'new-item',
    'import-module',
    'convertto-securestring',
    'out-file',
    'export-csv',
    'powershell -',
    'powershell.exe',
    'pwsh -',
    '-encodedcommand',
    '-executionpolicy bypass',
    'frombase64string(',
    '$env:',
    '$psversiontable',
  ],
};
