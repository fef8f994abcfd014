import { randomFillSync } from 'node:crypto';

const BYTES = 40;
const pool = Buffer.alloc(BYTES * 256);
let used = pool.length;

/** A new id in the shape of CloudFront's: 54 characters and `==`. Random bytes are drawn for many at once. */
export function newRequestId(): string {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = pool.toString('base64url', used, used + BYTES);
  used += BYTES;
  return `${id}==`;
}
