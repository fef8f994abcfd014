import type { AttackClass } from '../attack-pattern.ts';

/**
 * UserAgent_BadBots: `nessus` and `nmap` are AWS's examples
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html), `zgrab` is one that
 * https://github.com/dockstore/dockstore-ui2 tests against its web ACL; the others are scanners and attack tools that name
 * themselves. Libraries and crawlers are for Bot Control.
 */
export const BAD_BOT: AttackClass = {
  title: 'a bad bot',
  patterns: [
    'nessus',
    'nmap',
    'zgrab',
    'nikto',
    'sqlmap',
    'sqlninja',
    'sqlpower',
    'havij',
    'bsqlbf',
    'masscan',
    'acunetix',
    'netsparker',
    'appscan',
    'webinspect',
    'w3af',
    'arachni',
    'openvas',
    'wpscan',
    'joomscan',
    'dirbuster',
    'gobuster',
    'feroxbuster',
    'wfuzz',
    'fuzz faster u fool',
    'nuclei',
    'whatweb',
    'grendel-scan',
    'paros',
    'webshag',
    'skipfish',
    'brutus',
    'hydra',
    'dotdotpwn',
    'fimap',
    'zmeu',
    'morfeus',
    'jorgee',
    'muieblackcat',
    'commix',
    'jbrofuzz',
    'vega/',
    'pangolin',
    'absinthe',
    'cgichk',
    'n-stealth',
    'webvulnscan',
    'l9explore',
    'l9tcpid',
  ],
};

/** Host_localhost: `localhost` in the Host header (same page), and the address that it stands for. */
export const LOCAL_HOST: AttackClass = {
  title: 'a local host',
  patterns: [
    { near: 'localhost', regex: '(?i)^localhost(?:$|:)' },
    { near: '127.0.0.1', regex: '^127[.]0[.]0[.]1(?:$|:)' },
  ],
};
