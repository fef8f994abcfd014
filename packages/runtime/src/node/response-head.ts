import { type Header, type Headers, lowerName, nameTest } from '@sallyport/http';

/** How many bytes of a body follow a head, or how its end is told. */
export type BodyLength = number | 'chunks' | 'until-close';

/** The head of a response, and what it says about the message and the connection. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Headers;
  readonly length: BodyLength;
  /** The connection takes another request afterwards. */
  readonly persists: boolean;
  /** How long the server keeps an idle connection, where it says so. */
  readonly idleSeconds: number | undefined;
}

const TOKEN = "[!#$%&'*+.^_`|~\\dA-Za-z-]+";
const TEXT = '[\\t\\x20-\\x7e\\x80-\\xff]*';

/** A header line as RFC 9112, section 5 has it; a folded line and one with a bare CR or LF are none. */
export const FIELD_LINE = new RegExp(`^${TOKEN}:${TEXT}$`);

/** Linear in the length of the head, since no letter fits in two places. */
const RESPONSE_HEAD = new RegExp(`^HTTP/1\\.[01] [1-9]\\d\\d(?: ${TEXT})?(?:\\r\\n${TOKEN}:${TEXT})*$`);

const isFraming = nameTest(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

interface Framing {
  connection: string;
  contentLength: string | undefined;
  keepAlive: string;
  transferEncoding: string | undefined;
}

/**
 * Reads the head of the answer to a method, without the empty line at its end. What two readers could take for different
 * messages is malformed (RFC 9112, section 11.2): two lengths, or a length and chunks.
 */
export function readResponseHead(text: string, method: string): ResponseHead | 'malformed' {
  if (!RESPONSE_HEAD.test(text)) return 'malformed';
  const framing: Framing = { connection: '', contentLength: undefined, keepAlive: '', transferEncoding: undefined };
  const headers: Header[] = [];
  for (let end = text.indexOf('\r\n'); end >= 0; ) {
    const colon = text.indexOf(':', end);
    const name = text.slice(end + 2, colon);
    end = text.indexOf('\r\n', colon);
    const value = withoutBlanks(text, colon + 1, end < 0 ? text.length : end);
    headers.push([name, value]);
    if (isFraming(name) && !noteFraming(framing, lowerName(name), value)) return 'malformed';
  }
  const status = Number(text.slice(9, 12));
  const length = bodyLength(status, method, framing);
  if (length === undefined) return 'malformed';
  const persists = length !== 'until-close' && saysPersistent(framing.connection, text.charAt(7));
  return { status, headers, length, persists, idleSeconds: idleSecondsOf(framing.keepAlive) };
}

/** The text between two places, without spaces and tabs around it. */
function withoutBlanks(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/** False where it contradicts what was noted before. */
function noteFraming(framing: Framing, name: string, value: string): boolean {
  switch (name) {
    case 'connection':
      framing.connection += `,${value}`;
      return true;
    case 'content-length': {
      const isFirst = framing.contentLength === undefined;
      framing.contentLength = value;
      return isFirst && /^\d{1,15}$/.test(value);
    }
    case 'keep-alive':
      framing.keepAlive = value;
      return true;
    default:
      framing.transferEncoding =
        framing.transferEncoding === undefined ? value : `${framing.transferEncoding},${value}`;
      return true;
  }
}

/** RFC 9112, section 6.3. Undefined where the head contradicts itself. */
function bodyLength(status: number, method: string, { contentLength, transferEncoding }: Framing) {
  if (transferEncoding !== undefined && contentLength !== undefined) return undefined;
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
  if (transferEncoding !== undefined) return /(?:^|,)[\t ]*chunked$/i.test(transferEncoding) ? 'chunks' : 'until-close';
  return contentLength === undefined ? 'until-close' : Number(contentLength);
}

/** RFC 9112, section 9.3. */
function saysPersistent(connection: string, minorVersion: string): boolean {
  if (connection === '') return minorVersion === '1';
  const options = connection.toLowerCase().split(/[\t ]*,[\t ]*/);
  return !options.includes('close') && (minorVersion === '1' || options.includes('keep-alive'));
}

function idleSecondsOf(keepAlive: string): number | undefined {
  const seconds = keepAlive === '' ? undefined : /\btimeout=(\d{1,6})/i.exec(keepAlive)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
