import { type DistributionOrigin, isOpaque, type Text } from '@sallyport/architecture';
import type { Links } from '../part.ts';
import { standIn } from '../stand-in.ts';
import type { Application, ApplicationId, Target } from '../step.ts';
import { originPort } from './origin-request.ts';
import { textOf } from './settled.ts';

/** What stands behind an origin's domain name. */
export interface OriginTarget {
  /** The resource that answers for the name, or the host. */
  readonly origin: string;
  readonly host: string;
  readonly application: Application | undefined;
  readonly to: Target;
  /** Why nothing can be proved of it. */
  readonly unknown: string | undefined;
}

/** The gate that answers for an origin's domain name, or the host outside the sources. */
export function originTarget(origin: DistributionOrigin, scheme: 'http' | 'https', links: Links): OriginTarget {
  const name = textOf(origin.domainName);
  const host = isOpaque(name) ? standIn(name) : name.toLowerCase().replace(/\.$/, '');
  const entry = isOpaque(name) || origin.kind === 'vpc' ? undefined : links.hostEntry(host);
  if (entry)
    return { origin: entry.origin, host, application: undefined, to: { gate: entry.gate }, unknown: undefined };
  const application: Application = {
    ...outside(origin, host, scheme),
    ...(isOpaque(name) ? { unseen: `where the origin "${name.opaque}" lies` } : {}),
  };
  return {
    origin: isOpaque(name) ? name.opaque : host,
    host,
    application,
    to: { application: application.id },
    unknown: whyUnknown(origin, name),
  };
}

function outside(origin: DistributionOrigin, host: string, scheme: 'http' | 'https'): Application {
  const port = originPort(origin, scheme);
  const id: ApplicationId = `http:${scheme}://${host}:${port}`;
  return { id, kind: 'http', scheme, host, port, place: origin.place };
}

/** Kinds of origins that the architecture does not know yet, by their names under amazonaws.com and on.aws. */
const UNMODELLED: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com$/, 'bucket'],
  [/\.lambda-url\.[a-z0-9-]+\.on\.aws$/, 'function URL'],
  [/\.elb\.(?:[a-z0-9-]+\.)?amazonaws\.com$|\.elb\.amazonaws\.com$/, 'load balancer'],
  [/\.mediastore\.|\.mediapackage(?:v2)?\./, 'media origin'],
];

/** What kind of origin it is that is not modelled yet; undefined where it is none. */
export function unmodelledKind(origin: DistributionOrigin): string | undefined {
  if (origin.kind === 'vpc') return 'VPC origin';
  const name = textOf(origin.domainName);
  if (isOpaque(name)) return origin.kind === 's3' ? 'bucket' : undefined;
  const found = UNMODELLED.find(([pattern]) => pattern.test(name.toLowerCase()));
  return found?.[1] ?? (origin.kind === 's3' ? 'bucket' : undefined);
}

function whyUnknown(origin: DistributionOrigin, name: Text): string {
  const kind = unmodelledKind(origin);
  if (kind) return `a ${kind} is not modelled yet`;
  if (isOpaque(name)) return `the origin's domain name is not known: ${name.reason}`;
  return `the host "${name}" is outside the sources: whether it answers others than CloudFront cannot be seen`;
}
