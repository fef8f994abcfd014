import type { Entrance, GateId, Traveller } from '@sallyport/gates';
import { type Header, NO_BODY } from '@sallyport/http';
import type { Random } from './random.ts';
import { FILLERS, type Vocabulary } from './vocabulary.ts';
import { METHOD_OVERRIDE, METHODS } from './words.ts';

/** A request and the gate that it is sent to. */
export interface AimedRequest {
  readonly gate: GateId;
  readonly request: Traveller;
}

/** A random request at one of the entrances, near what the vocabulary speaks of. It knows no secrets. */
export function generateRequest(random: Random, vocabulary: Vocabulary, entrances: readonly Entrance[]): AimedRequest {
  const entrance = random.pick(entrances);
  const scheme = random.chance(0.9) ? entrance.schemes.at(-1) : random.pick(entrance.schemes);
  const host = hostFor(random, entrance, entrances);
  const request: Traveller = {
    method: random.chance(0.8) ? random.pick(['GET', 'POST', 'OPTIONS']) : random.pick(vocabulary.methods),
    target: target(random, vocabulary, entrance),
    httpVersion: random.pick(['1.1', '2']),
    headers: [['Host', host], ...headers(random, vocabulary)],
    body: NO_BODY,
    connection: {
      scheme: scheme ?? 'https',
      address: random.pick(vocabulary.addresses),
      port: 40_000 + random.below(20_000),
      localPort: scheme === 'http' ? 80 : 443,
      ...(scheme === 'http' ? {} : { tls: { serverName: host } }),
      ...(random.chance(0.5) ? { country: random.pick(['DE', 'US', 'AQ', 'GB']) } : {}),
    },
  };
  return { gate: entrance.gate, request };
}

function hostFor(random: Random, entrance: Entrance, entrances: readonly Entrance[]): string {
  if (random.chance(0.92)) return random.pick(entrance.hosts);
  if (random.chance(0.5)) return random.pick(random.pick(entrances).hosts);
  return random.pick(['example.com', '', '192.0.2.1']);
}

function target(random: Random, vocabulary: Vocabulary, { basePath }: Entrance): string {
  const prefix = random.chance(0.95) ? basePath : random.pick(['', '/prod', '/base']);
  const path = prefix + mutated(random, filled(random, random.pick(vocabulary.paths)));
  const query = random.chance(0.7) ? undefined : random.pick(vocabulary.queries);
  const whole = path.startsWith('/') ? path : `/${path}`;
  return query === undefined ? whole : `${whole}?${query}`;
}

/** A pattern with its wildcards and variables filled in; now and then one too many. */
function filled(random: Random, pattern: string): string {
  const path = pattern
    .replace(/\{[A-Za-z]+\+\}/g, () => random.pick(FILLERS))
    .replace(/\{[A-Za-z]+\}/g, () => random.pick(FILLERS))
    .replace(/\*/g, () => random.pick(FILLERS))
    .replace(/\?/g, () => random.pick(['a', '/', '']));
  return random.chance(0.08) ? `${path}/${random.pick(FILLERS)}` : path;
}

/** What people try to slip past a pattern. */
const MUTATIONS: readonly ((path: string, random: Random) => string)[] = [
  (path) => path.toUpperCase(),
  (path) => path.replace('/', '//'),
  (path) => `${path}/`,
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/\/([a-z]*)$/, '/x/../$1'),
  (path) => `/.${path}`,
  (path, random) => path.slice(0, random.below(path.length + 1)),
  (path) => path.replaceAll('/', '%2f'),
  (path) => `${path};v=1`,
];

const mutated = (random: Random, path: string): string =>
  random.chance(0.15) ? random.pick(MUTATIONS)(path, random) : path;

function headers(random: Random, { headers: names, values }: Vocabulary): readonly Header[] {
  const count = random.weighted([[4, 0] as const, [4, 1] as const, [2, 2] as const, [1, 4] as const]);
  const override: readonly Header[] = random.chance(0.05) ? [[METHOD_OVERRIDE, random.pick(METHODS)]] : [];
  const others = Array.from({ length: count }, (): Header => {
    const name = random.chance(0.4) ? 'x-api-key' : random.pick(names);
    return [random.chance(0.2) ? name.toUpperCase() : name, random.pick(values)];
  });
  return [...override, ...others];
}
