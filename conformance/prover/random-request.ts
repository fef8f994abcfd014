import type { Text } from '@sallyport/architecture';
import { standInText, type Traveller } from '@sallyport/gates';
import { type Header, type HttpVersion, NO_BODY } from '@sallyport/http';
import type { Random } from './random.ts';

const ADDRESSES: readonly [string, ...string[]] = [
  '203.0.113.7',
  '203.0.113.200',
  '198.51.100.7',
  '2001:db8::5',
  '2a00::1',
  '9.9.9.9',
  '130.176.0.1',
  '10.0.0.1',
];
const VERSIONS: readonly [HttpVersion, ...HttpVersion[]] = ['1.1', '2', '1.0', '3'];
/** After the slash that every path starts with. */
const PATHS: readonly [string, ...string[]] = [
  'a',
  'a/',
  '/a',
  'a/b',
  'a/b/',
  'a//b',
  'b',
  'b/',
  '/b',
  'A/b',
  'aa/',
  '//',
];
const PRINCIPALS: readonly [string, ...string[]] = [
  'arn:aws:iam::999999999999:user/attacker',
  'service:cloudfront.amazonaws.com arn:aws:cloudfront::999999999999:distribution/EATTACKER',
];

/** A random request over the small alphabet of the random graphs; `known` are secrets that the sender has. */
export function randomRequest(random: Random, known: readonly Text[]): Traveller {
  const { pick, chance, list } = random;
  const scheme = pick(['http', 'https'] as const);
  const word = (most: number): string =>
    list(most, () => pick(['a', 'b', 'A', '/', '.', '%2f', '%2F', '%', '2', '+'])).join('');
  const value = (): string =>
    known.length > 0 && chance(0.4)
      ? standInText(known[random.below(known.length)] ?? 'a')
      : pick(['', 'a', 'b', 'A', 'ab', 'aA', 'GET', 'POST', 'a.b', 'a%', '%2', word(2)]);
  const path = chance(0.6) ? word(4) : pick(PATHS);
  const query = list(3, () => pick(['a', 'b', 'c']) + (chance(0.8) ? `=${value()}` : '')).join('&');
  const headers: Header[] = [['Host', pick(['a', 'b', 'a.b', 'ab', 'A', 'a:1', 'b:', 'b:1', 'a.', 'GET'])]];
  for (const name of list(4, () => pick(['H', 'H', 'h', 'K', 'X-Amzn-Waf-H']))) headers.push([name, value().trim()]);
  for (const line of list(1, () =>
    list(3, () => pick(['c=a', 'c=b', 'd=a', 'c', 'c=', ' c=ab ', `c=${value()}`])).join(pick([';', '; '])),
  ))
    headers.push(['Cookie', line.trim()]);
  const tls = {
    ...(chance(0.6) ? { serverName: pick(['a', 'b', 'a.b', 'A']) } : {}),
    ...(chance(0.05) ? { clientCertificate: { identity: 'a' } } : {}),
  };
  return {
    method: pick(['GET', 'POST', 'a', 'b', 'AB', 'aa']),
    target: `/${path}${chance(0.5) ? `?${query}` : ''}`,
    httpVersion: pick(VERSIONS),
    headers,
    body: NO_BODY,
    connection: {
      scheme,
      address: pick(ADDRESSES),
      port: 50000,
      localPort: scheme === 'https' ? 443 : 80,
      ...(chance(0.6) ? { country: pick(['US', 'DE', 'AB']) } : {}),
      ...(scheme === 'https' ? { tls } : {}),
    },
    ...(chance(0.1) ? { principal: pick(PRINCIPALS) } : {}),
  };
}
