import type { Request } from '@sallyport/http';
import { only, optionally } from '../component.ts';
import { members } from '../part.ts';
import { uriFragmentOf } from '../uri.ts';
import type { FieldCompiler } from './field.ts';
import { decided, fallbackBehavior } from './oversize.ts';

/**
 * A fingerprint of the TLS handshake; where there is none, the fallback behaviour answers. Only CloudFront and load balancers have
 * them: https://docs.aws.amazon.com/waf/latest/APIReference/API_JA3Fingerprint.html. A web ACL is made before it is known what it will
 * protect, so that AWS cannot refuse it for that (approximated: elsewhere a request lacks the component).
 */
const fingerprint =
  (name: string, read: (request: Request) => string | undefined): FieldCompiler =>
  (part, { components, resourceType }) => {
    const settings = members(part, { required: ['FallbackBehavior'] });
    const fallback = fallbackBehavior(settings?.FallbackBehavior);
    if (!fallback) return undefined;
    const has = resourceType === 'CLOUDFRONT' || resourceType === 'APPLICATION_LOAD_BALANCER';
    const key = `${name} ${fallback}`;
    const fetch = components.share(key, ({ request }) => {
      const value = has ? read(request) : undefined;
      return value === undefined ? decided(fallback) : only(value);
    });
    return { name, key, described: { field: 'other', name }, fetch, onlyExactly: true };
  };

export const ja3Fingerprint = fingerprint('JA3Fingerprint', ({ connection }) => connection.tls?.ja3);
export const ja4Fingerprint = fingerprint('JA4Fingerprint', ({ connection }) => connection.tls?.ja4);

/**
 * What follows `#` in the request-target. Clients do not send fragments; AWS does not say when the fallback applies
 * (approximated: a request without one lacks the component).
 */
export const uriFragment: FieldCompiler = (part, { components }) => {
  const settings = members(part, { optional: ['FallbackBehavior'] });
  if (!settings) return undefined;
  if (settings.FallbackBehavior && !fallbackBehavior(settings.FallbackBehavior)) return undefined;
  const fetch = components.share('UriFragment', ({ request }) => optionally(uriFragmentOf(request)));
  return { name: 'UriFragment', key: 'UriFragment', described: { field: 'other', name: 'UriFragment' }, fetch };
};
