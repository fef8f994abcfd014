import { type CustomErrorResponse, type Distribution, isKnown } from '@sallyport/architecture';
import { type Headers, NO_BODY, type Request, splitTarget } from '@sallyport/http';
import type { GateId, ResponseRule } from '../step.ts';
import { isGenerated } from './error-page.ts';
import { valueOr } from './settled.ts';

/** A page in the place of an error. */
interface ErrorPage {
  readonly code: number;
  readonly path: string;
  readonly status: number;
}

/**
 * The error pages of a distribution; entries without a page only set how long errors are stored.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
 */
export function errorPages(distribution: Distribution): readonly ErrorPage[] {
  return valueOr<readonly CustomErrorResponse[]>(distribution.customErrorResponses, []).flatMap((one): ErrorPage[] => {
    const path = one.responsePagePath;
    if (!isKnown(one.errorCode) || path === undefined || !isKnown(path) || path.known === '') return [];
    const code = one.errorCode.known;
    const status = one.responseCode && isKnown(one.responseCode) ? one.responseCode.known : code;
    return [{ code, path: path.known, status }];
  });
}

/** For what an origin answers: every error that a page is there for. */
export function originErrorPages(distribution: Distribution, gate: GateId): readonly ResponseRule[] {
  return rules(distribution, gate, () => true);
}

/** For what CloudFront itself answers. A response that a web ACL's author has written stays as it is. */
export function ownErrorPages(distribution: Distribution, gate: GateId): readonly ResponseRule[] {
  return rules(distribution, gate, isGenerated);
}

/** INVARIANT: an error page that is an error itself asks for no other page. */
function rules(
  distribution: Distribution,
  gate: GateId,
  applies: (response: Parameters<ResponseRule['apply']>[0]) => boolean,
): readonly ResponseRule[] {
  const pages = new Map(errorPages(distribution).map((page) => [page.code, page]));
  if (pages.size === 0) return [];
  return [
    {
      label: 'custom error response',
      apply: (response, { request }) => {
        const page = pages.get(response.status);
        if (page === undefined || splitTarget(request.target).path === page.path || !applies(response)) return response;
        return { fetch: pageRequest(request, page.path), status: page.status, headers: STILL_AN_ERROR, gate };
      },
    },
  ];
}

/** Observed: it is an error to CloudFront even where its page is found, and sent with another status. */
const STILL_AN_ERROR: Headers = [['X-Cache', 'Error from cloudfront']];

const BODY_HEADERS = ['content-length', 'content-type', 'transfer-encoding', 'content-encoding'];

const pageRequest = (request: Request, path: string): Request => ({
  ...request,
  method: 'GET',
  target: path,
  headers: request.headers.filter(([name]) => !BODY_HEADERS.includes(name.toLowerCase())),
  body: NO_BODY,
});
