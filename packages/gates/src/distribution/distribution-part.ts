import { type CacheBehavior, type Distribution, type Doubt, isKnown, isOpaque } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import type { Entrance, Gate } from '../graph.ts';
import type { HostEntry, Links, Part } from '../part.ts';
import type { Application, ApplicationId } from '../step.ts';
import { behaviorsGate, distributionGate } from './distribution-gate.ts';
import { usedOrigins } from './distribution-origins.ts';
import { edgeGate, namesOf } from './edge-gate.ts';
import { valueOr } from './settled.ts';
import { distributionGateId, distributionTitle, EDGE_GATE, type Site } from './site.ts';
import { originTarget, unmodelledKind } from './target.ts';

/** The distributions of an architecture. */
export interface DistributionInput {
  readonly distributions: readonly Distribution[];
}

/** What CloudFront adds to the graph: the shared edge, a gate for each distribution and tenant, and the hosts outside. */
export function distributionPart(input: DistributionInput, links: Links): Part {
  const distributions = input.distributions.filter(serves);
  const diagnostics: Diagnostic[] = [];
  const applications = new Map<ApplicationId, Application>();
  const outside = new Map<string, Set<ApplicationId>>();
  const calls = (application: Application, origin: string): void => {
    applications.set(application.id, application);
    outside.set(origin, (outside.get(origin) ?? new Set()).add(application.id));
  };
  const sites = distributions.map((distribution): Site => {
    return { distribution, links, calls, report: (diagnostic) => diagnostics.push(diagnostic) };
  });
  const gates = [...sites.map(distributionGate), ...sites.map((site) => behaviorsGate({ ...site, report: () => {} }))];
  for (const site of sites) reportOrigins(site);
  return {
    gates: distributions.length === 0 ? [] : [edgeGate(distributions), ...gates.filter(isNeeded(distributions))],
    entrances: distributions.flatMap(entrance),
    applications: [...applications.values()],
    origins: new Map([
      ...chained(distributions, links),
      ...[...outside].map(([origin, ids]) => [origin, { gates: [], applications: [...ids] }] as const),
    ]),
    assumptions: distributions.length === 0 ? [] : ASSUMPTIONS,
    doubts: distributions.flatMap((distribution) => edgeDoubts(distribution, links)),
    diagnostics,
  };
}

/** A distribution that may send to any origin, with any header: by a function at the edge, or since its origins are not known. */
function edgeDoubts(distribution: Distribution, links: Links): readonly Doubt[] {
  const { defaultCacheBehavior, cacheBehaviors, webAcl } = distribution;
  const behaviors = [...valueOr<readonly CacheBehavior[]>(cacheBehaviors, []), defaultCacheBehavior];
  const why = whyAnyOrigin(distribution, behaviors);
  if (why === undefined) return [];
  const found = links.webAcl(webAcl, 'CLOUDFRONT');
  if ('webAcl' in found && found.webAcl.canBlock === true) return [];
  return [
    { reason: `${why}, and no web ACL is known to guard ${distributionTitle(distribution)}`, against: 'internet' },
  ];
}

function whyAnyOrigin(distribution: Distribution, behaviors: readonly CacheBehavior[]): string | undefined {
  const title = distributionTitle(distribution);
  const choosing = behaviors.flatMap(({ functions }) => functions).find(({ mayChooseOrigin }) => mayChooseOrigin);
  if (choosing) return `a ${choosing.kind} of ${title} may choose any origin`;
  const { origins } = distribution;
  if (!isKnown(origins)) return `the origins of ${title} are not known (${origins.unknown})`;
  const open = behaviors.some(({ targetOriginId: id }) => !isKnown(id) || isOpaque(id.known));
  return open ? `which origin a cache behavior of ${title} names is not known` : undefined;
}

/** One for tenants only serves nothing itself: its tenants do. */
const serves = ({ tenant, tenantOnly }: Distribution): boolean => tenant !== undefined || !valueOr(tenantOnly, false);

/** The distributions that others send to: they are origins of their own. */
function chained(distributions: readonly Distribution[], links: Links): Part['origins'] {
  const named = new Set(
    distributions.flatMap((one) => usedOrigins(one).map((origin) => originTarget(origin, 'https', links).origin)),
  );
  const reached = distributions.filter(({ id }) => named.has(id));
  const gatesOf = (id: string) => distributions.filter((one) => one.id === id).map(distributionGateId);
  return new Map(reached.map(({ id }) => [id, { gates: gatesOf(id), applications: [] }]));
}

const ASSUMPTIONS = [
  'Every edge location of CloudFront runs the configuration of the sources.',
  "Every request misses CloudFront's cache: a stored response reaches no origin.",
  'CloudFront matches path patterns with the path as the viewer sent it.',
];

/** The names that end at CloudFront; `*.example.com` stands for an alias with a wildcard. */
export function distributionHosts({ distributions }: DistributionInput): readonly HostEntry[] {
  return distributions.filter(serves).flatMap((distribution) => {
    const { exact, suffixes } = namesOf(distribution);
    const hosts = [...exact.filter((name) => !isOpaque(name)), ...suffixes.map((suffix) => `*${suffix}`)];
    return hosts.flatMap((host) => (isOpaque(host) ? [] : [{ host, gate: EDGE_GATE, origin: distribution.id }]));
  });
}

function reportOrigins({ distribution, report }: Site): void {
  for (const origin of usedOrigins(distribution)) {
    const kind = unmodelledKind(origin);
    if (kind)
      report({
        code: 'unmodelled-origin',
        severity: 'warning',
        message: `Cannot model an origin of ${distributionTitle(distribution)}: it is a ${kind}, expected a REST API, an HTTP API or a host`,
        place: origin.place,
        help: 'It is called as a host outside; nothing is proved of it.',
      });
  }
}

/** The behaviors have a gate of their own only where something goes there past the viewer's checks. */
function isNeeded(distributions: readonly Distribution[]): (gate: Gate) => boolean {
  const needing = new Set(distributions.filter(needsBehaviors).map(({ id, tenant }) => tenant ?? id));
  return (gate) => !gate.id.endsWith('#behaviors') || (gate.resource !== undefined && needing.has(gate.resource));
}

function needsBehaviors({ customErrorResponses, continuousDeployment }: Distribution): boolean {
  return valueOr<readonly unknown[]>(customErrorResponses, []).length > 0 || continuousDeployment !== undefined;
}

function entrance(distribution: Distribution): readonly Entrance[] {
  const { exact, suffixes } = namesOf(distribution);
  const known = exact.flatMap((name) => (isOpaque(name) ? [] : [name]));
  const hosts = [...known, ...suffixes.map((suffix) => `www${suffix}`)];
  const [first = ''] = hosts;
  if (hosts.length === 0) return [];
  const resource = distribution.tenant ?? distribution.id;
  return [
    {
      id: `distribution:${resource}`,
      gate: EDGE_GATE,
      kind: 'distribution',
      resource,
      hosts,
      schemes: ['http', 'https'],
      basePath: '',
      title: `https://${first}`,
      place: distribution.place,
    },
  ];
}
