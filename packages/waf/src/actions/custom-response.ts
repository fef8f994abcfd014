import { utf8Bytes } from '@sallyport/http';
import type { CustomResponse } from '../compiled.ts';
import { choice, entries, integer, items, members, type Part, refuse, text } from '../part.ts';
import { MOST_BODIES_BYTES, MOST_BODY_BYTES } from '../quotas.ts';
import { isUnknownValue } from '../unknown-value.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-status-codes.html */
const STATUS_CODES = new Set([
  200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 412, 413, 414,
  415, 416, 421, 429, 500, 501, 502, 503, 504, 505,
]);
const MOST_HEADERS = 10;
const CONTENT_TYPES = {
  TEXT_PLAIN: 'text/plain',
  TEXT_HTML: 'text/html',
  APPLICATION_JSON: 'application/json',
} as const;

/** A CustomResponseBody. */
export interface ResponseContent {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** The CustomResponseBodies of a web ACL or a rule group, by key. */
export function responseBodies(part: Part | undefined): ReadonlyMap<string, ResponseContent> {
  const bodies = new Map<string, ResponseContent>();
  for (const { name, part: body } of entries(part)) {
    if (!/^[\w-]{1,128}$/.test(name)) refuse(body, `the key "${name}"`, 'letters, digits, hyphens and underscores');
    const read = members(body, { required: ['ContentType', 'Content'] });
    const type = choice(read?.ContentType, ['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON']);
    const content = read?.Content && isUnknownValue(read.Content.value) ? '' : text(read?.Content, 1, MOST_BODY_BYTES);
    if (type && content !== undefined) bodies.set(name, { contentType: CONTENT_TYPES[type], body: utf8Bytes(content) });
  }
  const bytes = [...bodies.values()].reduce((sum, { body }) => sum + body.length, 0);
  if (part && bytes > MOST_BODIES_BYTES) refuse(part, `${bytes} bytes together`, `at most ${MOST_BODIES_BYTES}`);
  return bodies;
}

/** What a header's value reads where the sources do not tell it. */
const UNTOLD = '<unknown>';

function headerValue(part: Part | undefined): string | undefined {
  return part && isUnknownValue(part.value) ? UNTOLD : text(part, 1, 255);
}

/** Name and value of custom headers, as written. */
export function customHeaders(part: Part | undefined): readonly (readonly [string, string])[] {
  const seen = new Set<string>();
  return (items(part, 1, MOST_HEADERS) ?? []).flatMap((item) => {
    const header = members(item, { required: ['Name', 'Value'] });
    const name = text(header?.Name, 1, 64);
    const value = headerValue(header?.Value);
    if (name === undefined || value === undefined) return [];
    if (!/^[a-zA-Z0-9._$-]+$/.test(name)) refuse(item, `the header "${name}"`, 'letters, digits and . _ $ -');
    if (seen.has(name.toLowerCase())) refuse(item, `a second header "${name}"`, 'different names');
    seen.add(name.toLowerCase());
    return [[name, value] as const];
  });
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html */
export function customResponse(
  part: Part | undefined,
  bodies: ReadonlyMap<string, ResponseContent>,
): CustomResponse | undefined {
  const read = members(part, { required: ['ResponseCode'], optional: ['CustomResponseBodyKey', 'ResponseHeaders'] });
  const status = integer(read?.ResponseCode, 200, 599);
  const headers = read?.ResponseHeaders ? customHeaders(read.ResponseHeaders) : [];
  const key = text(read?.CustomResponseBodyKey, 1, 128);
  if (status === undefined || !read) return undefined;
  if (!STATUS_CODES.has(status) && read.ResponseCode)
    return refuse(read.ResponseCode, String(status), 'a status code that AWS WAF supports');
  if (read.ResponseHeaders && headers.some(([name]) => name.toLowerCase() === 'content-type'))
    return refuse(read.ResponseHeaders, 'the header content-type', 'it in the ContentType of a CustomResponseBody');
  const content = key === undefined ? undefined : bodies.get(key);
  if (key !== undefined && !content && read.CustomResponseBodyKey)
    return refuse(read.CustomResponseBodyKey, `"${key}"`, 'a key of CustomResponseBodies');
  return content
    ? { status, headers, body: content.body, contentType: content.contentType }
    : { status, headers, body: new Uint8Array(0) };
}
