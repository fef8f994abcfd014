import { type CacheBehavior, isKnown } from '@sallyport/architecture';
import { ALWAYS, type Condition } from '../condition.ts';
import type { Rewrite } from '../rewrite.ts';
import type { Rule, Step } from '../step.ts';
import { ACCESS_DENIED, MISSING_KEY, REDIRECT_TO_HTTPS } from './answers.ts';
import { pageAnswer, REASONS } from './error-page.ts';
import { GET_WITH_BODY } from './limits.ts';
import { opaquePath } from './origin-request.ts';
import { originStep } from './origin-step.ts';
import { undecided, valueOr } from './settled.ts';
import type { Site } from './site.ts';

/** Who sends the request: a viewer, or CloudFront itself for an error page. */
export type Sender = 'viewer' | 'cloudfront';

/**
 * The first behavior whose path pattern matches decides, else the default one.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 */
export function behaviorsStep(site: Site, sender: Sender): Step {
  const { cacheBehaviors, defaultCacheBehavior } = site.distribution;
  const rules = valueOr<readonly CacheBehavior[]>(cacheBehaviors, []).map((one) => behaviorRule(one, site, sender));
  const whole = isKnown(cacheBehaviors) ? rules : [unknownBehaviors(site, cacheBehaviors.unknown)];
  const otherwise: Rule = {
    when: ALWAYS,
    then: behaviorStep(defaultCacheBehavior, site, sender),
    label: 'default cache behavior',
    ...(defaultCacheBehavior.place ? { place: defaultCacheBehavior.place } : {}),
  };
  return { do: 'choose', rules: [...whole, otherwise], otherwise: otherwise.then };
}

function behaviorRule(behavior: CacheBehavior, site: Site, sender: Sender): Rule {
  const { pathPattern: pattern, place } = behavior;
  const when: Condition = isKnown(pattern)
    ? { test: 'text', on: 'path', matches: { is: 'glob', pattern: rooted(pattern.known) } }
    : undecided(
        `${site.distribution.id} path pattern ${pattern.identity}`,
        `a path pattern is not known: ${pattern.unknown}`,
      );
  return {
    when,
    then: behaviorStep(behavior, site, sender),
    label: `cache behavior "${isKnown(pattern) ? pattern.known : pattern.unknown}"`,
    ...(place ? { place } : {}),
  };
}

/** The leading slash of a pattern is optional; `&amp;` stands for `&`. */
function rooted(pattern: string): string {
  const text = pattern.replaceAll('&amp;', '&');
  return text.startsWith('/') || text.startsWith('*') ? text : `/${text}`;
}

function unknownBehaviors({ distribution }: Site, reason: string): Rule {
  const when = undecided(`${distribution.id} cache behaviors`, `the cache behaviors are not known: ${reason}`);
  const answer = pageAnswer(502, REASONS.unreachable, 'a cache behavior that is not known decides');
  return { when, then: { do: 'answer', answer }, label: 'a cache behavior that is not known' };
}

