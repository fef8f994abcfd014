/**
 * The kinds of requests that every firewall of the comparison is given, as they stand on the wire but for the framing: a server
 * that is measured over sockets adds Content-Length. No rule of a managed group matches any of them.
 */
export interface RequestKind {
  readonly name: string;
  /** What one evaluation by the engine alone should cost at most, in microseconds of processor time. */
  readonly aimMicroseconds: number;
  /** The request number so-and-so of this kind: the same shape, other values. */
  readonly make: (number: number) => WireRequest;
}

export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty where there is none; ASCII. */
  readonly body: string;
}

const WORDS =
  'amber birch copper delta ember fjord garnet harbor indigo juniper kestrel lantern meadow nectar orchid pewter quartz river saffron timber'.split(
    ' ',
  );

const word = (number: number): string => WORDS[number % WORDS.length] ?? '';

/** Headers as a browser sends them, with a session cookie. */
const browser = (number: number): WireRequest['headers'] => [
  ['Host', 'shop.example.com'],
  [
    'User-Agent',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  ],
  ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
  ['Accept-Language', 'en-GB,en;q=0.9,de;q=0.7'],
  ['Accept-Encoding', 'gzip, deflate, br'],
  ['Cookie', `session=${(number * 2_654_435_761).toString(36)}k3v9; theme=dark; visits=${number % 97}`],
];

const NAMES = ['q', 'page', 'per_page', 'sort', 'category', 'brand', 'color', 'size', 'min_price', 'utm_source'];

const tenArguments = (number: number): string =>
  NAMES.map((name, at) => `${name}=${word(number + at)}${at % 3 === 0 ? `%20${word(number + at + 7)}` : ''}`).join('&');

/** One order of a shop with as many lines as make up the size. */
function order(number: number, bytes: number): string {
  const lines: object[] = [];
  const text = (): string => JSON.stringify({ order: number, customer: `${word(number)} ${word(number + 3)}`, lines });
  for (let at = 0; text().length < bytes; at++)
    lines.push({
      id: number * 100 + at,
      title: `${word(number + at)} ${word(number + at * 3)}`,
      price: 19.5 + at,
      tags: [word(at), word(at + 5)],
    });
  return text();
}

/** A form whose values are prose, encoded as browsers do. */
function form(number: number, bytes: number): string {
  let text = '';
  for (let at = 0; text.length < bytes; at++) {
    const value = Array.from({ length: 12 }, (_none, index) => word(number + at * 5 + index * index)).join('+');
    text += `${at === 0 ? '' : '&'}field${at}=${value}%2C+${word(at)}%21`;
  }
  return text.slice(0, bytes).replace(/%.?$/, '');
}

const post = (type: string, number: number, body: string): WireRequest => ({
  method: 'POST',
  target: `/orders/${number % 1000}`,
  headers: [...browser(number), ['Content-Type', type]],
  body,
});

/** JSON of about so many bytes. */
export const jsonRequest = (number: number, bytes: number): WireRequest =>
  post('application/json', number, order(number, bytes));

/** A form of so many bytes. */
export const formRequest = (number: number, bytes: number): WireRequest =>
  post('application/x-www-form-urlencoded', number, form(number, bytes));

export const REQUEST_KINDS: readonly RequestKind[] = [
  {
    name: 'small GET',
    aimMicroseconds: 15,
    make: (number) => ({ method: 'GET', target: `/items/${number % 1000}`, headers: browser(number), body: '' }),
  },
  {
    name: 'GET with ten arguments',
    aimMicroseconds: 30,
    make: (number) => ({
      method: 'GET',
      target: `/search?${tenArguments(number)}`,
      headers: browser(number),
      body: '',
    }),
  },
  { name: '4 KB JSON', aimMicroseconds: 100, make: (number) => jsonRequest(number, 4096) },
  { name: '64 KB form', aimMicroseconds: 1000, make: (number) => formRequest(number, 65_536) },
];
