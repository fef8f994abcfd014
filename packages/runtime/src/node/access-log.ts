import { type Headers, headerValue, headerValues, splitTarget } from '@sallyport/http';
import type { Served } from './options.ts';

/**
 * The fields of CloudFront's standard log, version 1, in their order.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const FIELDS =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) ' +
  'cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken ' +
  'x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status ' +
  'fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len ' +
  'sc-range-start sc-range-end';

export const accessLogHead: readonly string[] = ['#Version: 1.0', `#Fields: ${FIELDS}`];

/** One request as a line of the standard log: fields between tabs, `-` where there is nothing. */
export function accessLogLine(served: Served): string {
  const { request, response, startedAt } = served;
  const { path, query } = splitTarget(request.target);
  const [date = '', time = ''] = new Date(startedAt).toISOString().split(/[TZ.]/);
  const tls = request.connection.tls;
  const result = resultType(served);
  const [rangeStart, rangeEnd] = rangeOf(served);
  const fields: readonly (string | undefined)[] = [
    date,
    time,
    served.pointOfPresence,
    String(STATUS_LINE_BYTES + headBytes(response.headers) + served.sentBytes),
    request.connection.address,
    request.method,
    served.entrance.hosts[0],
    path,
    served.aborted ? '000' : String(response.status),
    headerValue(request.headers, 'referer'),
    headerValue(request.headers, 'user-agent'),
    query,
    headerValue(request.headers, 'cookie'),
    result,
    served.requestId,
    headerValue(request.headers, 'host'),
    request.connection.scheme,
    String(requestLineBytes(served) + headBytes(request.headers) + served.receivedBytes),
    seconds(served.milliseconds),
    headerValues(request.headers, 'x-forwarded-for').join(', '),
    tls?.protocol,
    tls?.cipher,
    result,
    `HTTP/${request.httpVersion.includes('.') ? request.httpVersion : `${request.httpVersion}.0`}`,
    undefined,
    undefined,
    String(request.connection.port),
    seconds(served.firstByteMilliseconds),
    detailedResultType(served, result),
    headerValue(response.headers, 'content-type'),
    headerValue(response.headers, 'content-length'),
    rangeStart,
    rangeEnd,
  ];
  return fields.map((field) => (field === undefined || field === '' ? '-' : encode(field))).join('\t');
}

/** `HTTP/1.1 200`, a blank, and the end of the line. */
const STATUS_LINE_BYTES = 15;
const requestLineBytes = ({ request: { method, target } }: Served): number => `${method} ${target} HTTP/1.1\r\n`.length;

/**
 * Headers count in both directions. They are counted in the form of HTTP/1.1, whatever the version: what CloudFront counts where
 * they are compressed is not documented.
 */
const headBytes = (headers: Headers): number =>
  headers.reduce((bytes, [name, value]) => bytes + name.length + value.length + ': \r\n'.length, '\r\n'.length);

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** Whatever could be taken for a separator, and everything outside ASCII, is written as `%xx`. */
const encode = (text: string): string =>
  text.replace(/[^\x21-\x7e]|[%"'<>\\^`{|}]/g, (byte) =>
    byte === '%' ? '%25' : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

function resultType({ response, journey }: Served): string {
  if (response.status >= 400) return 'Error';
  const last = journey.trace.at(-1);
  return journey.reached.length === 0 && response.status >= 300 && last?.kind === 'answer' ? 'Redirect' : 'Miss';
}

/** Approximated from the journey: which of the detailed types CloudFront gives is not documented for every case. */
function detailedResultType({ aborted, journey, response }: Served, result: string): string {
  if (aborted) return 'ClientCommError';
  if (journey.evaluations.some(({ evaluation }) => evaluation.action !== 'ALLOW')) return 'InvalidRequestBlocked';
  const failure = journey.failures.at(-1);
  if (failure === 'refused' || failure === 'tls') return 'OriginConnectError';
  if (failure === 'too-large') return 'OriginHeaderTooBigError';
  if (failure === 'malformed') return 'OriginInvalidResponseError';
  if (failure !== undefined) return 'OriginCommError';
  return response.status >= 500 && journey.reached.length > 0 ? 'OriginError' : result;
}

function rangeOf({ response }: Served): readonly (string | undefined)[] {
  const range = /^bytes (\d+)-(\d+)\//.exec(headerValue(response.headers, 'content-range') ?? '');
  return [range?.[1], range?.[2]];
}
