import type { Fact, Rewrite } from '../rewrite.ts';

/** CloudFront headers whose value is a fact about the viewer. */
const FACTS: Readonly<Record<string, Fact>> = {
  'cloudfront-viewer-address': 'client-address',
  'cloudfront-viewer-asn': 'asn',
  'cloudfront-viewer-country': 'country',
  'cloudfront-viewer-http-version': 'http-version',
  'cloudfront-viewer-ja3-fingerprint': 'ja3',
  'cloudfront-viewer-ja4-fingerprint': 'ja4',
  'cloudfront-viewer-tls': 'tls-protocol',
};

/**
 * The CloudFront headers that a policy adds to an origin request. What depends on the viewer's device or city is unknown.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
export function viewerHeaders(names: readonly string[], scheme: 'http' | 'https'): readonly Rewrite[] {
  return [...new Set(names)].map((name): Rewrite => {
    const fact = FACTS[name.toLowerCase()];
    if (fact) return { do: 'set-fact', name, fact };
    if (name.toLowerCase() === 'cloudfront-forwarded-proto') return { do: 'set-header', name, text: scheme };
    const reason = `${name}, which CloudFront derives from the viewer`;
    return { do: 'set-header', name, text: { opaque: name.toLowerCase(), nature: 'unknown', reason } };
  });
}

/** Whether one of them tells the viewer's protocol. */
export const tellsScheme = (names: readonly string[]): boolean =>
  names.some((name) => name.toLowerCase() === 'cloudfront-forwarded-proto');
