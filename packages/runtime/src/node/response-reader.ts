import type { CallFailure } from '@sallyport/gates';
import { ChunkedBody, type DataListener } from './chunked-body.ts';
import { type BodyLength, type ResponseHead, readResponseHead } from './response-head.ts';

/** The head of an origin's response may be this long, in bytes; what is longer fails as `too-large`. Approximated. */
const MAXIMUM_HEAD = 65_536;
const END_OF_HEAD = '\r\n\r\n';

/** Hears what is read of one response. `data` is only lent: who keeps it copies it. */
export interface ResponseListener extends DataListener {
  onHead(head: ResponseHead): void;
}

/** Reads the response to one request out of the bytes that a server sends (RFC 9112). Interim responses are passed over. */
export class ResponseReader {
  readonly #method: string;
  readonly #listener: ResponseListener;
  #unread: Buffer | undefined;
  #head: ResponseHead | undefined;
  #expects: 'head' | BodyLength = 'head';
  #chunks: ChunkedBody | undefined;

  constructor(method: string, listener: ResponseListener) {
    this.#method = method;
    this.#listener = listener;
  }

  get head(): ResponseHead | undefined {
    return this.#head;
  }

  /** The response has come with its last byte. */
  get isComplete(): boolean {
    return this.#expects === 0;
  }

  /** No further byte comes; says whether the response is complete so. */
  close(): boolean {
    if (this.#expects === 'until-close') this.#expects = 0;
    return this.isComplete;
  }

  /** Reads on; says how many bytes belonged to the response, or why it is none. */
  read(bytes: Buffer): number | CallFailure {
    let at = 0;
    while (at < bytes.length && !this.isComplete) {
      const next = this.#readFrom(bytes, at);
      if (typeof next === 'string') return next;
      at = next;
    }
    return at;
  }

  #readFrom(bytes: Buffer, at: number): number | CallFailure {
    if (this.#expects === 'head') return this.#readHead(at === 0 ? bytes : bytes.subarray(at), at);
    if (this.#expects === 'chunks') return this.#readChunks(bytes, at);
    const to = this.#expects === 'until-close' ? bytes.length : Math.min(bytes.length, at + this.#expects);
    this.#listener.onData(at === 0 && to === bytes.length ? bytes : bytes.subarray(at, to));
    if (this.#expects !== 'until-close') this.#expects -= to - at;
    return to;
  }

  #readChunks(bytes: Buffer, at: number): number | CallFailure {
    this.#chunks ??= new ChunkedBody();
    const next = this.#chunks.read(bytes, at, this.#listener);
    if (this.#chunks.isComplete) this.#expects = 0;
    return next;
  }

  /** `before` bytes of the chunk were read already. */
  #readHead(bytes: Buffer, before: number): number | CallFailure {
    const known = this.#unread?.length ?? 0;
    const all = this.#unread ? Buffer.concat([this.#unread, bytes]) : bytes;
    const end = all.indexOf(END_OF_HEAD, Math.max(0, known - END_OF_HEAD.length), 'latin1');
    if ((end < 0 ? all.length : end) > MAXIMUM_HEAD) return 'too-large';
    if (end < 0) {
      // What is lent has to be copied; `concat` has done that already.
      this.#unread = this.#unread ? all : Buffer.from(all);
      return before + bytes.length;
    }
    this.#unread = undefined;
    const head = readResponseHead(all.toString('latin1', 0, end), this.#method);
    if (head === 'malformed' || head.status === 101) return 'malformed';
    if (head.status >= 200) {
      this.#head = head;
      this.#expects = head.length;
      this.#listener.onHead(head);
    }
    return before + end + END_OF_HEAD.length - known;
  }
}
