import type { AddedHeader, Cors, ResponseHeadersPolicy } from '@sallyport/architecture';
import { type Headers, headerValue, type Request, withHeader, withoutHeader } from '@sallyport/http';
import type { Facts, ResponseRule } from '../step.ts';

/**
 * A response headers policy at work: it removes headers, then adds those for cross-origin requests, security and its own.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function responseHeaders(policy: ResponseHeadersPolicy): ResponseRule {
  return {
    label: `response headers policy "${policy.name}"`,
    apply: (response, { request, facts }) => {
      const added = [...corsHeaders(policy.cors, request), ...policy.added, ...serverTiming(policy, facts)];
      const kept = policy.removed.reduce(withoutHeader, response.headers);
      return { ...response, headers: added.reduce(addHeader, kept) };
    },
  };
}

const addHeader = (headers: Headers, { name, value, override }: AddedHeader): Headers =>
  override || headerValue(headers, name) === undefined ? withHeader(headers, name, value) : headers;

/** A preflight request gets all of them, another cross-origin request the allowed origin and credentials only. */
function corsHeaders(cors: Cors | undefined, request: Request): readonly AddedHeader[] {
  const origin = headerValue(request.headers, 'origin');
  if (cors === undefined || origin === undefined) return [];
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return [];
  const preflight =
    request.method === 'OPTIONS' && headerValue(request.headers, 'access-control-request-method') !== undefined;
  const all = [
    ['Access-Control-Allow-Origin', allowed],
    ['Vary', allowed === '*' ? '' : 'Origin'],
    ['Access-Control-Allow-Credentials', cors.allowCredentials ? 'true' : ''],
    ...(preflight ? preflightHeaders(cors) : []),
  ] as const;
  return all.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, override: cors.originOverride }]));
}

const preflightHeaders = (cors: Cors): readonly (readonly [string, string])[] => [
  ['Access-Control-Allow-Methods', methods(cors).join(', ')],
  ['Access-Control-Allow-Headers', cors.allowHeaders.join(', ')],
  ['Access-Control-Expose-Headers', cors.exposeHeaders.join(', ')],
  ['Access-Control-Max-Age', cors.maxAgeSeconds === undefined ? '' : String(cors.maxAgeSeconds)],
];

/** `ALL` stands for every method. */
const methods = ({ allowMethods }: Cors): readonly string[] =>
  allowMethods.includes('ALL') ? ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] : allowMethods;

/** `*`, or the request's own origin where the list has it; entries may hold a `*`. */
function allowedOrigin(cors: Cors, origin: string): string | undefined {
  if (cors.allowOrigins.includes('*')) return '*';
  return cors.allowOrigins.some((pattern) => matchesOrigin(pattern, origin)) ? origin : undefined;
}

function matchesOrigin(pattern: string, origin: string): boolean {
  const [head = '', ...tails] = pattern.split('*');
  if (tails.length === 0) return pattern === origin || origin.replace(/^https?:\/\//, '') === pattern;
  const bare = /^https?:/.test(pattern) ? origin : origin.replace(/^https?:\/\//, '');
  const tail = tails.join('*');
  return bare.length >= head.length + tail.length && bare.startsWith(head) && bare.endsWith(tail);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
function serverTiming({ serverTimingPercent }: ResponseHeadersPolicy, facts: Facts): readonly AddedHeader[] {
  if (serverTimingPercent !== 100) return [];
  const value = `cdn-cache-miss,cdn-pop;desc="${facts.pointOfPresence}",cdn-rid;desc="${facts.requestId}"`;
  return [{ name: 'Server-Timing', value, override: false }];
}
