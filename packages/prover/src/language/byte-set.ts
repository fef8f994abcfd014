/** A set of bytes: `has[b]` is 1 where the byte belongs to it. */
export type ByteTable = Uint8Array;

export const byteTable = (has: (byte: number) => boolean): ByteTable => {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) table[byte] = has(byte) ? 1 : 0;
  return table;
};

const isUpper = (byte: number): boolean => byte >= 65 && byte <= 90;
const isLower = (byte: number): boolean => byte >= 97 && byte <= 122;

/** ASCII letters only: AWS documents no other folding. */
export const lowerByte = (byte: number): number => (isUpper(byte) ? byte + 32 : byte);
export const upperByte = (byte: number): number => (isLower(byte) ? byte - 32 : byte);

/** The same set without regard to the case of ASCII letters. */
export const foldedTable = (table: ByteTable): ByteTable =>
  byteTable((byte) => table[lowerByte(byte)] === 1 || table[upperByte(byte)] === 1 || table[byte] === 1);
