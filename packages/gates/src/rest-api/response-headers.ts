import type { GatewayResponse } from '@sallyport/architecture';
import { type Header, type Headers, lowerName, nameTest, putHeader } from '@sallyport/http';
import type { CallFailure, ResponseRule } from '../step.ts';
import { gatewayAnswer, type ResponseType } from './gateway-response.ts';
import { apiRequestId, extendedRequestId } from './request-id.ts';

/**
 * Headers of an integration's answer that API Gateway gives another name. WWW-Authenticate is observed, the others are as the
 * page's table has them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const REMAPPED = [
  'Authorization',
  'Connection',
  'Content-MD5',
  'Date',
  'Host',
  'Max-Forwards',
  'Server',
  'User-Agent',
  'WWW-Authenticate',
];
/** Headers of an integration's answer that go no further: the transfer is API Gateway's own. */
const DROPPED = ['keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** What becomes of those names: another name, or nothing. */
const RENAMED: ReadonlyMap<string, string | undefined> = new Map([
  ...REMAPPED.map((name) => [name.toLowerCase(), `x-amzn-Remapped-${name}`] as const),
  ...DROPPED.map((name) => [name, undefined] as const),
]);

const isTouched = nameTest([...RENAMED.keys()]);

function remapped(headers: Headers): Headers {
  const kept: Header[] = [];
  for (const header of headers) {
    if (!isTouched(header[0])) kept.push(header);
    else {
      const renamed = RENAMED.get(lowerName(header[0]));
      if (renamed !== undefined) kept.push([renamed, header[1]]);
    }
  }
  return kept;
}

/** Renames and drops headers of the integration's answer. */
export const REMAP_HEADERS: ResponseRule = {
  label: 'API Gateway remaps headers of the integration',
  apply: (response, { failure }) =>
    failure || !response.headers.some((header) => isTouched(header[0]))
      ? response
      : { status: response.status, headers: remapped(response.headers), body: response.body },
};

/** The ids that every answer bears. */
export const ADD_REQUEST_IDS: ResponseRule = {
  label: 'API Gateway adds x-amzn-RequestId and x-amz-apigw-id',
  apply: ({ status, headers, body }, { facts: { requestId } }) => {
    const all = headers.slice();
    putHeader(all, ['x-amzn-RequestId', apiRequestId(requestId)]);
    putHeader(all, ['x-amz-apigw-id', extendedRequestId(requestId)]);
    return { status, headers: all, body };
  },
};

/** What takes the place of an answer that did not come. */
export const failureRule = (customised: readonly GatewayResponse[], kind: 'http' | 'function'): ResponseRule => ({
  label: 'API Gateway answers for an integration that failed',
  apply: (response, { failure, request, facts }) =>
    failure ? gatewayAnswer(customised, failureType(failure, kind)).respond(request, facts) : response,
});

/** Of a function only the request can be too large: it is read whole, up to the limit of a payload. */
function failureType(failure: CallFailure, kind: 'http' | 'function'): ResponseType {
  if (failure === 'timeout') return 'INTEGRATION_TIMEOUT';
  if (kind === 'http') return 'INTEGRATION_FAILURE';
  return failure === 'too-large' ? 'REQUEST_TOO_LARGE' : 'MALFORMED_PROXY_RESPONSE';
}
