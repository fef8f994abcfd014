import { bytesOfLatin1, type Header, type Request } from '@sallyport/http';
import { mintToken } from '../token/token.ts';
import { FINGERPRINTS, many, maybe, pick, type Random, textOf } from './random.ts';

const ADDRESSES = ['192.0.2.1', '192.0.2.200', '198.51.100.7', '203.0.113.200', '2001:db8::1'] as const;

/** A random request that random rules have something to say about; tokens were solved some time before `now`. */
export function randomRequest(random: Random, now: number): Request {
  const query = many(
    random,
    0,
    3,
    () => `${pick(random, ['a', 'b', 'A'])}${pick(random, ['=', '=', '='])}${textOf(random)}`,
  );
  const separator = pick(random, ['&', '&', '&', ';', '%26']);
  const fragment = random() < 0.05 ? `#${textOf(random)}` : '';
  return {
    method: pick(random, ['GET', 'POST', 'a']),
    target: latin(`/${textOf(random)}${query.length === 0 ? '' : `?${query.join(separator)}`}${fragment}`),
    httpVersion: '1.1',
    headers: headers(random, now),
    body: { bytes: bytesOfLatin1(body(random)), complete: true },
    connection: {
      scheme: 'https',
      address: pick(random, ADDRESSES),
      port: 40000,
      localPort: 443,
      ...maybe(random, 0.5, () => ({ country: pick(random, ['DE', 'US']) })),
      ...maybe(random, 0.3, () => ({ region: 'BE' })),
      ...maybe(random, 0.3, () => ({ asn: 64496 })),
      ...maybe(random, 0.5, () => ({
        tls: maybe(random, 0.8, () => ({ ja3: pick(random, FINGERPRINTS), ja4: FINGERPRINTS[0] })),
      })),
    },
  };
}

const headers = (random: Random, now: number): readonly Header[] => [
  ['Host', pick(random, ['admin.example.com', 'example.com', 'EXAMPLE.com:8443'])],
  ...many(random, 0, 2, (): Header => ['User-Agent', latin(textOf(random))]),
  ...many(random, 0, 1, (): Header => [pick(random, ['x-a', 'X-A']), latin(textOf(random))]),
  ...many(random, 0, 1, (): Header => ['Cookie', cookies(random, now)]),
  ...many(random, 0, 1, (): Header => ['X-Forwarded-For', addresses(random)]),
  ...(random() < 0.03 ? many(random, 195, 205, (): Header => ['x-b', 'a']) : []),
  ...(random() < 0.03 ? many(random, 1, 2, (): Header => ['x-c', 'admin'.repeat(1638)]) : []),
];

function cookies(random: Random, now: number): string {
  const plain = [
    `a=${latin(textOf(random))}`,
    'b=admin',
    ...(random() < 0.02 ? many(random, 198, 203, () => 'A=x_1') : []),
  ];
  const token = `aws-waf-token=${tokenOf(random, now)}`;
  return (random() < 0.3 ? [...plain, token] : plain).join('; ');
}

const AGES = [0, 299, 300, 301, 600, 601] as const;
/** Minting is slow, and there are not many. */
const minted = new Map<string, string>();

function tokenOf(random: Random, now: number): string {
  const token = {
    domain: pick(random, ['example.com', 'admin.example.com', 'example.org']),
    ...maybe(random, 0.7, () => ({ captchaSolved: now - pick(random, AGES) * 1000 })),
    ...maybe(random, 0.7, () => ({ challengeSolved: now - pick(random, AGES) * 1000 })),
  };
  const key = JSON.stringify(token);
  const value = minted.get(key) ?? mintToken(token);
  minted.set(key, value);
  return value;
}

/** Up to twelve addresses, some of them none. */
const addresses = (random: Random): string =>
  many(random, 1, random() < 0.2 ? 12 : 3, () =>
    random() < 0.15 ? pick(random, ['unknown', '', '192.0.2.1:80', '300.0.0.1']) : pick(random, ADDRESSES),
  ).join(pick(random, [', ', ',', ', ', ';']));

function body(random: Random): string {
  const text = latin(random() < 0.5 ? broken(random, JSON.stringify(randomJson(random, 3))) : textOf(random));
  return random() < 0.02 ? `${text}${'b'.repeat(16385)}` : text;
}

/** JSON as it is, or with what AWS WAF passes over, or with what it stops at. */
function broken(random: Random, json: string): string {
  const at = Math.floor(random() * (json.length + 1));
  return pick<() => string>(random, [
    () => json,
    () => json,
    () => json.replace(',', ''),
    () => json.replace(':', pick(random, ['', '::', ':::'])),
    () => json.slice(0, at),
    () => `${json.slice(0, at)}${pick(random, ['!', ' ', '"', '\\u0061', ',', '}'])}${json.slice(at)}`,
  ])();
}

function randomJson(random: Random, depth: number): unknown {
  if (depth === 0 || (depth < 3 && random() < 0.3))
    return pick<() => unknown>(random, [
      () => textOf(random),
      () => Math.floor(random() * 10),
      () => 1.5e300,
      () => true,
      () => null,
    ])();
  if (random() < 0.3) return many(random, 0, 3, () => randomJson(random, depth - 1));
  return Object.fromEntries(
    many(random, 0, 3, () => [pick(random, ['a', 'b', 'admin', 'a/b']), randomJson(random, depth - 1)]),
  );
}

/** Letters beyond Latin-1 do not occur in texts here; é stands for its two bytes of UTF-8. */
const latin = (text: string): string => text.replaceAll('é', '\xC3\xA9');
