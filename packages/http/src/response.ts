import type { Headers } from './headers.ts';

/**
 * What is sent after a response's head: bytes that are known, or the stream that came with the answer of a call, which
 * only the rim holds.
 */
export type ResponseBody = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'stream' };

/** A response: status, headers in order, and its body. */
export interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ResponseBody;
}
