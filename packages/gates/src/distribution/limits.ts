import { headerCount, headerValue, headerValues, joinTarget, type Request, splitTarget } from '@sallyport/http';
import type { Condition } from '../condition.ts';
import type { Rule } from '../step.ts';
import { pageAnswer, REASONS } from './error-page.ts';

/**
 * The longest URL and the longest request (its line and headers), in bytes.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const MAXIMUM_URL_BYTES = 8192;
const MAXIMUM_REQUEST_BYTES = 20_480;
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html */
const MAXIMUM_DISTRIBUTIONS = 2;

const limit = (label: string, exceeded: (request: Request) => boolean): Condition => ({
  test: 'limit',
  label,
  exceeded,
});

/** What CloudFront refuses before it asks which distribution is meant. */
export const REQUEST_LIMITS: readonly Rule[] = [
  refuse(413, `a URL of more than ${MAXIMUM_URL_BYTES} bytes`, (request) => urlBytes(request) > MAXIMUM_URL_BYTES),
  refuse(
    413,
    `a request of more than ${MAXIMUM_REQUEST_BYTES} bytes`,
    (request) => requestBytes(request) > MAXIMUM_REQUEST_BYTES,
  ),
  refuse(400, 'more than one Host', (request) => headerCount(request.headers, 'host') > 1),
  // RFC 9112, section 6.1: such a request ought to be handled as an error. What CloudFront does is not published.
  refuse(
    400,
    'both Content-Length and Transfer-Encoding',
    ({ headers }) => headerCount(headers, 'content-length') > 0 && headerCount(headers, 'transfer-encoding') > 0,
  ),
  refuse(
    403,
    `a request that came through ${MAXIMUM_DISTRIBUTIONS} distributions`,
    (request) => distributionsBefore(request) >= MAXIMUM_DISTRIBUTIONS,
  ),
];

function refuse(status: number, what: string, exceeded: (request: Request) => boolean): Rule {
  const answer = pageAnswer(status, REASONS.badRequest, `CloudFront answers ${status}`);
  return { when: limit(what, exceeded), then: { do: 'answer', answer }, label: `CloudFront refuses ${what}` };
}

/** Whether a GET carries a body, which CloudFront answers with 403. Same page as the lengths. */
export const GET_WITH_BODY: Condition = {
  all: [
    { test: 'text', on: 'method', matches: { is: 'equal', to: 'GET' } },
    limit('a GET with a body', ({ body }) => body.bytes.length > 0 || !body.complete),
  ],
};

function urlBytes({ connection, headers, target }: Request): number {
  const rest = target.startsWith('/') ? target : joinTarget(splitTarget(target));
  return connection.scheme.length + '://'.length + (headerValue(headers, 'host') ?? '').length + rest.length;
}

const requestBytes = ({ method, target, headers }: Request): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, method.length + target.length + 12);

const distributionsBefore = (request: Request): number =>
  headerValues(request.headers, 'via').flatMap((line) => line.match(/\.cloudfront\.net \(CloudFront\)/g) ?? []).length;
