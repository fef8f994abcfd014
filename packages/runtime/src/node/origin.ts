import { Readable } from 'node:stream';
import type { CallFailure, CallLimits, Traveller } from '@sallyport/gates';
import { type Headers, nameTest } from '@sallyport/http';
import { Agent, type Dispatcher, errors } from 'undici';
import type { CallAnswer } from '../world.ts';
import { chunksOf, type IncomingBody } from './body.ts';
import type { Departure } from './departure.ts';
import { OriginBody, type Valve } from './origin-body.ts';

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

/** The head of an origin's response may be this long, in bytes; what is longer fails as `too-large`. Approximated. */
const MAXIMUM_HEAD = 65_536;

export function createOrigins(): Origins {
  const agents = new Map<number, Agent>();
  const agentFor = (timeout: number): Agent => {
    const agent =
      agents.get(timeout) ?? new Agent({ connect: { timeout }, maxHeaderSize: MAXIMUM_HEAD, pipelining: 1 });
    agents.set(timeout, agent);
    return agent;
  };
  return {
    call: (base, request, body, limits, departure, settle) => {
      const agent = agentFor(limits.connectMilliseconds);
      attempt({ agent, base, request, body, limits, departure }, limits.attempts, settle);
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

interface OriginCall {
  readonly agent: Agent;
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

function dispatch({ agent, base, request, body, limits, departure }: OriginCall, settle: Settle): void {
  const handler = new ResponseHandler(settle, departure);
  const options: Dispatcher.DispatchOptions & { servername: string | undefined } = {
    origin: base,
    path: request.target,
    method: request.method,
    headers: requestHeaders(request.headers, body),
    body: bodyOption(body),
    headersTimeout: limits.responseMilliseconds,
    bodyTimeout: limits.responseMilliseconds,
    servername: request.connection.tls?.serverName,
  };
  try {
    agent.dispatch(options, handler);
  } catch (error) {
    handler.fail(error);
  }
}

function bodyOption({ whole }: IncomingBody): Uint8Array | Readable | null {
  if (whole === undefined || whole instanceof Uint8Array) return whole ?? null;
  return Readable.from(chunksOf(whole));
}

/** Listens to one request of the pool, and is the valve of the body that comes. */
class ResponseHandler implements Dispatcher.DispatchHandler, Valve {
  readonly #settle: Settle;
  readonly #departure: Departure;
  #controller: Dispatcher.DispatchController | undefined;
  #body: OriginBody | undefined;
  #settled = false;

  constructor(settle: Settle, departure: Departure) {
    this.#settle = settle;
    this.#departure = departure;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#departure.left) controller.abort(new Error('the client left'));
    else this.#departure.whenLeft(() => this.abort());
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    const body = new OriginBody(this);
    this.#body = body;
    const headers = responseHeaders(controller.rawHeaders);
    this.#tell({ answer: { response: { status, headers, body: { kind: 'stream' } } }, body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#departure.whenLeft(undefined);
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    this.#departure.whenLeft(undefined);
    this.#body?.fail();
    if (!this.#settled) this.#tell({ answer: { failure: failureOf(error) } });
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    this.#controller?.abort(new Error('nobody waits for the answer'));
  }

  /** Not before all that came at once has been read: head and body go to the viewer together. */
  #tell(answer: OriginAnswer): void {
    this.#settled = true;
    queueMicrotask(() => this.#settle(answer));
  }
}

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

function responseHeaders(raw: Dispatcher.DispatchController['rawHeaders']): Headers {
  if (!Array.isArray(raw)) return [];
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([textOf(raw[at]), textOf(raw[at + 1])]);
  return headers;
}

const textOf = (piece: Buffer | string | undefined): string =>
  typeof piece === 'string' ? piece : (piece?.toString('latin1') ?? '');

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
