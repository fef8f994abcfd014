import { latin1, type Request } from '@sallyport/http';
import { encodeBase64 } from '@sallyport/waf';

/** A request as `sallyport waf evaluate --request` reads it, one a line; what is as usual is left out. */
export interface RequestJson {
  readonly method: string;
  readonly target: string;
  /** HTTP/1.1 where nothing is said. */
  readonly httpVersion?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly client?: {
    readonly address?: string;
    readonly country?: string;
    readonly region?: string;
    readonly asn?: number;
    readonly ja3?: string;
    readonly ja4?: string;
  };
}

export function requestJson({ method, target, httpVersion, headers, body, connection }: Request): RequestJson {
  return {
    method,
    target: textOf(target) ?? target,
    ...(httpVersion === '1.1' ? {} : { httpVersion: `HTTP/${httpVersion}` }),
    headers: headers.map(([name, value]) => [name, textOf(value) ?? value]),
    ...bodyOf(latin1(body.bytes)),
    ...clientOf(connection),
  };
}

/** The address that a request has where its line tells none. */
const USUAL_ADDRESS = '203.0.113.7';

function clientOf({ address, country, region, asn, tls }: Request['connection']): Pick<RequestJson, 'client'> {
  const client = {
    ...(address === USUAL_ADDRESS ? {} : { address }),
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
    ...(asn === undefined ? {} : { asn }),
    ...(tls?.ja3 === undefined ? {} : { ja3: tls.ja3 }),
    ...(tls?.ja4 === undefined ? {} : { ja4: tls.ja4 }),
  };
  return Object.keys(client).length === 0 ? {} : { client };
}

function bodyOf(body: string): Pick<RequestJson, 'body' | 'bodyBase64'> {
  if (body === '') return {};
  const text = textOf(body);
  return text === undefined ? { bodyBase64: encodeBase64(body) } : { body: text };
}

/** The text whose UTF-8 bytes these are; undefined where they are none. */
function textOf(bytes: string): string | undefined {
  try {
    return decodeURIComponent(
      bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    // URIError: the bytes are no UTF-8, which is an answer and no fault.
    return undefined;
  }
}
