import { type Distribution, type DistributionOrigin, isKnown, isOpaque, type Text } from '@sallyport/architecture';
import type { Rewrite } from '../rewrite.ts';
import type { Selections } from './selections.ts';
import { textOf, valueOr } from './settled.ts';
import { viewerHeaders } from './viewer-headers.ts';

/**
 * Headers that no setting forwards. `X-Edge-*` stands for a family; these are the ones that AWS's logs name.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const ALWAYS_REMOVED = [
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Upgrade',
  'X-Edge-Location',
  'X-Edge-Request-Id',
  'X-Edge-Result-Type',
  'X-Forwarded-Proto',
  'X-Real-IP',
];

const remove = (name: string): Rewrite => ({ do: 'set-header', name, text: undefined });

/** What becomes of a viewer's request before the origin's own settings: same page as above. */
export function forwardedRequest(
  selections: Selections,
  domainName: Text,
  viewerScheme: 'http' | 'https',
): readonly Rewrite[] {
  return [
    { do: 'select-cookies', select: selections.cookies },
    { do: 'select-query', select: selections.queryStrings },
    { do: 'select-headers', select: selections.headers },
    ...ALWAYS_REMOVED.map(remove),
    ...viewerHeaders(selections.added, viewerScheme),
    ...(selections.userAgent ? [] : [{ do: 'set-header', name: 'User-Agent', text: 'Amazon CloudFront' } as const]),
    ...(selections.host ? [] : [{ do: 'set-header', name: 'Host', text: domainName } as const]),
    ...(selections.authorization === 'never' ? withoutAuthorization() : []),
    { do: 'set-fact', name: 'X-Forwarded-For', fact: 'client-address', append: true },
    { do: 'set-fact', name: 'Via', fact: 'via', append: true },
    { do: 'set-fact', name: 'X-Amz-Cf-Id', fact: 'request-id' },
    { do: 'set-header', name: 'Connection', text: 'Keep-Alive' },
  ];
}

/** Without the Authorization header nobody has signed the request any more. */
export const withoutAuthorization = (): readonly Rewrite[] => [
  remove('Authorization'),
  { do: 'sign', principal: undefined },
];

/**
 * The origin's own headers come last, so that they replace the viewer's of the same name.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
export function customHeaders({ customHeaders: headers }: DistributionOrigin): readonly Rewrite[] {
  return valueOr(headers, []).flatMap(({ name, value }): Rewrite[] =>
    isKnown(name) && name.known !== ''
      ? [{ do: 'set-header', name: name.known, text: textOf(value), secret: true }]
      : [],
  );
}

/** The origin's path, put before the viewer's, and the connection to it. */
export function originConnection(
  origin: DistributionOrigin,
  distribution: Distribution,
  scheme: 'http' | 'https',
): readonly Rewrite[] {
  const path = originPath(origin);
  return [
    ...(path === '' ? [] : [{ do: 'map', on: 'path', by: { rewrite: 'prefix', text: path } } as const]),
    ...(isKnown(origin.originPath) ? [] : [opaquePath('the origin path is not known')]),
    connection(origin, scheme),
    ...signature(origin, distribution),
  ];
}

/** The path of the origin without a slash at its end. */
export const originPath = (origin: DistributionOrigin): string => valueOr(origin.originPath, '').replace(/\/$/, '');

/** A change of the path that is not known. */
export const opaquePath = (name: string): Rewrite => ({
  do: 'map',
  on: 'path',
  by: { rewrite: 'opaque', name, apply: (text) => text },
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html */
function connection(origin: DistributionOrigin, scheme: 'http' | 'https'): Rewrite {
  const domainName = textOf(origin.domainName);
  const certificate = origin.clientCertificate && textOf(origin.clientCertificate);
  return {
    do: 'connect',
    from: { set: 'cloudfront' },
    scheme,
    serverName: scheme === 'http' || isOpaque(domainName) ? undefined : domainName.toLowerCase(),
    port: originPort(origin, scheme),
    clientCertificate: scheme === 'http' || certificate === undefined ? undefined : identityOf(certificate),
  };
}

const identityOf = (text: Text): string => (isOpaque(text) ? text.opaque : text);

/** The TCP port of the origin. */
export const originPort = (origin: DistributionOrigin, scheme: 'http' | 'https'): number =>
  scheme === 'https' ? valueOr(origin.httpsPort, 443) : valueOr(origin.httpPort, 80);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
function signature(origin: DistributionOrigin, distribution: Distribution): readonly Rewrite[] {
  const control = origin.originAccessControlId && textOf(origin.originAccessControlId);
  if (control === undefined || control === '') return [];
  return [{ do: 'sign', principal: `service:cloudfront.amazonaws.com ${distribution.arn}` }];
}
