import { type Headers, headerValue, joinTarget, type Request, type Response, splitTarget } from '@sallyport/http';
import type { Answer, Facts, WebAclRefusal } from '../step.ts';
import { edgeHeaders, generated, pageAnswer, pageResponse, REASONS, viaValue } from './error-page.ts';

/** 403 for a Host that no distribution has. */
export const UNKNOWN_HOST = pageAnswer(
  403,
  REASONS.badRequest,
  'CloudFront answers 403: no distribution has this Host',
);

/**
 * Plain HTTP goes to HTTPS: 301 for GET and HEAD, 307 for the other methods, so that they stay; 403 for those in HTTP/1.0.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
 */
export const REDIRECT_TO_HTTPS: Answer = {
  label: 'CloudFront redirects to HTTPS',
  respond: (request, facts) => {
    if (request.method === 'GET' || request.method === 'HEAD')
      return redirect(301, '301 Moved Permanently', request, facts);
    if (request.httpVersion === '1.0') return pageResponse(403, REASONS.badRequest, request, facts);
    return redirect(307, '307 Temporary Redirect', request, facts);
  },
};

function redirect(status: number, title: string, request: Request, facts: Facts): Response {
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>CloudFront</center>\r\n</body>\r\n</html>\r\n`;
  const location: Headers = [['Location', httpsLocation(request)]];
  return generated(status, 'text/html', body, 'Redirect from cloudfront', request, facts, location);
}

function httpsLocation(request: Request): string {
  const host = (headerValue(request.headers, 'host') ?? '').replace(/:[0-9]*$/, '');
  return `https://${host}${joinTarget(splitTarget(request.target))}`;
}

const signatureError = (label: string, code: string, message: string): Answer => ({
  label,
  respond: (request, facts) => {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return generated(403, 'text/xml', body, 'Error from cloudfront', request, facts);
  },
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html */
export const MISSING_KEY = signatureError(
  'CloudFront answers 403 MissingKey: neither the URL nor a cookie is signed',
  'MissingKey',
  'Missing Key-Pair-Id query parameter or cookie value',
);
export const ACCESS_DENIED = signatureError(
  'CloudFront answers 403 AccessDenied: the signature is not accepted',
  'AccessDenied',
  'Access denied',
);

/**
 * What a viewer gets that the web ACL refuses: the rule's own response, the page `Request blocked.`, a CAPTCHA (405) or a
 * challenge (202) with `x-amzn-waf-action`, or a price (402).
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
 */
export function refusalAnswer(refusal: WebAclRefusal): Answer {
  const label = `CloudFront answers for the web ACL: ${refusal.action} by "${refusal.terminatingRule}"`;
  return { label, respond: (request, facts) => refusalResponse(refusal, request, facts) };
}

function refusalResponse(refusal: WebAclRefusal, request: Request, facts: Facts): Response {
  if (refusal.response) return customResponse(refusal.response, request, facts);
  switch (refusal.action) {
    case 'BLOCK':
      return pageResponse(403, REASONS.blocked, request, facts);
    case 'CAPTCHA':
      return tokenResponse(405, 'captcha', request, facts);
    case 'CHALLENGE':
      return tokenResponse(202, 'challenge', request, facts);
    case 'MONETIZE':
      return generated(402, 'application/json', '', 'Error from cloudfront', request, facts);
  }
}

/** The interstitial page is AWS's script; its place is left empty here. */
const tokenResponse = (status: number, action: string, request: Request, facts: Facts): Response =>
  generated(status, 'text/html', '', 'Error from cloudfront', request, facts, [['x-amzn-waf-action', action]]);

function customResponse(custom: NonNullable<WebAclRefusal['response']>, request: Request, facts: Facts): Response {
  const type: Headers = custom.contentType === undefined ? [] : [['Content-Type', custom.contentType]];
  const headers: Headers = [
    ['Server', 'CloudFront'],
    ['Date', new Date(facts.now).toUTCString()],
    ...type,
    ['Content-Length', String(custom.body.length)],
    ...custom.headers,
    ['X-Cache', 'Error from cloudfront'],
    ...edgeHeaders(viaValue(request), facts),
  ];
  return { status: custom.status, headers, body: { kind: 'bytes', bytes: custom.body } };
}
