import type { Distribution } from '@sallyport/architecture';
import { type Headers, headerValue, nameTest, putHeader, withoutHeaders } from '@sallyport/http';
import type { CallFailure, ResponseRule } from '../step.ts';
import { edgeHeaders, pageResponse, REASONS, viaValue } from './error-page.ts';
import type { Selections } from './selections.ts';
import { valueOr } from './settled.ts';

/**
 * What viewers get where the origin gave no answer: 502, or 504 after a time-out.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-504-gateway-timeout.html
 */
export const FAILURE_PAGE: ResponseRule = {
  label: 'CloudFront has no answer from the origin',
  apply: (response, { failure, request, facts }) =>
    failure === undefined ? response : pageResponse(statusOf(failure), reasonOf(failure), request, facts),
};

const statusOf = (failure: CallFailure): number => (failure === 'timeout' ? 504 : 502);
const reasonOf = (failure: CallFailure): string => (failure === 'refused' ? REASONS.unreachable : REASONS.closed);

/** Headers of one connection, which are not passed on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * The headers that CloudFront takes from and adds to an origin's answer. Set-Cookie passes where cookies are forwarded.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function cloudFrontHeaders(distribution: Distribution, selections: Selections): ResponseRule {
  const removed = nameTest(selections.cookies.keep === 'none' ? [...HOP_BY_HOP, 'set-cookie'] : HOP_BY_HOP);
  const http3 = valueOr(distribution.httpVersion, '').endsWith('3');
  const announced: Headers = http3 ? [['Alt-Svc', 'h3=":443"; ma=86400']] : [];
  return {
    label: 'CloudFront adds X-Cache, Via, X-Amz-Cf-Pop and X-Amz-Cf-Id',
    apply: (response, { failure, request, facts }) => {
      if (failure !== undefined) return response;
      const headers = withoutHeaders(response.headers, removed);
      const before = headerValue(headers, 'via');
      const via = before === undefined ? viaValue(request) : `${before}, ${viaValue(request)}`;
      putHeader(headers, ['X-Cache', response.status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront']);
      for (const header of edgeHeaders(via, facts)) putHeader(headers, header);
      for (const header of announced) putHeader(headers, header);
      return { status: response.status, headers, body: response.body };
    },
  };
}
