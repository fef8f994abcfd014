import { type Request, splitTarget, type TargetParts } from '@sallyport/http';

/**
 * Path and query string of a request as AWS WAF takes a URI apart, by RFC 3986, which its page points to: a number sign ends both. No request-target of HTTP
 * holds one (RFC 9112, section 3.2), but nobody keeps a client from sending it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html, https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
export function uriParts({ target }: Request): TargetParts {
  const at = target.indexOf('#');
  return splitTarget(at < 0 ? target : target.slice(0, at));
}

/** What follows the first number sign; undefined where there is none. */
export function uriFragmentOf({ target }: Request): string | undefined {
  const at = target.indexOf('#');
  return at < 0 ? undefined : target.slice(at + 1);
}
