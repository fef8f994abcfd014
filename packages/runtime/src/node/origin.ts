import type { CallFailure, CallLimits, Traveller } from '@sallyport/gates';
import type { CallAnswer } from '../world.ts';
import type { IncomingBody } from './body.ts';
import type { Departure } from './departure.ts';
import { OriginBody, type Valve } from './origin-body.ts';
import type { ExchangeListener, OriginAddress, OriginConnection } from './origin-connection.ts';
import { createOriginPool, type OriginPool } from './origin-pool.ts';
import { type OutgoingRequest, outgoingRequest } from './outgoing-request.ts';
import type { ResponseHead } from './response-head.ts';

/** What came of a call to a server, with the body that only the rim holds. */
export interface OriginAnswer {
  readonly answer: CallAnswer;
  readonly body?: OriginBody;
}

export type Settle = (answer: OriginAnswer) => void;

/** Servers behind the gates, over keep-alive connections. */
export interface Origins {
  readonly call: (
    base: string,
    request: Traveller,
    body: IncomingBody,
    limits: CallLimits,
    departure: Departure,
    settle: Settle,
  ) => void;
  readonly close: () => void;
}

export function createOrigins(): Origins {
  const pool = createOriginPool();
  const addresses = new Map<string, OriginAddress | undefined>();
  const addressFor = (base: string, serverName: string | undefined): OriginAddress | undefined => {
    const name = serverName !== undefined && base.startsWith('https:') ? `${base} ${serverName}` : base;
    if (!addresses.has(name)) addresses.set(name, addressOf(base, serverName));
    return addresses.get(name);
  };
  return {
    call: (base, request, body, limits, departure, settle) => {
      const address = addressFor(base, request.connection.tls?.serverName);
      const outgoing = outgoingRequest(request, body);
      if (!address || !outgoing) settle({ answer: { failure: 'malformed' } });
      else attempt({ pool, address, outgoing, limits, departure }, limits.attempts, settle);
    },
    close: pool.close,
  };
}

/** Undefined where the text is no URL of a server. */
function addressOf(base: string, serverName: string | undefined): OriginAddress | undefined {
  if (!URL.canParse(base)) return undefined;
  const { protocol, hostname, port } = new URL(base);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return { secure, host, port: port === '' ? (secure ? 443 : 80) : Number(port), serverName };
}

interface OriginCall {
  readonly pool: OriginPool;
  readonly address: OriginAddress;
  readonly outgoing: OutgoingRequest;
  readonly limits: CallLimits;
  readonly departure: Departure;
}

/**
 * Connecting is tried again for every request, waiting for an answer only for GET and HEAD.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
function attempt(call: OriginCall, attempts: number, settle: Settle): void {
  new OriginExchange(call.departure, (result) => {
    const { answer } = result;
    const again = attempts > 1 && !call.departure.left && 'failure' in answer && mayTryAgain(answer.failure, call);
    if (again) attempt(call, attempts - 1, settle);
    else settle(result);
  }).begin(call);
}

function mayTryAgain(failure: CallFailure, { outgoing: { method, body } }: OriginCall): boolean {
  if (body !== undefined && !(body instanceof Uint8Array)) return false;
  if (failure === 'refused') return true;
  return (failure === 'reset' || failure === 'timeout') && (method === 'GET' || method === 'HEAD');
}

/** One request and its response; the valve of the body that comes. */
class OriginExchange implements ExchangeListener, Valve {
  readonly #settle: Settle;
  readonly #departure: Departure;
  #connection: OriginConnection | undefined;
  #head: ResponseHead | undefined;
  #body: OriginBody | undefined;
  #isSettled = false;

  constructor(departure: Departure, settle: Settle) {
    this.#departure = departure;
    this.#settle = settle;
  }

  begin({ pool, address, outgoing, limits }: OriginCall): void {
    if (this.#departure.left) {
      this.onFailure('reset');
      return;
    }
    this.#departure.whenLeft(() => this.abort());
    this.#connection = pool.connection(address, limits);
    this.#connection.send(outgoing, limits, this);
  }

  onHead(head: ResponseHead): void {
    this.#head = head;
    this.#body = new OriginBody(this);
  }

  onData(data: Buffer): void {
    this.#body?.push(Buffer.from(data));
  }

  onEnd(): void {
    this.#departure.whenLeft(undefined);
    this.#connection = undefined;
    this.#body?.end();
  }

  onFailure(failure: CallFailure): void {
    this.#departure.whenLeft(undefined);
    this.#connection = undefined;
    this.#body?.fail();
    if (!this.#isSettled) this.#tell({ answer: { failure } });
  }

  /** The head is passed on with all of the body that came in the same packet, so that the viewer gets them in one, too. */
  onPause(): void {
    if (this.#isSettled || !this.#head || !this.#body) return;
    const { status, headers } = this.#head;
    this.#tell({ answer: { response: { status, headers, body: { kind: 'stream' } } }, body: this.#body });
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
  }

  abort(): void {
    this.#connection?.abort();
  }

  #tell(answer: OriginAnswer): void {
    this.#isSettled = true;
    this.#settle(answer);
  }
}
