import { type GeoRestriction, isKnown, isOpaque, type Setting, type Text } from '@sallyport/architecture';
import { logSource } from '@sallyport/waf';
import type { Condition } from '../condition.ts';
import type { Gate } from '../graph.ts';
import type { Rule, Step } from '../step.ts';
import { refusalAnswer } from './answers.ts';
import { behaviorsStep } from './behavior-step.ts';
import { pageAnswer, REASONS } from './error-page.ts';
import { undecided } from './settled.ts';
import { behaviorsGateId, distributionGateId, distributionTitle, type Site } from './site.ts';

/**
 * What a distribution does with a viewer's request: geographic restriction, then the web ACL, then its behaviors.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html
 */
export function distributionGate(site: Site): Gate {
  const { distribution } = site;
  const refusals = [...certificateRules(site), ...geoRules(distribution.geoRestriction, site)];
  const inspected = inspectStep(distribution.webAcl, site, behaviorsStep(site, 'viewer'));
  return {
    id: distributionGateId(distribution),
    component: 'distribution',
    resource: distribution.tenant ?? distribution.id,
    title: distributionTitle(distribution),
    start: refusals.length === 0 ? inspected : { do: 'choose', rules: refusals, otherwise: inspected },
    place: distribution.place,
  };
}

/** The behaviors alone, for requests that CloudFront sends itself. */
export function behaviorsGate(site: Site): Gate {
  const { distribution } = site;
  return {
    id: behaviorsGateId(distribution),
    component: 'distribution',
    resource: distribution.tenant ?? distribution.id,
    title: `behaviors of ${distributionTitle(distribution)}`,
    start: behaviorsStep(site, 'cloudfront'),
    place: distribution.place,
  };
}

/**
 * Without a client certificate that the trust store accepts the TLS handshake fails; 403 stands in for that. Whether a viewer
 * has one is undecided.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/mtls-authentication.html
 */
function certificateRules({ distribution }: Site): readonly Rule[] {
  const mode = distribution.viewerMtlsMode;
  if (mode === undefined || (isKnown(mode) && mode.known !== 'required')) return [];
  const title = distributionTitle(distribution);
  const held = undecided(`${distribution.id} client certificate`, `${title} asks viewers for a certificate`);
  const shown: Condition = { any: [{ test: 'present', on: 'client-certificate' }, held] };
  const answer = pageAnswer(403, REASONS.badRequest, 'the TLS handshake fails: no client certificate');
  return [{ when: { not: shown }, then: { do: 'answer', answer }, label: 'viewers must show a certificate' }];
}

/**
 * Viewers whose country is not known are served.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
 */
function geoRules(restriction: Setting<GeoRestriction>, { distribution }: Site): readonly Rule[] {
  const refuse: Step = { do: 'answer', answer: pageAnswer(403, REASONS.country, 'CloudFront answers 403: country') };
  const place = restriction.place ? { place: restriction.place } : {};
  if (!isKnown(restriction)) {
    const reason = `the geographic restriction is not known: ${restriction.unknown}`;
    const when = undecided(`${distribution.id} geographic restriction`, reason);
    return [{ when, then: refuse, label: 'geographic restriction is not known', ...place }];
  }
  const { type, locations } = restriction.known;
  const listed: Condition = { test: 'text', on: 'country', matches: { is: 'one-of', of: locations } };
  if (type === 'none') return [];
  if (type === 'blacklist') return [{ when: listed, then: refuse, label: `refuses ${locations.join(', ')}`, ...place }];
  const when: Condition = { all: [{ test: 'present', on: 'country' }, { not: listed }] };
  return [{ when, then: refuse, label: `serves ${locations.join(', ')} only`, ...place }];
}

/**
 * The web ACL evaluates the request before any behavior is chosen. One that is not in the sources may block or not, and may
 * not even be one: the request goes on uninspected, unless it is blocked, and which of them is undecided.
 */
function inspectStep(reference: Setting<Text> | undefined, { distribution, links, report }: Site, next: Step): Step {
  const found = links.webAcl(reference, 'CLOUDFRONT');
  if ('none' in found) return next;
  if ('webAcl' in found) {
    const source = logSource('CLOUDFRONT', distribution.physicalId);
    return { do: 'inspect', webAcl: found.webAcl, source, allowed: next, refused: refusalAnswer };
  }
  const place = reference?.place ?? distribution.place;
  report({
    code: 'unknown-web-acl',
    severity: 'warning',
    message: `Cannot evaluate the web ACL of ${distributionTitle(distribution)}, expected one of the sources that AWS WAF accepts: ${found.unknown}`,
    place,
    help: 'If another stack holds the web ACL, give that stack too.',
  });
  const reason = `whether a web ACL that can block is attached to ${distributionTitle(distribution)}: ${found.unknown}`;
  const when = undecided(`web ACL ${identityOf(reference)} blocks`, reason);
  const answer = pageAnswer(403, REASONS.blocked, 'the web ACL, which is not known, blocks the request');
  const rule: Rule = { when, then: { do: 'answer', answer }, label: 'a web ACL that is not known may block', place };
  return { do: 'choose', rules: [rule], otherwise: next };
}

function identityOf(reference: Setting<Text> | undefined): string {
  if (reference === undefined) return '';
  if (!isKnown(reference)) return reference.identity;
  return isOpaque(reference.known) ? reference.known.opaque : reference.known;
}
