import {
  type ContinuousDeployment,
  type Distribution,
  isKnown,
  isOpaque,
  type Setting,
  type StagingTraffic,
  type Text,
} from '@sallyport/architecture';
import { headerAttribute } from '../attribute.ts';
import { type Condition, NEVER } from '../condition.ts';
import { settled, textOf, undecided, valueOr } from './settled.ts';

/** Part of a distribution's requests that another one serves. */
export interface Staging {
  readonly when: Condition;
  readonly label: string;
  /** The staging distribution; undefined where it is not in the sources. */
  readonly distribution: Distribution | undefined;
}

/**
 * Which requests go to a staging distribution: a header that equals a value decides, or chance. It has no entrance of its
 * own, and its web ACL takes the place of the primary's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-continuous-deployment.html
 */
export function stagingOf(primary: Distribution, all: readonly Distribution[]): Staging | undefined {
  const setting = primary.continuousDeployment;
  if (setting === undefined) return undefined;
  if (!isKnown(setting)) {
    const reason = `whether a request goes to a staging distribution is not known: ${setting.unknown}`;
    const when = undecided(`${primary.id} ${setting.identity}`, reason);
    return { when, label: 'a continuous deployment policy that is not known', distribution: undefined };
  }
  const deployment = setting.known;
  const enabled = settled(deployment.enabled, `whether "${deployment.id}" is enabled`);
  const { when, label } = traffic(deployment);
  const distribution = stagingDistribution(deployment, all);
  const unseen = distribution
    ? []
    : [undecided(`${deployment.id} staging`, 'the staging distribution is not in the sources')];
  return { when: { all: [enabled, when, ...unseen] }, label, distribution };
}

function traffic({ id, traffic: setting }: ContinuousDeployment): { readonly when: Condition; readonly label: string } {
  if (!isKnown(setting)) {
    const when = undecided(`${id} traffic`, `which requests are staged is not known: ${setting.unknown}`);
    return { when, label: `continuous deployment "${id}"` };
  }
  return setting.known.by === 'header' ? byHeader(id, setting.known) : byWeight(id, setting.known);
}

function byHeader(id: string, { header, value }: Extract<StagingTraffic, { by: 'header' }>) {
  if (!isKnown(header)) {
    const when = undecided(`${id} header`, `the header of "${id}" is not known: ${header.unknown}`);
    return { when, label: `continuous deployment "${id}" by a header` };
  }
  const when: Condition = {
    test: 'text',
    on: headerAttribute(header.known),
    matches: { is: 'equal', to: textOf(value) },
  };
  return { when, label: `continuous deployment "${id}" by header ${header.known}` };
}

function byWeight(id: string, { weight }: Extract<StagingTraffic, { by: 'weight' }>) {
  const label = `continuous deployment "${id}" by weight`;
  if (isKnown(weight) && weight.known <= 0) return { when: NEVER, label };
  const reason = `"${id}" sends a share of requests, by chance, to staging`;
  return { when: undecided(`${id} weight`, reason, isKnown(weight) ? weight.known : undefined), label };
}

function stagingDistribution(deployment: ContinuousDeployment, all: readonly Distribution[]): Distribution | undefined {
  const names = valueOr<readonly Setting<Text>[]>(deployment.stagingDomainNames, []).map(textOf);
  return all.find(({ tenant, domainName }) =>
    names.some((name) => tenant === undefined && !isOpaque(name) && name.toLowerCase() === domainName),
  );
}
