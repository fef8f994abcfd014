import { utf8 } from '@sallyport/http';
import { md5 } from './transformations/md5.ts';

/** In the form of the ids that AWS gives out, and the same for the same text in every run: ids are told by AWS alone. */
export function derivedId(text: string): string {
  const hex = Array.from(md5(utf8(text)), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
