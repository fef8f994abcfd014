import {
  type CacheBehavior,
  type DistributionOrigin,
  FORWARD_ALL,
  FORWARD_NONE,
  type Forwarded,
  type Forwarding,
  isKnown,
  type OriginGroup,
  type Setting,
  sameText,
  type Text,
} from '@sallyport/architecture';
import type { Condition } from '../condition.ts';
import type { ResponseRule, Step } from '../step.ts';
import { originErrorPages } from './custom-error.ts';
import { pageAnswer, REASONS } from './error-page.ts';
import {
  customHeaders,
  forwardedRequest,
  originConnection,
  originPath,
  originPort,
  withoutAuthorization,
} from './origin-request.ts';
import { responseHeaders } from './response-headers.ts';
import { cloudFrontHeaders, FAILURE_PAGE } from './response-rules.ts';
import { type Selections, selectionsOf } from './selections.ts';
import { textOf, undecided, valueOr } from './settled.ts';
import { behaviorsGateId, distributionTitle, type Site } from './site.ts';
import { originTarget } from './target.ts';
import { tellsScheme } from './viewer-headers.ts';

/** The request goes on to the origin, or the origin group, that a behavior names. */
export function originStep(behavior: CacheBehavior, site: Site): Step {
  const wanted = textOf(behavior.targetOriginId);
  const [primary, secondary] = originsNamed(wanted, site);
  if (primary === undefined) return missingOrigin(behavior, wanted, site);
  const first = toOrigin(primary, behavior, site);
  return secondary === undefined ? first : failover(first, toOrigin(secondary, behavior, site), wanted, site);
}

/** One origin, or the members of a group. */
export function originsNamed(
  wanted: Text,
  { distribution }: Pick<Site, 'distribution'>,
): readonly DistributionOrigin[] {
  const origins = valueOr<readonly DistributionOrigin[]>(distribution.origins, []);
  const named = (id: Text): readonly DistributionOrigin[] =>
    origins.filter((origin) => sameText(textOf(origin.id), id) === true).slice(0, 1);
  const group = valueOr<readonly OriginGroup[]>(distribution.originGroups, []).find(
    (one) => sameText(textOf(one.id), wanted) === true,
  );
  if (group === undefined) return named(wanted);
  return valueOr<readonly Setting<Text>[]>(group.members, []).flatMap((member) => named(textOf(member)));
}

/**
 * The secondary origin may be asked for GET, HEAD and OPTIONS; whether the primary fails is for a running system to tell.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function failover(first: Step, second: Step, group: Text, { distribution }: Site): Step {
  const name = nameOf(group);
  const failed = undecided(
    `${distribution.id} origin group ${name} fails over`,
    `whether the primary origin of "${name}" fails is not known beforehand`,
  );
  const when: Condition = {
    all: [{ test: 'text', on: 'method', matches: { is: 'one-of', of: ['GET', 'HEAD', 'OPTIONS'] } }, failed],
  };
  return {
    do: 'choose',
    rules: [{ when, then: second, label: `origin group "${name}" fails over` }],
    otherwise: first,
  };
}

function missingOrigin(behavior: CacheBehavior, wanted: Text, { distribution, report }: Site): Step {
  const name = nameOf(wanted);
  const found = isKnown(distribution.origins) ? `TargetOriginId is "${name}"` : distribution.origins.unknown;
  report({
    code: 'unresolved-reference',
    severity: 'warning',
    message: `Cannot find the origin of a cache behavior of ${distributionTitle(distribution)}: ${found}, expected the Id of an origin or of an origin group`,
    ...(behavior.place ? { place: behavior.place } : {}),
  });
  return { do: 'answer', answer: pageAnswer(502, REASONS.unreachable, `CloudFront has no origin "${name}"`) };
}

const nameOf = (text: Text): string => (typeof text === 'string' ? text : text.opaque);

/** One origin, with what the behavior forwards: in two variants where the sources do not say what that is. */
function toOrigin(origin: DistributionOrigin, behavior: CacheBehavior, site: Site): Step {
  if (isKnown(behavior.forwarding)) return forward(origin, behavior, selectionsOf(behavior.forwarding.known), site);
  const { unknown, identity } = behavior.forwarding;
  const variant = (what: Forwarded): Step => forward(origin, behavior, selectionsOf(forwardingOf(what)), site);
  const when = undecided(`${site.distribution.id} forwards: ${identity}`, `what is forwarded is not known: ${unknown}`);
  const rule = { when, then: variant(FORWARD_ALL), label: 'everything is forwarded' };
  return { do: 'choose', rules: [rule], otherwise: variant(FORWARD_NONE) };
}

