import { randomFillSync } from 'node:crypto';

const BYTES = 40;
/** Two bytes of zeros behind each id's random ones: 42 bytes are 56 letters of base64 to the letter, so that ids begin at letters. */
const STRIDE = 42;
const LETTERS = 56;
const IDS = 256;
const pool = Buffer.alloc(STRIDE * IDS);
let text = '';
let used = 0;

/** A new id in the shape of CloudFront's: 54 characters and `==`. Random bytes are drawn and spelled for many at once. */
export function newRequestId(): string {
  if (used >= text.length) {
    randomFillSync(pool);
    for (let at = BYTES; at < pool.length; at += STRIDE) pool.fill(0, at, at + STRIDE - BYTES);
    text = pool.toString('base64url');
    used = 0;
  }
  const id = text.slice(used, used + LETTERS - 2);
  used += LETTERS;
  return `${id}==`;
}
