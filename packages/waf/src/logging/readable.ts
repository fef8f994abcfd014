/** A byte string as JSON carries it: read as UTF-8 where it is that, byte for byte where not. AWS does not say which. */
export function readable(bytes: string): string {
  if (!/[^\x00-\x7f]/.test(bytes)) return bytes;
  const escaped = bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  try {
    return decodeURIComponent(escaped);
  } catch {
    return bytes;
  }
}
