import { decodeSextets } from '../base64.ts';

/**
 * Decodes base64 up to the first character that is none. AWS does not say what becomes of a text that is not base64
 * (approximated: what was decoded until then is kept, as ModSecurity does).
 */
export const base64Decode = (text: string): string => decodeSextets(/^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? '');

/** Decodes base64 and passes over all other characters. */
export const base64DecodeExt = (text: string): string => decodeSextets(text);
