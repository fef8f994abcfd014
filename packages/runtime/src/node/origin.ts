import { Readable } from 'node:stream';
import type { CallFailure, CallLimits, Traveller } from '@sallyport/gates';
import type { Headers } from '@sallyport/http';
import { Agent, type Dispatcher, errors } from 'undici';
import type { CallAnswer } from '../world.ts';
import { chunksOf, type IncomingBody } from './body.ts';
import type { Departure } from './departure.ts';
import { OriginBody } from './origin-body.ts';

/** What came of a call to a server, with the body that only the rim holds. */
export interface OriginAnswer {
  readonly answer: CallAnswer;
  readonly body?: OriginBody;
}

/** A pool of keep-alive connections to origins. */
export interface Origins {
  readonly call: (
    base: string,
    request: Traveller,
    body: IncomingBody,
    limits: CallLimits,
    departure: Departure,
  ) => Promise<OriginAnswer>;
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
    call: (base, request, body, limits, departure) =>
      limits.attempts > 1
        ? callWithAttempts(agentFor(limits.connectMilliseconds), base, request, body, limits, departure)
        : dispatch(agentFor(limits.connectMilliseconds), base, request, body, limits, departure),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

/**
 * Connecting is tried again for every request, waiting for an answer only for GET and HEAD.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
async function callWithAttempts(
  agent: Agent,
  base: string,
  request: Traveller,
  body: IncomingBody,
  limits: CallLimits,
  departure: Departure,
): Promise<OriginAnswer> {
  let result = await dispatch(agent, base, request, body, limits, departure);
  for (let attempt = 1; attempt < limits.attempts && !departure.left; attempt++) {
    if (!('failure' in result.answer) || !mayTryAgain(result.answer.failure, request, body)) break;
    result = await dispatch(agent, base, request, body, limits, departure);
  }
  return result;
}

function mayTryAgain(failure: CallFailure, { method }: Traveller, { whole }: IncomingBody): boolean {
  if (whole !== undefined && !(whole instanceof Uint8Array)) return false;
  if (failure === 'refused') return true;
  return (failure === 'reset' || failure === 'timeout') && (method === 'GET' || method === 'HEAD');
}

function dispatch(
  agent: Agent,
  base: string,
  request: Traveller,
  body: IncomingBody,
  limits: CallLimits,
  departure: Departure,
): Promise<OriginAnswer> {
  return new Promise((resolve) => {
    const handler = new ResponseHandler(resolve, departure);
    const serverName = request.connection.tls?.serverName;
    const options: Dispatcher.DispatchOptions & { servername?: string } = {
      origin: base,
      path: request.target,
      method: request.method,
      headers: requestHeaders(request.headers, body),
      ...bodyOption(body),
      headersTimeout: limits.responseMilliseconds,
      bodyTimeout: limits.responseMilliseconds,
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
    try {
      agent.dispatch(options, handler);
    } catch (error) {
      handler.fail(error);
    }
  });
}

function bodyOption({ whole }: IncomingBody): Pick<Dispatcher.DispatchOptions, 'body'> {
  if (whole === undefined || whole instanceof Uint8Array) return { body: whole ?? null };
  return { body: Readable.from(chunksOf(whole)) };
}

class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: OriginAnswer) => void;
  readonly #departure: Departure;
  #controller: Dispatcher.DispatchController | undefined;
  #body: OriginBody | undefined;

  constructor(resolve: (answer: OriginAnswer) => void, departure: Departure) {
    this.#resolve = resolve;
    this.#departure = departure;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#departure.left) controller.abort(new Error('the client left'));
    else this.#departure.whenLeft(this.#abort);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    const body = new OriginBody({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abort: this.#abort,
    });
    this.#body = body;
    const headers = responseHeaders(controller.rawHeaders);
    this.#resolve({ answer: { response: { status, headers, body: { kind: 'stream' } } }, body });
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
    this.#resolve({ answer: { failure: failureOf(error) } });
  }

  readonly #abort = (): void => {
    this.#controller?.abort(new Error('nobody waits for the answer'));
  };
}

/** Headers about one connection only (RFC 9110, section 7.6.1), and those that the pool writes itself. */
const HOP_BY_HOP = new Set([
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

export const isHopByHop = (name: string): boolean => HOP_BY_HOP.has(name.toLowerCase());

function requestHeaders(headers: Headers, { whole, declaredBytes }: IncomingBody): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower !== 'content-length' && !HOP_BY_HOP.has(lower)) flat.push(name, value);
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
