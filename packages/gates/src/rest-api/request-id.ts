/**
 * The id that API Gateway gives a request: a UUID, as `x-amzn-RequestId` and `$context.requestId` have it. Here it depends on
 * the id of the whole request alone, so that logs, events and answers agree; AWS's two ids have nothing in common.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function apiRequestId(requestId: string): string {
  const [a, b, c, d] = SEEDS.map((seed) => hexOf(requestId, seed));
  const variant = '89ab'.charAt(Number.parseInt(c?.charAt(0) ?? '0', 16) & 3);
  return `${a}-${b?.slice(0, 4)}-4${b?.slice(5)}-${variant}${c?.slice(1, 4)}-${c?.slice(4)}${d}`;
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

/** Eight hexadecimal digits that depend on every letter of a text. */
function hexOf(text: string, seed: number): string {
  let state: number = seed;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return ((state ^ (state >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