/** What a behavior refuses, in order, before the request goes to the origin. */
function behaviorStep(behavior: CacheBehavior, site: Site, sender: Sender): Step {
  const onwards = withFunctions(behavior, site, withRootObject(site, originStep(behavior, site)));
  if (sender === 'cloudfront') return onwards;
  const rules = [...protocolRules(behavior, site), ...methodRules(behavior, site), ...signatureRules(behavior, site)];
  return { do: 'choose', rules, otherwise: onwards };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html */
function protocolRules({ viewerProtocolPolicy: policy }: CacheBehavior, { distribution }: Site): readonly Rule[] {
  const http: Condition = { test: 'text', on: 'scheme', matches: { is: 'equal', to: 'http' } };
  const forbidden = pageAnswer(403, REASONS.badRequest, 'CloudFront answers 403: HTTPS only');
  const place = policy.place ? { place: policy.place } : {};
  if (!isKnown(policy)) {
    const unknown = undecided(
      `${distribution.id} viewer protocol policy ${policy.identity}`,
      `the viewer protocol policy is not known: ${policy.unknown}`,
    );
    const when: Condition = { all: [http, unknown] };
    return [
      { when, then: { do: 'answer', answer: forbidden }, label: 'viewer protocol policy is not known', ...place },
    ];
  }
  const label = `viewer protocol policy "${policy.known}"`;
  if (policy.known === 'https-only')
    return [{ when: http, then: { do: 'answer', answer: forbidden }, label, ...place }];
  if (policy.known === 'redirect-to-https')
    return [{ when: http, then: { do: 'answer', answer: REDIRECT_TO_HTTPS }, label, ...place }];
  return [];
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesAllowedHTTPMethods */
function methodRules({ allowedMethods }: CacheBehavior, { distribution }: Site): readonly Rule[] {
  const allowed: Condition = isKnown(allowedMethods)
    ? { test: 'text', on: 'method', matches: { is: 'one-of', of: allowedMethods.known } }
    : undecided(
        `${distribution.id} allowed methods ${allowedMethods.identity}`,
        `the allowed methods are not known: ${allowedMethods.unknown}`,
      );
  const list = isKnown(allowedMethods) ? allowedMethods.known.join(', ') : 'not known';
  const wrongMethod = pageAnswer(403, REASONS.method, 'CloudFront answers 403: method not allowed');
  const body = pageAnswer(403, REASONS.badRequest, 'CloudFront answers 403: a GET with a body');
  return [
    {
      when: { not: allowed },
      then: { do: 'answer', answer: wrongMethod },
      label: `allowed methods: ${list}`,
      ...(allowedMethods.place ? { place: allowedMethods.place } : {}),
    },
    { when: GET_WITH_BODY, then: { do: 'answer', answer: body }, label: 'CloudFront refuses a GET with a body' },
  ];
}

/**
 * Trusted key groups and signers: the URL or a cookie must be signed. The signature itself is not checked here.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
function signatureRules({ signedBy }: CacheBehavior, { distribution }: Site): readonly Rule[] {
  if (isKnown(signedBy) && signedBy.known.length === 0) return [];
  const names = isKnown(signedBy) ? signedBy.known.join(', ') : signedBy.identity;
  const signed: Condition = {
    any: [
      { test: 'present', on: 'argument:Key-Pair-Id' },
      { test: 'present', on: 'cookie:CloudFront-Key-Pair-Id' },
    ],
  };
  const accepted: Condition = {
    test: 'undecided',
    identity: `${distribution.id} signature by ${names}`,
    reason: `whether a URL or cookie is validly signed by ${names} is for a running system to tell`,
    decide: () => true,
    heldBy: 'credential',
  };
  const place = signedBy.place ? { place: signedBy.place } : {};
  const label = 'viewers must sign their URLs or cookies';
  return [
    { when: { not: signed }, then: { do: 'answer', answer: MISSING_KEY }, label, ...place },
    { when: { not: accepted }, then: { do: 'answer', answer: ACCESS_DENIED }, label, ...place },
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html */
function withRootObject({ distribution: { defaultRootObject } }: Site, next: Step): Step {
  const object = isKnown(defaultRootObject) ? defaultRootObject.known.replace(/^\//, '') : undefined;
  if (object === '') return next;
  const when: Condition = { test: 'text', on: 'path', matches: { is: 'equal', to: '/' } };
  const by: readonly Rewrite[] =
    object === undefined
      ? [opaquePath('the default root object is not known')]
      : [{ do: 'set', on: 'path', text: `/${object}` }];
  const label = object === undefined ? 'the default root object is not known' : `default root object "${object}"`;
  const then: Step = { do: 'rewrite', label, by, next };
  return { do: 'choose', rules: [{ when, then, label: 'the root of the distribution' }], otherwise: next };
}

/** Functions at the edge are not run: what they make of path and query, and whether they answer, is undecided. */
function withFunctions({ functions, place }: CacheBehavior, { distribution }: Site, next: Step): Step {
  const onRequests = functions.filter(({ eventType }) => !isKnown(eventType) || eventType.known.endsWith('-request'));
  if (onRequests.length === 0) return next;
  const names = [...new Set(onRequests.map(({ kind }) => kind))].join(' and ');
  const answers = undecided(
    `${distribution.id} ${names} answers ${place?.line ?? 0}`,
    `a ${names} may answer the request`,
  );
  const answer = pageAnswer(403, REASONS.badRequest, `the ${names} answers`);
  const by: readonly Rewrite[] = [
    opaquePath(names),
    { do: 'map', on: 'query', by: { rewrite: 'opaque', name: names, apply: (text) => text } },
  ];
  const changed: Step = { do: 'rewrite', label: `${names}: not run here`, by, next };
  const rule: Rule = {
    when: answers,
    then: { do: 'answer', answer },
    label: `a ${names} may answer`,
    ...(place ? { place } : {}),
  };
  return { do: 'choose', rules: [rule], otherwise: changed };
}
