import { Readable } from 'node:stream';
import { type Body, NO_BODY } from '@sallyport/http';

/** The body of a request: what is known of it, and where the whole of it can be had from. */
export interface IncomingBody {
  readonly known: Body;
  /** The whole body in order, once: bytes, or a stream that begins with what is known. Undefined where there is none. */
  readonly whole: Uint8Array | Readable | undefined;
  /** As the client declared it. */
  readonly declaredBytes: number | undefined;
}

export const EMPTY_BODY: IncomingBody = { known: NO_BODY, whole: undefined, declaredBytes: undefined };

type Opened = (body: IncomingBody) => void;
type Failed = (error: Error) => void;

/**
 * Reads at least the first `bytes` bytes of a body, or all of it; the rest stays in the stream. A short body mostly comes with the
 * head: then all of it is there already, and nothing has to be listened to.
 */
export function openBody(
  stream: Readable,
  bytes: number,
  declared: number | undefined,
  opened: Opened,
  failed: Failed,
): void {
  if (stream.readableLength === declared) opened(atHand(stream, bytes));
  else if (bytes === 0) opened({ known: knownOf(NOTHING, 0), whole: stream, declaredBytes: declared });
  else collect(stream, bytes, (collected) => opened(bodyOf(collected, stream, bytes, declared)), failed);
}

function bodyOf(
  { chunk, ended }: Collected,
  stream: Readable,
  bytes: number,
  declared: number | undefined,
): IncomingBody {
  if (ended) return { known: { bytes: chunk, complete: true }, whole: chunk, declaredBytes: chunk.length };
  stream.unshift(chunk);
  return { known: knownOf(chunk, bytes), whole: stream, declaredBytes: declared };
}

const NOTHING = Buffer.alloc(0);

/** The beginning of a body of which more is there, or may be. */
const knownOf = (chunk: Buffer, bytes: number): Body => ({ bytes: chunk.subarray(0, bytes), complete: false });

function atHand(stream: Readable, bytes: number): IncomingBody {
  const read: unknown = stream.read();
  const chunk = read instanceof Buffer ? read : NOTHING;
  // It has only its end left, which is told to whoever reads on.
  stream.resume();
  const known: Body = chunk.length < bytes ? { bytes: chunk, complete: true } : knownOf(chunk, bytes);
  return { known, whole: chunk, declaredBytes: chunk.length };
}

/** The whole body, or `too-large` where it has more than `limit` bytes. */
export async function readWhole(body: IncomingBody, limit: number): Promise<Uint8Array | 'too-large'> {
  const { whole } = body;
  if (whole === undefined) return new Uint8Array(0);
  if (whole instanceof Uint8Array) return whole.length > limit ? 'too-large' : whole;
  if ((body.declaredBytes ?? 0) > limit) return 'too-large';
  const { chunk, ended } = await new Promise<Collected>((resolve, reject) =>
    collect(whole, limit + 1, resolve, reject),
  );
  return ended && chunk.length <= limit ? chunk : 'too-large';
}

/** How many bytes the body has. */
export async function countBytes({ whole, known }: IncomingBody): Promise<number> {
  if (whole === undefined || whole instanceof Uint8Array) return whole?.length ?? known.bytes.length;
  let bytes = 0;
  for await (const chunk of whole) bytes += chunk.length;
  return bytes;
}

interface Collected {
  readonly chunk: Buffer;
  readonly ended: boolean;
}

/** Takes chunks off a stream until there are so many bytes, or it ends. */
function collect(stream: Readable, bytes: number, done: (collected: Collected) => void, failed: Failed): void {
  if (stream.destroyed) {
    failed(leftError());
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const leave = () => stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose).pause();
  const settle = (ended: boolean) => {
    leave();
    done({ chunk: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), ended });
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) settle(false);
  };
  const onEnd = () => settle(true);
  const onError = (error: Error) => {
    leave();
    failed(error);
  };
  const onClose = () => onError(leftError());
  stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
}

const leftError = (): Error => new Error('the client left in the middle of the body');

/**
 * The chunks of a request's body on their way to an origin, with back-pressure. Whoever ends it does not end the request, since an
 * answer may still go the other way.
 */
export class Upload extends Readable {
  readonly #source: Readable;
  #flows = false;

  constructor(source: Readable) {
    super();
    this.#source = source;
  }

  override _read(): void {
    if (!this.#flows) {
      this.#flows = true;
      this.#source
        .on('data', this.#onData)
        .on('end', this.#onEnd)
        .on('error', this.#onError)
        .on('close', this.#onClose);
    }
    this.#source.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const source = this.#source.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError);
    source.off('close', this.#onClose).pause();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#source.pause();
  };
  readonly #onEnd = (): void => {
    // A request closes when it has ended, which may be long before the origin has taken all of it.
    this.#source.off('close', this.#onClose);
    this.push(null);
  };
  readonly #onError = (error: Error): void => void this.destroy(error);
  readonly #onClose = (): void => void this.destroy(leftError());
}
