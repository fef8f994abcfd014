import type { AttackClass } from '../attack-pattern.ts';

/**
 * Dots, slashes and backslashes in UTF-8 of more bytes than they need, decoded to bytes. No text in UTF-8 holds these
 * (https://www.rfc-editor.org/rfc/rfc3629#section-3), careless decoders take them.
 */
const OVERLONG = [
  '\xc0\xae',
  '\xc0\xaf',
  '\xc1\x9c',
  '\xe0\x80\xae',
  '\xe0\x80\xaf',
  '\xe0\x81\x9c',
  '\xf0\x80\x80\xae',
  '\xf0\x80\x80\xaf',
  '\xf0\x80\x81\x9c',
  '\xf8\x80\x80\x80\xae',
  '\xf8\x80\x80\x80\xaf',
  '\xf8\x80\x80\x81\x9c',
];

/**
 * GenericLFI: `../../` (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html). One
 * step up alone is common in legitimate traffic; whether AWS matches it is not known, so it is left alone.
 */
export const PATH_TRAVERSAL: AttackClass = {
  title: 'path traversal',
  patterns: [
    // Two steps up, whatever stands for a slash, once or several times, and steps on the spot between them.
    { near: ['../', '..\\'], regex: '[.][.][/\\\\]{1,4}(?:[.][/\\\\]{1,4}){0,3}[.][.][/\\\\]' },
    '/..;/',
    // The doubled forms that outlive a filter which deletes `../` once.
    '....//',
    '....\\\\',
    '..././',
    '...\\.\\',
    '/.././..',
    // A null or control byte hides the second step.
    '..\x00/',
    '..\x00\\',
    '..\x01/',
    '..\x01\\',
    ...OVERLONG,
  ],
};

/**
 * System files, without their first slash: NORMALIZE_PATH_WIN may have taken it. `/proc/version` is AWS's example:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html; the others are where Linux and
 * its services keep accounts, keys, settings and logs (https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html).
 */
const ETC = [
  'passwd',
  'shadow',
  'group',
  'gshadow',
  'master.passwd',
  'sudoers',
  'hosts',
  'hostname',
  'fstab',
  'mtab',
  'motd',
  'issue',
  'crontab',
  'cron.d/',
  'profile',
  'bashrc',
  'environment',
  'inetd.conf',
  'exports',
  'services',
  'networks',
  'resolv.conf',
  'ssh/',
  'ssl/',
  'init.d/',
  'rc.d/',
  'sysconfig/',
  'security/',
  'pam.d/',
  'logrotate.conf',
  'syslog.conf',
  'httpd/',
  'apache/',
  'apache2/',
  'nginx/',
  'lighttpd',
  'php.ini',
  'php/',
  'php4',
  'php5',
  'php7',
  'mysql/',
  'my.cnf',
  'proftp',
  'vsftpd',
  'pure-ftpd',
  'samba/',
  'redhat-release',
  'debian_version',
  'os-release',
  'lsb-release',
  'kubernetes/',
];

const PROC = [
  'version',
  'cpuinfo',
  'meminfo',
  'mounts',
  'cmdline',
  'modules',
  'partitions',
  'filesystems',
  'interrupts',
  'ioports',
  'stat',
  'swaps',
  'sched_debug',
  'net/',
  'self/',
  'sys/',
];

const ELSEWHERE = [
  'root/.ssh',
  'root/.bash',
  'root/.mysql',
  '.ssh/id_rsa',
  '.ssh/id_dsa',
  '.ssh/authorized_keys',
  '.ssh/known_hosts',
  '.bash_history',
  '.bash_profile',
  '.bashrc',
  '.mysql_history',
  '.aws/credentials',
  'usr/local/etc/',
  'usr/local/apache',
  'usr/local/lib/php.ini',
  'usr/local/php',
  'usr/local/nginx',
  'usr/lib/php',
  'usr/lib/security/',
  'opt/lampp/',
  'opt/xampp/',
  'usr/pkg/etc/',
  'var/log/',
  'var/adm/',
  'var/apache/',
  'var/lib/mysql/',
  'var/mysql/',
  'var/run/',
  'var/mail/',
  'var/spool/',
  'var/www/',
  'boot/grub',
  'dev/fd/',
  'sys/class/',
];

/** LFI of the Linux group. Each file begins a path: nothing, or what is no letter, stands before it. */
export const LINUX_FILE: AttackClass = {
  title: 'a file of a Linux system',
  patterns: [...ETC.map((file) => `etc/${file}`), ...PROC.map((file) => `proc/${file}`), ...ELSEWHERE].map((near) => ({
    near,
    regex: `(?i)(?:^|[^0-9A-Za-z_-])${near.replaceAll('.', '[.]')}`,
  })),
};

/**
 * RestrictedExtensions: what ends like files of a system, its settings, its logs and its backups. `.log` and `.ini` are
 * AWS's examples (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html); `.config` and
 * `.cfg` were met by https://github.com/dockstore/dockstore-ui2 in the logs of its web ACL.
 */
const EXTENSIONS = [
  'log',
  'ini',
  'config',
  'cfg',
  'conf',
  'cnf',
  'bak',
  'backup',
  'bkp',
  'old',
  'swp',
  'sql',
  'sqlite',
  'db',
  'dbf',
  'mdb',
  'dll',
  'sys',
  'bat',
  'cmd',
  'vbs',
  'lnk',
  'pwd',
  'pem',
  'asa',
  'asax',
  'ascx',
  'csproj',
  'vbproj',
  'idq',
  'ida',
  'htr',
  'htw',
  'printer',
  'inc',
  'licx',
  'resx',
  'webinfo',
  'rdb',
  'pol',
];

export const RESTRICTED_EXTENSION: AttackClass = {
  title: 'a file with a restricted extension',
  patterns: EXTENSIONS.map((name) => ({ near: `.${name}`, regex: `(?i)[.]${name}(?:$|[^0-9A-Za-z_.-])` })),
};
