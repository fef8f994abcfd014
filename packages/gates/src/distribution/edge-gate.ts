import { type Distribution, isKnown, isOpaque, type Setting, type Text } from '@sallyport/architecture';
import type { Condition } from '../condition.ts';
import type { Gate } from '../graph.ts';
import type { Rule, Step } from '../step.ts';
import type { TextRewrite } from '../text-rewrite.ts';
import { UNKNOWN_HOST } from './answers.ts';
import { ownErrorPages } from './custom-error.ts';
import { pageAnswer, REASONS } from './error-page.ts';
import { REQUEST_LIMITS } from './limits.ts';
import { settled, textOf, undecided, valueOr } from './settled.ts';
import { behaviorsGateId, distributionGateId, distributionTitle, EDGE_GATE } from './site.ts';
import { type Staging, stagingOf } from './staging.ts';

/** The names of a distribution: exact ones, and those that a wildcard stands for (`.example.com`). */
export interface Names {
  readonly exact: readonly Text[];
  readonly suffixes: readonly string[];
}

/** The names that lead to a distribution. A staging distribution has none, one for tenants only none of its own. */
export function namesOf(distribution: Distribution): Names {
  if (valueOr(distribution.staging, false)) return { exact: [], suffixes: [] };
  const own =
    distribution.tenant !== undefined || valueOr(distribution.tenantOnly, false) ? [] : [distribution.domainName];
  const aliases = valueOr<readonly Setting<Text>[]>(distribution.aliases, []).map(textOf);
  const wild = (name: Text): name is string => !isOpaque(name) && name.startsWith('*.');
  const exact = aliases.filter((name) => !wild(name)).map((name) => (isOpaque(name) ? name : name.toLowerCase()));
  return { exact: [...own, ...exact], suffixes: aliases.filter(wild).map((name) => name.slice(1).toLowerCase()) };
}

/**
 * The edge that all distributions share: the Host decides which of them answers, the most specific name first.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
export function edgeGate(distributions: readonly Distribution[]): Gate {
  const step = new Map(distributions.map((one) => [one, servingStep(one, distributions)]));
  const toward = (distribution: Distribution, when: Condition, label: string): Rule => ({
    when,
    then: step.get(distribution) ?? { do: 'answer', answer: UNKNOWN_HOST },
    label,
    place: distribution.place,
  });
  const rules = [
    ...exactRules(distributions, toward),
    ...suffixRules(distributions, toward),
    ...unknownRules(distributions, toward),
  ];
  const unknownHost: Step = { do: 'answer', answer: UNKNOWN_HOST };
  const byHost: Step = { do: 'choose', rules, otherwise: unknownHost };
  return {
    id: EDGE_GATE,
    component: 'distribution',
    title: 'CloudFront',
    start: { do: 'choose', rules: REQUEST_LIMITS, otherwise: byHost },
  };
}

type Toward = (distribution: Distribution, when: Condition, label: string) => Rule;

/** Hosts are compared without their port and without regard to case. */
const THROUGH: readonly TextRewrite[] = [{ rewrite: 'drop-port' }, { rewrite: 'lower-case' }];

function exactRules(distributions: readonly Distribution[], toward: Toward): readonly Rule[] {
  return distributions.flatMap((distribution) => {
    const { exact } = namesOf(distribution);
    if (exact.length === 0) return [];
    const when: Condition = { test: 'text', on: 'host', through: THROUGH, matches: { is: 'one-of', of: exact } };
    return [toward(distribution, when, `${distributionTitle(distribution)} has this Host`)];
  });
}

function suffixRules(distributions: readonly Distribution[], toward: Toward): readonly Rule[] {
  const wild = distributions.flatMap((distribution) =>
    namesOf(distribution).suffixes.map((suffix) => ({ distribution, suffix })),
  );
  return [...wild]
    .sort((a, b) => b.suffix.length - a.suffix.length)
    .map(({ distribution, suffix }) => {
      const when: Condition = {
        test: 'text',
        on: 'host',
        through: THROUGH,
        matches: { is: 'ending-with', text: suffix },
      };
      return toward(distribution, when, `${distributionTitle(distribution)} has Hosts like *${suffix}`);
    });
}

function unknownRules(distributions: readonly Distribution[], toward: Toward): readonly Rule[] {
  return distributions.flatMap((distribution) => {
    const { aliases } = distribution;
    if (isKnown(aliases) || valueOr(distribution.staging, false)) return [];
    const title = distributionTitle(distribution);
    const when = undecided(`${title} aliases`, `the aliases of ${title} are not known: ${aliases.unknown}`);
    return [toward(distribution, when, `${title} may have this Host`)];
  });
}

/** The distribution serves the request, or its staging distribution does, or neither, where it is switched off. */
function servingStep(distribution: Distribution, all: readonly Distribution[]): Step {
  const title = distributionTitle(distribution);
  const serve = stagedStep(distribution, stagingOf(distribution, all));
  if (isKnown(distribution.enabled) && distribution.enabled.known) return serve;
  const when: Condition = { not: settled(distribution.enabled, `whether ${title} is enabled`) };
  const answer = pageAnswer(403, REASONS.badRequest, `CloudFront answers 403: ${title} is not enabled`);
  return {
    do: 'choose',
    rules: [{ when, then: { do: 'answer', answer }, label: `${title} is not enabled` }],
    otherwise: serve,
  };
}

function stagedStep(primary: Distribution, staging: Staging | undefined): Step {
  const serve = handOver(primary);
  if (staging === undefined) return serve;
  const then: Step = staging.distribution ? handOver(staging.distribution) : handUninspected(primary);
  return { do: 'choose', rules: [{ when: staging.when, then, label: staging.label }], otherwise: serve };
}

const handOver = (distribution: Distribution): Step => ({
  do: 'call',
  to: { gate: distributionGateId(distribution) },
  label: `${distributionTitle(distribution)} serves the request`,
  after: ownErrorPages(distribution, behaviorsGateId(distribution)),
});

/** In the place of a staging distribution that is not in the sources: nothing is known of its web ACL. */
const handUninspected = (primary: Distribution): Step => ({
  do: 'call',
  to: { gate: behaviorsGateId(primary) },
  label: `the staging distribution of ${distributionTitle(primary)}, which is not in the sources, serves the request`,
  after: [],
});
