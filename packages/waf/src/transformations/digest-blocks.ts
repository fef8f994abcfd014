/**
 * The words of a text with the padding of MD5 and SHA-256: 0x80, zeros, and the length in bits in eight bytes. MD5 puts the bytes of
 * a word in little order, SHA-256 in big order.
 */
export function paddedWords(text: string, order: 'little' | 'big'): Int32Array {
  const count = (((text.length + 8) >>> 6) + 1) * 16;
  const words = new Int32Array(count);
  // What a place's shift is turned by: the first byte of a word stands lowest or highest.
  const turn = order === 'little' ? 0 : 24;
  for (let at = 0; at < text.length; at++)
    words[at >> 2] = (words[at >> 2] ?? 0) | ((text.charCodeAt(at) & 0xff) << (((at & 3) << 3) ^ turn));
  const end = text.length;
  words[end >> 2] = (words[end >> 2] ?? 0) | (0x80 << (((end & 3) << 3) ^ turn));
  const [low, high] = order === 'little' ? [count - 2, count - 1] : [count - 1, count - 2];
  words[low] = end << 3;
  words[high] = Math.floor(end / 0x20000000);
  return words;
}
