import { CLOUDFRONT_ADDRESS } from '@sallyport/gates';
import type { Request } from '@sallyport/http';
import type { LintCase } from '../lint-case.ts';
import { withHeaderValue } from '../requests/draft.ts';

/** The distribution before what the web ACL protects; undefined where the sources show none. */
export function distributionBefore({ attachment }: LintCase): string | undefined {
  return attachment?.protects.find(({ behind }) => behind !== undefined)?.behind;
}

/**
 * The request as a web ACL behind CloudFront gets it: from an address of CloudFront, the client's appended to X-Forwarded-For.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function throughCloudFront(request: Request): Request {
  const { country: _country, region: _region, asn: _asn, ...connection } = request.connection;
  return {
    ...withHeaderValue(request, 'X-Forwarded-For', connection.address),
    connection: { ...connection, address: CLOUDFRONT_ADDRESS },
  };
}
