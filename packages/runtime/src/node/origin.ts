import type { Readable } from 'node:stream';
import type { CallFailure, CallLimits, Traveller } from '@sallyport/gates';
import { type Headers, nameTest, type Response } from '@sallyport/http';
import { type Client, type Dispatcher, errors } from 'undici';
import type { CallAnswer } from '../world.ts';
import { type IncomingBody, Upload } from './body.ts';
import type { Departure } from './departure.ts';
import { OriginBody, type Valve } from './origin-body.ts';
import { OriginConnections } from './origin-connections.ts';
import { atTurnsEnd } from './turn.ts';

/** What came of a call to a server, with the body that only the rim holds. */
export interface OriginAnswer {
  readonly answer: CallAnswer;
  readonly body?: OriginBody;
}

export type Settle = (answer: OriginAnswer) => void;

/** A pool of keep-alive connections to origins. */
export interface Origins {
  readonly call: (
    base: string,
    request: Traveller,
    body: IncomingBody,
    limits: CallLimits,
    departure: Departure,
    settle: Settle,
  ) => void;
  readonly close: () => Promise<void>;
}

export function createOrigins(): Origins {
  const origins: OriginConnections[] = [];
  const connectionsFor = (base: string, request: Traveller, limits: CallLimits): OriginConnections => {
    const { connectMilliseconds } = limits;
    const serverName = request.connection.tls?.serverName;
    for (const each of origins) if (each.isFor(base, connectMilliseconds, serverName)) return each;
    const made = new OriginConnections({ base, connectMilliseconds, serverName });
    origins.push(made);
    return made;
  };
  return {
    call: (base, request, body, limits, departure, settle) => {
      const connections = connectionsFor(base, request, limits);
      attempt({ connections, base, request, body, limits, departure }, limits.attempts, settle);
    },
    close: async () => {
      await Promise.all(origins.map((each) => each.close()));
    },
  };
}

interface OriginCall {
  readonly connections: OriginConnections;
  readonly base: string;
  readonly request: Traveller;
  readonly body: IncomingBody;
  readonly limits: CallLimits;
  readonly departure: Departure;
}

/**
 * Connecting is tried again for every request, waiting for an answer only for GET and HEAD.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
function attempt(call: OriginCall, attempts: number, settle: Settle): void {
  dispatch(call, (result) => {
    const { answer } = result;
    const again = attempts > 1 && !call.departure.left && 'failure' in answer && mayTryAgain(answer.failure, call);
    if (again) attempt(call, attempts - 1, settle);
    else settle(result);
  });
}

function mayTryAgain(failure: CallFailure, { request: { method }, body: { whole } }: OriginCall): boolean {
  if (whole !== undefined && !(whole instanceof Uint8Array)) return false;
  if (failure === 'refused') return true;
  return (failure === 'reset' || failure === 'timeout') && (method === 'GET' || method === 'HEAD');
}

function dispatch({ connections, base, request, body, limits, departure }: OriginCall, settle: Settle): void {
  if (departure.left) {
    settle({ answer: { failure: 'reset' } });
    return;
  }
  const client = connections.take();
  const handler = new ResponseHandler(settle, departure, connections, client);
  const options: Dispatcher.DispatchOptions & { servername: string | undefined } = {
    origin: base,
    path: request.target,
    method: request.method,
    headers: requestHeaders(request.headers, body),
    body: bodyOption(body),
    headersTimeout: limits.responseMilliseconds,
    bodyTimeout: limits.responseMilliseconds,
    servername: request.connection.tls?.serverName,
    // It would hold back further requests on the same connection, and there are none.
    blocking: false,
  };
  client.dispatch(options, handler);
}

const bodyOption = ({ whole }: IncomingBody): Uint8Array | Readable | null =>
  whole === undefined || whole instanceof Uint8Array ? (whole ?? null) : new Upload(whole);

/**
 * Listens to one request, and is the valve of the body that comes. It has the shape of undici 7's first handlers, which are handed
 * headers as they came; the newer ones are handed an object made of them besides, that nobody here would read.
 */
class ResponseHandler implements Dispatcher.DispatchHandler, Valve {
  readonly #settle: Settle;
  readonly #departure: Departure;
  readonly #connections: OriginConnections;
  readonly #client: Client;
  #breakOff: ((reason: Error) => void) | undefined;
  #goOn: (() => void) | undefined;
  #body: OriginBody | undefined;
  #answer: OriginAnswer | undefined;
  #paused = false;

  constructor(settle: Settle, departure: Departure, connections: OriginConnections, client: Client) {
    this.#settle = settle;
    this.#departure = departure;
    this.#connections = connections;
    this.#client = client;
  }

  onConnect(breakOff: (reason: Error) => void): void {
    this.#breakOff = breakOff;
    if (this.#departure.left) breakOff(new Error('the client left'));
    else this.#departure.whenLeft(this);
  }

  /** Told when all that came at once has been read: head and body go to the viewer together. */
  onHeaders(status: number, headers: readonly Buffer[], goOn: () => void): boolean {
    if (status < 200) return true;
    this.#goOn = goOn;
    const body = new OriginBody(this);
    this.#body = body;
    const response: Response = { status, headers: responseHeaders(headers), body: { kind: 'stream' } };
    this.#answer = { answer: { response }, body };
    tell(this);
    return !this.#paused;
  }

  onData(chunk: Buffer): boolean {
    this.#body?.push(chunk);
    return !this.#paused;
  }

  onComplete(): void {
    this.#departure.whenLeft(undefined);
    this.#body?.end();
    // INVARIANT: the last thing done here. A request sent before undici is done with this answer would be one behind the other.
    this.#connections.give(this.#client);
  }

  onError(error: Error): void {
    this.#departure.whenLeft(undefined);
    this.#connections.drop(this.#client);
    if (this.#body) this.#body.fail();
    else {
      this.#answer = { answer: { failure: failureOf(error) } };
      tell(this);
    }
  }

  tell(): void {
    if (this.#answer) this.#settle(this.#answer);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#goOn?.();
  }

  abort(): void {
    this.#breakOff?.(new Error('nobody waits for the answer'));
  }
}

const tell = atTurnsEnd<ResponseHandler>((handler) => handler.tell());

/** Headers about one connection only (RFC 9110, section 7.6.1), and those that the pool writes itself. */
export const isHopByHop = nameTest([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'http2-settings',
]);

const isContentLength = nameTest(['content-length']);

function requestHeaders(headers: Headers, { whole, declaredBytes }: IncomingBody): string[] {
  const flat: string[] = [];
  for (const header of headers) {
    if (!isContentLength(header[0]) && !isHopByHop(header[0])) flat.push(header[0], header[1]);
  }
  // undici counts bytes itself; of a stream it has to be told.
  const isStream = whole !== undefined && !(whole instanceof Uint8Array);
  if (isStream && declaredBytes !== undefined) flat.push('Content-Length', String(declaredBytes));
  return flat;
}

function responseHeaders(raw: readonly Buffer[]): Headers {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([textOf(raw[at]), textOf(raw[at + 1])]);
  return headers;
}

const textOf = (piece: Buffer | undefined): string => piece?.toString('latin1') ?? '';

const FAILURES: { readonly [code: string]: CallFailure } = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_SOCKET: 'reset',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_ABORTED: 'reset',
};

/** Why no answer came, from the code of what was thrown. */
export function failureOf(error: unknown): CallFailure {
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  if (error instanceof errors.HTTPParserError) return 'malformed';
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = FAILURES[code];
  if (known) return known;
  if (/^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(code)) return 'tls';
  return code.startsWith('UND_ERR_') ? 'malformed' : 'reset';
}