const forwardingOf = (what: Forwarded): Forwarding => ({
  by: 'policies',
  cachePolicy: { name: 'unknown', headers: FORWARD_NONE, cookies: what, queryStrings: what, acceptEncoding: false },
  originRequestPolicy: { name: 'unknown', headers: what, cookies: what, queryStrings: what },
});

function forward(origin: DistributionOrigin, behavior: CacheBehavior, selections: Selections, site: Site): Step {
  const step = byScheme(origin, behavior, selections, site);
  if (selections.authorization !== 'not for GET and HEAD') return step;
  // With the older settings Authorization is removed for GET and HEAD:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
  const when: Condition = { test: 'text', on: 'method', matches: { is: 'one-of', of: ['GET', 'HEAD'] } };
  const then: Step = { do: 'rewrite', label: 'Authorization is removed', by: withoutAuthorization(), next: step };
  return { do: 'choose', rules: [{ when, then, label: 'GET or HEAD' }], otherwise: step };
}

/** Chooses by the viewer's protocol where the origin's, or a header, depends on it. */
function byScheme(origin: DistributionOrigin, behavior: CacheBehavior, selections: Selections, site: Site): Step {
  const policy = valueOr(origin.protocolPolicy, 'match-viewer');
  const fixed = policy === 'https-only' ? 'https' : policy === 'http-only' ? 'http' : undefined;
  const variant = (viewer: 'http' | 'https'): Step => ask(origin, behavior, selections, site, viewer, fixed ?? viewer);
  if (fixed && !tellsScheme(selections.added)) return variant('https');
  const when: Condition = { test: 'text', on: 'scheme', matches: { is: 'equal', to: 'https' } };
  return {
    do: 'choose',
    rules: [{ when, then: variant('https'), label: 'viewer uses HTTPS' }],
    otherwise: variant('http'),
  };
}

function ask(
  origin: DistributionOrigin,
  behavior: CacheBehavior,
  selections: Selections,
  site: Site,
  viewerScheme: 'http' | 'https',
  scheme: 'http' | 'https',
): Step {
  const target = originTarget(origin, scheme, site.links);
  if (target.application) site.calls(target.application, target.origin);
  const title = `origin "${target.host}"`;
  const call: Step = {
    do: 'call',
    to: target.to,
    label: `CloudFront asks ${title} over ${scheme === 'https' ? 'HTTPS' : 'HTTP'}`,
    limits: {
      connectMilliseconds: valueOr(origin.connectionTimeoutSeconds, 10) * 1000,
      responseMilliseconds: valueOr(origin.readTimeoutSeconds, 30) * 1000,
      attempts: valueOr(origin.connectionAttempts, 3),
    },
    after: responseRules(behavior, selections, site),
  };
  const connected: Step = {
    do: 'rewrite',
    label: connectionLabel(origin, scheme),
    by: originConnection(origin, site.distribution, scheme),
    next: call,
  };
  // Without a label of ours the headers are named in the trace, their values masked.
  const headers = customHeaders(origin);
  const next: Step = headers.length === 0 ? connected : { do: 'rewrite', by: headers, next: connected };
  const by = forwardedRequest(selections, textOf(origin.domainName), viewerScheme);
  return { do: 'rewrite', label: forwardingLabel(behavior), by, next };
}

function connectionLabel(origin: DistributionOrigin, scheme: 'http' | 'https'): string {
  const path = originPath(origin);
  const connection = `connects to port ${originPort(origin, scheme)} with ${scheme}`;
  return path === '' ? connection : `puts "${path}" before the path; ${connection}`;
}

function responseRules(
  behavior: CacheBehavior,
  selections: Selections,
  { distribution }: Site,
): readonly ResponseRule[] {
  const policy = behavior.responseHeadersPolicy;
  return [
    FAILURE_PAGE,
    cloudFrontHeaders(distribution, selections),
    ...(policy && isKnown(policy) ? [responseHeaders(policy.known)] : []),
    ...originErrorPages(distribution, behaviorsGateId(distribution)),
  ];
}

/** For the trace: by which policies. */
function forwardingLabel({ forwarding }: CacheBehavior): string {
  if (!isKnown(forwarding)) return 'what is forwarded is not known';
  if (forwarding.known.by === 'forwarded-values') return 'forwards by ForwardedValues';
  const { cachePolicy, originRequestPolicy } = forwarding.known;
  const request = originRequestPolicy ? ` and origin request policy "${originRequestPolicy.name}"` : '';
  return `forwards by cache policy "${cachePolicy.name}"${request}`;
}
