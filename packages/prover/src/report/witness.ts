import type { Entrance, Traveller } from '@sallyport/gates';
import { type Headers, headerValue, latin1, splitTarget } from '@sallyport/http';
import type { FindingWitness, WitnessRequest } from './finding.ts';
import { expanded, quoted } from './shell.ts';

/** Values that are not shown in clear, with the variable that stands for each (`$PARTNER_KEY`). */
export type Masks = ReadonlyMap<string, string>;

/**
 * A replayed request as the report shows it: as data, and as a command to paste. `address` is the name to connect to where DNS
 * may lead the entrance's own name elsewhere (a custom domain name whose record points at CloudFront).
 */
export function witness(request: Traveller, entrance: Entrance, masks: Masks, address?: string): FindingWitness {
  return {
    entrance: entrance.id,
    request: printed(request, entrance, masks),
    curl: curl(request, entrance, masks, address),
    replayed: true,
  };
}

function printed(request: Traveller, entrance: Entrance, masks: Masks): WitnessRequest {
  return {
    method: request.method,
    url: `${urlBase(request, entrance)}${visibleTarget(request.target)}`,
    headers: request.headers.map(([name, value]) => [name, masked(value, masks)]),
    body: request.body.bytes.length === 0 ? null : latin1(request.body.bytes),
    from: request.connection.address,
  };
}

/** How often a request must be sent until what happens to that share of the requests has happened to it with 99 %. */
export const triesFor = (share: number): number =>
  Math.max(1, Math.ceil(Math.log(0.01) / Math.log(1 - share) - ROUNDING));

/** What floating-point numbers may be off by. */
const ROUNDING = 1e-9;

/** The command line that sends the request to the entrance. */
export function curl(request: Traveller, entrance: Entrance, masks: Masks, address?: string): string {
  const words = [
    'curl',
    ...methodWords(request),
    ...connectionWords(request, entrance, address),
    ...targetWords(request),
    quotedUrl(request, entrance),
    ...headerWords(request, entrance, masks),
    ...bodyWords(request),
  ];
  return words.join(' ');
}

function methodWords(request: Traveller): readonly string[] {
  if (request.method === 'GET' && request.body.bytes.length === 0) return [];
  return request.method === 'HEAD' ? ['--head'] : ['-X', quoted(request.method)];
}

/** How to come to the entrance under another name, another protocol version or another family of addresses. */
function connectionWords(request: Traveller, entrance: Entrance, elsewhere?: string): readonly string[] {
  const words: string[] = [];
  if (request.connection.address.includes(':')) words.push('-6');
  if (request.httpVersion === '1.0') words.push('--http1.0');
  const { host, address = elsewhere } = authority(request, entrance);
  if (address !== undefined && host !== address) {
    const port = request.connection.localPort;
    words.push('--connect-to', quoted(`${host}:${port}:${address}:${port}`));
  }
  return words;
}

/** curl normalises dot segments, expands brackets and refuses blanks unless it is told not to. */
function targetWords(request: Traveller): readonly string[] {
  const { target } = request;
  if (!isPlainTarget(target)) return ['--request-target', quoted(target)];
  const words: string[] = [];
  if (/(^|\/)\.{1,2}(\/|$)/.test(splitTarget(target).path)) words.push('--path-as-is');
  if (/[[\]{}]/.test(target)) words.push('--globoff');
  return words;
}

const isPlainTarget = (target: string): boolean => /^\/[\x21\x22\x24-\x7e]*$/.test(target);
const visibleTarget = (target: string): string => (target.startsWith('/') ? target : `/${target}`);

function quotedUrl(request: Traveller, entrance: Entrance): string {
  const target = isPlainTarget(request.target) ? request.target : '/';
  const url = `${urlBase(request, entrance)}${target}`;
  return url.includes("'") ? quoted(url) : `'${url}'`;
}

const urlBase = (request: Traveller, entrance: Entrance): string => {
  const { scheme, localPort } = request.connection;
  const port = localPort === (scheme === 'https' ? 443 : 80) ? '' : `:${localPort}`;
  return `${scheme}://${authority(request, entrance).host}${port}`;
};

interface Authority {
  /** The name that the URL bears. */
  readonly host: string;
  /** The name of the entrance, where the connection goes. */
  readonly address: string | undefined;
  /** The Host header that curl has to be given, where it is not the URL's name. */
  readonly header: string | undefined;
}

/** The URL bears the request's Host where that is a name at all; the connection goes to the entrance. */
function authority(request: Traveller, entrance: Entrance): Authority {
  const first = entrance.hosts[0]?.replace(/^\*/, 'any');
  const host = headerValue(request.headers, 'host') ?? first ?? 'localhost';
  const name = host.replace(/:[0-9]+$/, '');
  const known = entrance.hosts.some((other) => isHostOf(other, name));
  if (known) return { host: name, address: undefined, header: name === host ? undefined : host };
  const serverName = request.connection.tls?.serverName;
  const isName = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name);
  if (!isName || first === undefined || (serverName !== undefined && serverName !== name))
    return { host: first ?? 'localhost', address: first, header: host };
  return { host: name, address: first, header: name === host ? undefined : host };
}

/** Whether a name is one of an entrance's; `*.example.com` stands for all names that end so. */
export function isHostOf(host: string, name: string): boolean {
  const [known, given] = [host.toLowerCase(), name.toLowerCase()];
  return known.startsWith('*') ? given.endsWith(known.slice(1)) : known === given;
}

function headerWords(request: Traveller, entrance: Entrance, masks: Masks): readonly string[] {
  const { header } = authority(request, entrance);
  const hosts: Headers = header === undefined ? [] : [['Host', header]];
  const others = request.headers.filter(([name]) => !/^(host|content-length)$/i.test(name));
  return [...hosts, ...others].flatMap(([name, value]) => ['-H', headerWord(name, value, masks)]);
}

function headerWord(name: string, value: string, masks: Masks): string {
  // curl leaves out `Name:`; `Name;` sends it with an empty value.
  const text = value === '' ? `${name};` : `${name}: ${masked(value, masks)}`;
  if (masked(value, masks) !== value) return expanded(text, [...masks.values()]);
  return /^[\x20-\x7e]*$/.test(text) && !text.includes("'") ? `'${text}'` : quoted(text);
}

function bodyWords(request: Traveller): readonly string[] {
  if (request.body.bytes.length === 0) return [];
  const typed = headerValue(request.headers, 'content-type') !== undefined;
  return [...(typed ? [] : ['-H', "'Content-Type:'"]), '--data-binary', quoted(latin1(request.body.bytes))];
}

function masked(value: string, masks: Masks): string {
  let text = value;
  for (const [secret, variable] of masks) if (secret !== '') text = text.replaceAll(secret, () => variable);
  return text;
}
