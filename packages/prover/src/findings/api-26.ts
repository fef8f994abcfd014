import { at, isKnown, itemsSetting, type Resource, stringSetting, type Value } from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import type { Case, FrontDoorFinding } from './module.ts';
import { passedGates, resourceOf } from './way.ts';

/** The managed policy AllViewer. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
export const API26: FrontDoorFinding = {
  id: 'API-26',
  claim: 'frontDoorOpens',
  title: "CloudFront forwards the viewer's Host to API Gateway",
  remedy: 'Use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac).',
  explain({ outcome, origin }, of) {
    const gate = passedGates(outcome, of.subject.graph, 'distribution').at(-1);
    const distribution = gate && resourceOf(gate, of);
    const place = distribution && hostForwarding(distribution, of);
    if (!gate || !place || !of.subject.architecture.restApis.apis.some(({ id }) => id === origin.id)) return undefined;
    return {
      detail: `${gate.title} sends the viewer's Host header to "${origin.id}", and API Gateway answers 403 to a host that is none of its own.`,
      place,
      key: gate.id,
    };
  },
};

/** Where some behavior of the distribution has the Host header forwarded. */
function hostForwarding({ properties }: Resource, of: Case): Place | undefined {
  const config = at(properties, 'DistributionConfig');
  const listed = at(config, 'CacheBehaviors');
  const behaviors = [at(config, 'DefaultCacheBehavior'), ...(listed ? itemsOf(listed) : [])];
  for (const behavior of behaviors) {
    const place =
      policyPlace(at(behavior, 'OriginRequestPolicyId'), of) ?? legacyPlace(at(behavior, 'ForwardedValues'));
    if (place) return place;
  }
  return undefined;
}

function policyPlace(reference: Value | undefined, { subject }: Case): Place | undefined {
  const id = reference && textOf(reference);
  if (id === undefined) return undefined;
  if (id === ALL_VIEWER) return reference?.place;
  const policy = subject.architecture.resources.byPhysicalId('AWS::CloudFront::OriginRequestPolicy', id);
  const headers = at(policy?.properties, 'OriginRequestPolicyConfig', 'HeadersConfig');
  const behavior = at(headers, 'HeaderBehavior');
  const word = behavior && textOf(behavior);
  const names = at(headers, 'Headers');
  const named = names ? itemsOf(names).some(isHost) : false;
  const forwards =
    word === 'allViewer' ||
    word === 'allViewerAndWhitelistCloudFront' ||
    (word === 'whitelist' && named) ||
    (word === 'allExcept' && !named);
  return forwards ? (behavior?.place ?? reference?.place) : undefined;
}

function legacyPlace(values: Value | undefined): Place | undefined {
  const headers = at(values, 'Headers');
  return headers && itemsOf(headers).some((item) => textOf(item) === '*' || isHost(item)) ? headers.place : undefined;
}

const isHost = (value: Value): boolean => textOf(value)?.toLowerCase() === 'host';

const textOf = (value: Value): string | undefined => {
  const setting = stringSetting(value);
  return isKnown(setting) ? setting.known : undefined;
};

const itemsOf = (value: Value): readonly Value[] => {
  const setting = itemsSetting(value);
  return isKnown(setting) ? setting.known : [];
};
