import { sha256 } from '../transformations/sha256.ts';

const BLOCK_BYTES = 64;

const masked = (block: string, mask: number): string =>
  String.fromCharCode(...Array.from(block, (byte) => byte.charCodeAt(0) ^ mask));

/** HMAC with SHA-256 (RFC 2104) of a byte string, under a byte string: 32 bytes. */
export function hmacSha256(key: string, text: string): string {
  const block = (key.length > BLOCK_BYTES ? sha256(key) : key).padEnd(BLOCK_BYTES, '\0');
  return sha256(masked(block, 0x5c) + sha256(masked(block, 0x36) + text));
}
