import { hexadecimal } from '@sallyport/http';

/**
 * The id that API Gateway gives a request: a UUID, as `x-amzn-RequestId` and `$context.requestId` have it. Here it depends on
 * the id of the whole request alone, so that logs, events and answers agree; AWS's two ids have nothing in common.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function apiRequestId(requestId: string): string {
  let a: number = SEEDS[0];
  let b: number = SEEDS[1];
  let c: number = SEEDS[2];
  let d: number = SEEDS[3];
  for (let at = 0; at < requestId.length; at++) {
    const letter = requestId.charCodeAt(at);
    a = Math.imul(a ^ letter, PRIME);
    b = Math.imul(b ^ letter, PRIME);
    c = Math.imul(c ^ letter, PRIME);
    d = Math.imul(d ^ letter, PRIME);
  }
  const middle = hexOf(b);
  const rest = hexOf(c);
  const variant = '89ab'.charAt(Number.parseInt(rest.charAt(0), 16) & 3);
  return `${hexOf(a)}-${middle.slice(0, 4)}-4${middle.slice(5)}-${variant}${rest.slice(1, 4)}-${rest.slice(4)}${hexOf(d)}`;
}

/** A stand-in for `x-amz-apigw-id`: 15 letters that depend on the request's id, and an equals sign. */
export function extendedRequestId(requestId: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let state = 0x811c9dc5;
  let out = '';
  for (let at = 0; out.length < 15; at++) {
    state = Math.imul(state ^ requestId.charCodeAt(at % Math.max(1, requestId.length)), 0x01000193) ^ at;
    out += letters.charAt((state >>> 13) & 63);
  }
  return `${out}=`;
}

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35] as const;

const PRIME = 0x01000193;

/** Eight hexadecimal digits of a state, its bits mixed once more. */
function hexOf(state: number): string {
  const mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return hexadecimal(mixed ^ (mixed >>> 13));
}
