import type { Readable } from 'node:stream';
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

/** Reads at least the first `bytes` bytes of a body, or all of it; the rest stays in the stream. */
export async function openBody(stream: Readable, bytes: number, declared: number | undefined): Promise<IncomingBody> {
  if (bytes === 0)
    return { known: { bytes: new Uint8Array(0), complete: false }, whole: stream, declaredBytes: declared };
  const { chunk, ended } = await readAtLeast(stream, bytes);
  if (ended) return { known: { bytes: chunk, complete: true }, whole: chunk, declaredBytes: chunk.length };
  stream.unshift(chunk);
  return { known: { bytes: chunk.subarray(0, bytes), complete: false }, whole: stream, declaredBytes: declared };
}

/** The whole body, or `too-large` where it has more than `limit` bytes. */
export async function readWhole(body: IncomingBody, limit: number): Promise<Uint8Array | 'too-large'> {
  const { whole } = body;
  if (whole === undefined) return new Uint8Array(0);
  if (whole instanceof Uint8Array) return whole.length > limit ? 'too-large' : whole;
  if ((body.declaredBytes ?? 0) > limit) return 'too-large';
  const { chunk, ended } = await readAtLeast(whole, limit + 1);
  return ended && chunk.length <= limit ? chunk : 'too-large';
}

/** The stream's chunks; leaving early does not destroy it, since a response may still go the other way. */
export async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk;
}

function readAtLeast(stream: Readable, bytes: number): Promise<{ chunk: Buffer; ended: boolean }> {
  const { promise, resolve, reject } = deferred<{ chunk: Buffer; ended: boolean }>();
  const chunks: Buffer[] = [];
  let length = 0;
  const settle = (ended: boolean) => {
    stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    stream.pause();
    resolve({ chunk: Buffer.concat(chunks), ended });
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) settle(false);
  };
  const onEnd = () => settle(true);
  const onError = (error: Error) => reject(error);
  const onClose = () => reject(new Error('the client left in the middle of the body'));
  stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  return promise;
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
