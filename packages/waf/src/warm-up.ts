import type { CompiledWebAcl } from './compiled.ts';
import { MemoryCounters } from './memory-counters.ts';
import { requestOf, type TestRequest } from './test-request.ts';
import { MemoryTraffic } from './traffic/memory-traffic.ts';

/** What people write: an apostrophe, an equals sign and a less-than sign have detectors look closely without an attack. */
const SENTENCE = `it's 1 = 1 or more, a<b, see /docs/../a.txt and http://example.com; x|y $1`;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const headers: NonNullable<TestRequest['headers']> = [
  ['User-Agent', BROWSER],
  ['Accept', 'text/html,*/*'],
  ['Cookie', 'session=0123456789abcdef; theme=dark'],
  ['X-Forwarded-For', '192.0.2.1'],
];
const encoded = encodeURIComponent(SENTENCE);
const form = `name=Ann&note=${encoded}&to=%2Fhome`;

/** Each component of a request once. */
const REQUESTS: readonly TestRequest[] = [
  { target: '/', headers },
  { target: `/orders/7?id=7&q=${encoded}&page=2`, headers },
  {
    method: 'POST',
    target: '/orders',
    headers: [...headers, ['Content-Type', 'application/json']],
    body: JSON.stringify({ id: 7, note: SENTENCE, of: [{ name: 'Ann', tags: ['a', 'b'] }] }),
  },
  {
    method: 'POST',
    target: '/login',
    headers: [...headers, ['Content-Type', 'application/x-www-form-urlencoded']],
    body: form,
  },
];

/** So often each: most of what V8 interprets at first is compiled then. */
const ROUNDS = 8;

/**
 * Evaluates some requests, so that none of a client is the one that waits until automata and tables are made and V8 has compiled what it runs: 40 to 60 ms.
 * They are counted and remembered in stores of their own; nothing of them is left.
 */
export function warmUp(webAcl: CompiledWebAcl): void {
  const requests = REQUESTS.map(requestOf);
  const counters = new MemoryCounters();
  const traffic = new MemoryTraffic();
  for (let round = 0; round < ROUNDS; round++)
    for (const request of requests) webAcl.evaluate(request, counters, 0, { traffic });
}
