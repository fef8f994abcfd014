/** The bytes of a text with the padding of MD5 and SHA-256: 0x80, zeros, and the length in bits in eight bytes. */
export function padded(text: string, order: 'little' | 'big'): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length + 9) / 64) * 64);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  bytes[text.length] = 0x80;
  const view = new DataView(bytes.buffer);
  const [low, high] = order === 'little' ? [bytes.length - 8, bytes.length - 4] : [bytes.length - 4, bytes.length - 8];
  view.setUint32(low, (text.length << 3) >>> 0, order === 'little');
  view.setUint32(high, Math.floor(text.length / 0x20000000), order === 'little');
  return bytes;
}

function words(bytes: Uint8Array, little: boolean): Uint32Array {
  const view = new DataView(bytes.buffer);
  const all = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < all.length; at++) all[at] = view.getUint32(at * 4, little);
  return all;
}

export const wordsLittleEndian = (bytes: Uint8Array): Uint32Array => words(bytes, true);
export const wordsBigEndian = (bytes: Uint8Array): Uint32Array => words(bytes, false);
