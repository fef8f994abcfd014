import { isIP } from 'node:net';
import { bytesOfLatin1, type Headers, type HttpVersion, latin1, type Request, utf8, utf8Bytes } from '@sallyport/http';
import { inputFailure } from './failure.ts';
import { readBytes } from './waf-document.ts';
import { CLIENT_ADDRESS, HTTP_VERSIONS, readHttpMessage } from './waf-http-message.ts';

/** A request, and when it comes. */
export interface TimedRequest {
  readonly request: Request;
  /** Milliseconds since 1970-01-01T00:00Z; at the time of the one before where it is not told. */
  readonly time?: number;
}

/** Reads the requests of a file: one raw HTTP message, or JSON, one request a line. */
export function readRequests(file: string): readonly TimedRequest[] {
  const bytes = readBytes(file, 'an HTTP message, or requests in JSON, one a line');
  const start = latin1(bytes.subarray(0, 64)).replace(/^\xEF\xBB\xBF/, '');
  return /^\s*\{/.test(start)
    ? jsonRequests(new TextDecoder().decode(bytes), file)
    : [{ request: readHttpMessage(bytes, file) }];
}

function jsonRequests(text: string, file: string): readonly TimedRequest[] {
  const whole = parsed(text);
  if (whole !== undefined) return [ofJson(whole, { file, line: 1 })];
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const data = parsed(line);
    if (data === undefined)
      throw refusal({ file, line: index + 1 }, 'the line', 'no JSON', 'a request in JSON on each line');
    return [ofJson(data, { file, line: index + 1 })];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Line {
  readonly file: string;
  readonly line: number;
}

function refusal({ file, line }: Line, thing: string, found: string, expected: string): Error {
  return inputFailure(
    'request',
    `Cannot read ${thing} of a request: ${found} found, expected ${expected}.`,
    undefined,
    {
      file,
      line,
      column: 1,
    },
  );
}

const MEMBERS = ['method', 'target', 'httpVersion', 'headers', 'body', 'bodyBase64', 'client', 'scheme', 'time'];
const CLIENT_MEMBERS = ['address', 'country', 'region', 'asn', 'ja3', 'ja4'];

type Members = ReadonlyMap<string, unknown>;

function membersOf(data: unknown, known: readonly string[], thing: string, line: Line): Members {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw refusal(line, thing, JSON.stringify(data) ?? 'nothing', 'an object');
  const members = new Map<string, unknown>(Object.entries(data));
  const unknown = [...members.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw refusal(line, thing, `the member "${unknown}"`, `only ${known.join(', ')}`);
  return members;
}

function textOf(members: Members, name: string, line: Line): string | undefined {
  const value = members.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw refusal(line, name, JSON.stringify(value), 'a text');
  return value;
}

function ofJson(data: unknown, line: Line): TimedRequest {
  const members = membersOf(data, MEMBERS, 'the members', line);
  const time = timeOf(members, line);
  const request: Request = {
    method: textOf(members, 'method', line) ?? 'GET',
    target: utf8(textOf(members, 'target', line) ?? '/'),
    httpVersion: versionOf(textOf(members, 'httpVersion', line) ?? 'HTTP/1.1', line),
    headers: headersOf(members.get('headers') ?? [], line),
    body: { bytes: bodyOf(members, line), complete: true },
    connection: connectionOf(members, line),
  };
  return { request, ...(time === undefined ? {} : { time }) };
}

function timeOf(members: Members, line: Line): number | undefined {
  const text = textOf(members, 'time', line);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw refusal(line, 'time', `"${text}"`, 'a time in ISO 8601, such as 2026-01-31T12:00:00Z');
  return time;
}

function versionOf(text: string, line: Line): HttpVersion {
  const version = HTTP_VERSIONS.get(text);
  if (!version) throw refusal(line, 'httpVersion', `"${text}"`, [...HTTP_VERSIONS.keys()].join(', '));
  return version;
}

function headersOf(value: unknown, line: Line): Headers {
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (!list) throw refusal(line, 'headers', JSON.stringify(value), 'a list of ["Name", "value"]');
  return list.map((pair) => {
    const [name, text, ...more]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof name !== 'string' || typeof text !== 'string' || more.length > 0)
      throw refusal(line, 'headers', JSON.stringify(pair), '["Name", "value"]');
    return [utf8(name), utf8(text)];
  });
}

function bodyOf(members: Members, line: Line): Uint8Array {
  const text = textOf(members, 'body', line);
  const encoded = textOf(members, 'bodyBase64', line);
  if (text !== undefined && encoded !== undefined)
    throw refusal(line, 'the body', 'body and bodyBase64', 'one of them');
  if (encoded === undefined) return utf8Bytes(text ?? '');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, ''))
    throw refusal(line, 'bodyBase64', `"${encoded.slice(0, 60)}"`, 'base64');
  return bytesOfLatin1(bytes.toString('latin1'));
}

function connectionOf(members: Members, line: Line): Request['connection'] {
  const client = membersOf(members.get('client') ?? {}, CLIENT_MEMBERS, 'client', line);
  const scheme = textOf(members, 'scheme', line) ?? 'https';
  if (scheme !== 'http' && scheme !== 'https') throw refusal(line, 'scheme', `"${scheme}"`, 'http or https');
  const asn = client.get('asn') ?? undefined;
  if (asn !== undefined && (typeof asn !== 'number' || !Number.isInteger(asn)))
    throw refusal(line, 'client.asn', JSON.stringify(asn), 'a whole number');
  const [country, region, ja3, ja4] = ['country', 'region', 'ja3', 'ja4'].map((name) => textOf(client, name, line));
  const tls = { ...(ja3 === undefined ? {} : { ja3 }), ...(ja4 === undefined ? {} : { ja4 }) };
  const address = textOf(client, 'address', line) ?? CLIENT_ADDRESS;
  if (isIP(address) === 0) throw refusal(line, 'client.address', `"${address}"`, 'an IPv4 or IPv6 address');
  return {
    scheme,
    address,
    port: 50_000,
    localPort: scheme === 'https' ? 443 : 80,
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region: region.replace(/^[A-Z]{2}-/, '') }),
    ...(asn === undefined ? {} : { asn }),
    ...(scheme === 'https' ? { tls } : {}),
  };
}
