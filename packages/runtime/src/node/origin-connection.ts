import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { CallFailure } from '@sallyport/gates';
import { failureOf } from './origin-failure.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { sendStream } from './outgoing-stream.ts';
import type { ResponseHead } from './response-head.ts';
import { type ResponseListener, ResponseReader } from './response-reader.ts';

/** Where an origin listens. */
export interface OriginAddress {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The name in the TLS handshake, where it is not the host. */
  readonly serverName: string | undefined;
}

/** How long to wait, in milliseconds: for the connection, and for each next sign of a response. */
export interface Patience {
  readonly connectMilliseconds: number;
  readonly responseMilliseconds: number;
}

/** Hears of one exchange: a head, data, and in the end one of the other two. */
export interface ExchangeListener extends ResponseListener {
  onEnd(): void;
  onFailure(failure: CallFailure): void;
  /** All that came at once has been told. */
  onPause(): void;
}

/** What a connection tells its pool. */
export interface ConnectionListener {
  readonly onIdle: (connection: OriginConnection) => void;
  readonly onClosed: (connection: OriginConnection) => void;
}

/** An idle connection is closed after this long, unless the server says how long it keeps it. */
const IDLE_MILLISECONDS = 4000;

/** All plain connections read into the same bytes: each chunk has been dealt with before the next one is read. */
const INBOX = Buffer.allocUnsafeSlow(65_536);

interface Exchange {
  readonly reader: ResponseReader;
  readonly listener: ExchangeListener;
  readonly responseMilliseconds: number;
  /** Stops the request's body; undefined once all of it is sent. */
  stopSending: (() => void) | undefined;
}

/** A keep-alive connection to an origin, for one request at a time. */
export class OriginConnection {
  readonly #socket: Socket;
  readonly #listener: ConnectionListener;
  #exchange: Exchange | undefined;
  #isConnected = false;
  #isPaused = false;
  /** When waiting ends, on the clock of `performance.now`. */
  #due: number;

  constructor(address: OriginAddress, { connectMilliseconds }: Patience, listener: ConnectionListener) {
    this.#listener = listener;
    this.#due = performance.now() + connectMilliseconds;
    this.#socket = openSocket(address, (bytes) => this.#read(bytes));
    this.#socket
      .on(address.secure ? 'secureConnect' : 'connect', () => this.#connected())
      .on('end', () => this.#ended())
      .on('error', (error) => this.#fail(failureOf(error)))
      .on('close', () => {
        this.#fail('reset');
        listener.onClosed(this);
      });
  }

  /** Sends a request; the connection must be new or idle. */
  send(request: OutgoingRequest, { responseMilliseconds }: Patience, listener: ExchangeListener): void {
    const reader = new ResponseReader(request.method, listener);
    const exchange: Exchange = {
      reader,
      listener,
      responseMilliseconds,
      stopSending: undefined,
    };
    this.#exchange = exchange;
    if (this.#isConnected) this.#wait(responseMilliseconds);
    this.#write(request, exchange);
  }

  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#exchange) this.#wait(this.#exchange.responseMilliseconds);
    this.#socket.resume();
  }

  /** Ends it: an exchange on the way fails. */
  abort(failure: CallFailure = 'reset'): void {
    this.#fail(failure);
    this.#socket.destroy();
  }

  /** Ends it if it has been waited for too long. */
  check(now: number): void {
    if (now >= this.#due && !this.#isPaused) this.abort('timeout');
  }

  #wait(milliseconds: number): void {
    this.#due = performance.now() + milliseconds;
  }

  #connected(): void {
    this.#isConnected = true;
    this.#wait(this.#exchange?.responseMilliseconds ?? IDLE_MILLISECONDS);
  }

  #write({ head, body, isChunked }: OutgoingRequest, exchange: Exchange): void {
    if (body instanceof Readable) {
      this.#socket.write(head, 'latin1');
      const onProgress = () => this.#isConnected && this.#wait(exchange.responseMilliseconds);
      exchange.stopSending = sendStream(body, this.#socket, isChunked, onProgress, (isWhole) => {
        exchange.stopSending = undefined;
        if (!isWhole) this.abort();
      });
    } else if (body === undefined) this.#socket.write(head, 'latin1');
    else {
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      this.#socket.write(body);
      this.#socket.uncork();
    }
  }

  #read(bytes: Buffer): void {
    const exchange = this.#exchange;
    // Whatever comes unasked for belongs to no request (RFC 9112, section 9.2).
    if (!exchange) {
      this.#socket.destroy();
      return;
    }
    const read = exchange.reader.read(bytes);
    if (typeof read === 'string') {
      this.abort(read);
      return;
    }
    if (exchange.reader.isComplete) this.#complete(exchange, read === bytes.length);
    else if (exchange.reader.head) this.#wait(exchange.responseMilliseconds);
    exchange.listener.onPause();
  }

  /** The response is there; another request may follow if nothing is left over of this one. */
  #complete({ stopSending, reader, listener }: Exchange, isClean: boolean): void {
    this.#exchange = undefined;
    stopSending?.();
    listener.onEnd();
    const idle = idleMilliseconds(reader.head);
    if (isClean && stopSending === undefined && idle > 0) {
      this.resume();
      this.#wait(idle);
      this.#listener.onIdle(this);
    } else this.#socket.destroy();
  }

  /** The server has closed its side, which may be how it ends a response. */
  #ended(): void {
    const exchange = this.#exchange;
    if (!exchange?.reader.close()) {
      this.abort();
      return;
    }
    this.#complete(exchange, false);
    exchange.listener.onPause();
  }

  #fail(failure: CallFailure): void {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = undefined;
    exchange.stopSending?.();
    exchange.listener.onFailure(failure);
  }
}

/** How long the connection may be kept for the next request: a second less than the server says. */
function idleMilliseconds(head: ResponseHead | undefined): number {
  if (!head?.persists) return 0;
  return head.idleSeconds === undefined ? IDLE_MILLISECONDS : (head.idleSeconds - 1) * 1000;
}

function openSocket({ secure, host, port, serverName }: OriginAddress, onBytes: (bytes: Buffer) => void): Socket {
  if (secure) {
    const name = serverName ?? host;
    const servername = isIP(name) === 0 ? name : '';
    return connectTls({ host, port, servername, ALPNProtocols: ['http/1.1'] })
      .setNoDelay()
      .on('data', onBytes);
  }
  const callback = (length: number): boolean => {
    onBytes(INBOX.subarray(0, length));
    return true;
  };
  return connectTcp({ host, port, noDelay: true, onread: { buffer: INBOX, callback } });
}
