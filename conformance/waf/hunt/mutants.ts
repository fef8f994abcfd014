import { bytesOfLatin1, type Header, type Request } from '@sallyport/http';
import type { Random } from '../../generate/random.ts';
import { HOST, PIECES } from './requests.ts';

/** The parts of a request that rules look at, before they are put together. */
interface Parts {
  method: string;
  path: string;
  query: string;
  headers: Header[];
  body: string;
}

/** Requests with something in every part that some rule looks at. */
const SEEDS: readonly (() => Parts)[] = [
  () => ({
    method: 'GET',
    path: '/a/../admin/%2e%2e/x.php',
    query: 'a=1&b=%27%20or%201%3D1--&c=<script>alert(1)</script>&d=../../etc/passwd&e=${jndi:ldap://x}',
    headers: [
      ['User-Agent', 'Mozilla/5.0'],
      ['Cookie', "session=abc; b=' union select 1--; aws-waf-token=x"],
      ['X-Forwarded-For', '192.0.2.1, 198.51.100.7, 2001:db8::1'],
    ],
    body: '',
  }),
  () => ({
    method: 'POST',
    path: '/orders',
    query: 'id=7&id=8',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'sqlmap/1.7'],
    ],
    body: '{"a":{"b":"admin","c":["\\u0041;id","<svg onload=x>",1.5e3,null]},"d":"\' or 1=1 #","e":{}}',
  }),
  () => ({
    method: 'POST',
    path: '/login',
    query: '',
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Cookie', 'theme=dark'],
    ],
    body: 'name=%61dmin&password=x%00&cmd=;cat+/etc/passwd&b64=PHNjcmlwdD4=&x=&lt;img%20src=x%20onerror=y&gt;',
  }),
];

const TEXTS = ['path', 'query', 'body'] as const;
const pieceOf = (random: Random): string =>
  random.chance(0.6) ? random.pick(Object.values(PIECES)) : String.fromCharCode(random.below(256));

/** Changes one of the texts of a request. */
function edit(parts: Parts, random: Random, change: (text: string, at: number) => string): void {
  const at = random.below(TEXTS.length + 1);
  const name = TEXTS[at];
  if (name) {
    parts[name] = change(parts[name], random.below(parts[name].length + 1));
    return;
  }
  const place = random.below(parts.headers.length);
  const [header = 'X-A', value = ''] = parts.headers[place] ?? [];
  parts.headers[place] = [header, change(value, random.below(value.length + 1))];
}

type Mutation = (parts: Parts, random: Random) => void;

const doubled = (text: string): string =>
  text.replace(/[%<>'"&=]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** The mutations, by what they do to what is inspected. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'insert a piece': (parts, random) => {
    const piece = pieceOf(random);
    edit(parts, random, (text, at) => text.slice(0, at) + piece + text.slice(at));
  },
  'replace a byte': (parts, random) => {
    const piece = pieceOf(random);
    edit(parts, random, (text, at) => text.slice(0, at) + piece + text.slice(at + 1));
  },
  'cut off': (parts, random) => edit(parts, random, (text, at) => text.slice(0, at)),
  'leave out': (parts, random) =>
    edit(parts, random, (text, at) => text.slice(0, at) + text.slice(at + random.below(6))),
  'repeat a part': (parts, random) => {
    const times = 2 + random.below(40);
    edit(parts, random, (text, at) => text.slice(0, at) + text.slice(at, at + 20).repeat(times) + text.slice(at));
  },
  'encode once more': (parts, random) => edit(parts, random, (text) => doubled(text)),
  'change the case': (parts, random) => edit(parts, random, (text) => text.toUpperCase()),
  'break an escape': (parts, random) =>
    edit(parts, random, (text) => text.replace(/%../, '%z').replace(/\\u..../, '\\u00')),
  'another argument': (parts, random) => {
    parts.query += `&${pieceOf(random)}=${pieceOf(random)}`;
  },
  'another header': (parts, random) => {
    parts.headers.push([
      random.pick(['Cookie', 'cookie', 'X-A', 'User-Agent', 'X-Forwarded-For', '']),
      pieceOf(random),
    ]);
  },
  'many headers': (parts, random) => {
    for (let at = random.below(260); at > 0; at--) parts.headers.push([`X-${at}`, pieceOf(random)]);
  },
  'a key twice': (parts) => {
    parts.body = parts.body.replace('{', '{"a":1,');
  },
  'deeper JSON': (parts, random) => {
    const depth = 1 + random.below(600);
    parts.body = `${'{"a":['.repeat(depth)}${parts.body}${']}'.repeat(random.below(depth))}`;
  },
  'without a comma': (parts) => {
    parts.body = parts.body.replace(',', random4(parts.body));
  },
  'a body beyond the limit': (parts, random) => {
    parts.body += pieceOf(random).repeat(1 + Math.floor(20_000 / (1 + random.below(8))));
  },
  'another method': (parts, random) => {
    parts.method = random.pick(['', 'get', 'PROPFIND', '\0', 'POST ']);
  },
};

/** A separator that depends on the body alone. */
const random4 = (body: string): string => [' ', '::', ';', ''][body.length % 4] ?? '';

/** A request whose inspected parts went through one to four mutations. */
export function mutant(random: Random): Request {
  const parts = random.pick(SEEDS)();
  for (let count = 1 + random.below(4); count > 0; count--)
    MUTATIONS[random.pick(Object.keys(MUTATIONS))]?.(parts, random);
  return {
    method: parts.method,
    target: parts.query === '' ? parts.path : `${parts.path}?${parts.query}`,
    httpVersion: '1.1',
    headers: [HOST, ...parts.headers],
    body: { bytes: bytesOfLatin1(parts.body), complete: random.chance(0.95) },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40_000, localPort: 443 },
  };
}
