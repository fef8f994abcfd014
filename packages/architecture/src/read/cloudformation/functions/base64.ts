import { utf8 } from '@sallyport/http';
import type { Value } from '../../../value.ts';
import type { Node } from '../node.ts';
import {
  type Call,
  evaluateArgument,
  found,
  isUnknown,
  knownText,
  result,
  unknownResult,
  wrongArguments,
} from './call.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html */
export function base64(argument: Node, call: Call): Value | undefined {
  const value = evaluateArgument(argument, call);
  if (isUnknown(value)) return unknownResult(call, [value]);
  const text = knownText(value);
  return text === undefined ? wrongArguments(call, found(value, argument), 'a text') : result(call, encode(utf8(text)));
}

/** RFC 4648, section 4, of a byte string. */
function encode(bytes: string): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1), bytes.charCodeAt(at + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    out += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63);
    out += Number.isNaN(b) ? '=' : ALPHABET.charAt((bits >> 6) & 63);
    out += Number.isNaN(c) ? '=' : ALPHABET.charAt(bits & 63);
  }
  return out;
}
