import type { Architecture, Doubt, Unmodelled } from '@sallyport/architecture';
import {
  type DistributionOrigin,
  distributionHosts,
  distributionOrigins,
  distributionPart,
} from './distribution/index.ts';
import type { Entrance, Gate, GateGraph, Origin } from './graph.ts';
import type { HostEntry, Links, Part } from './part.ts';
import { restApiHosts, restApiPart } from './rest-api/index.ts';
import type { Application, ApplicationId, GateId, Step } from './step.ts';
import { stepsOf } from './steps-of.ts';
import { type MayRefuse, webAclLink } from './web-acl/index.ts';

/** The gate graph of an architecture: what every component does, and how they are joined. */
export function graphOf(architecture: Architecture, mayRefuse?: MayRefuse): GateGraph {
  const links = linksOf(architecture, mayRefuse);
  const parts = [distributionPart(architecture, links), restApiPart(architecture, links)];
  const named = distributionOrigins(architecture, links);
  const applications = new Map(parts.flatMap((part) => part.applications).map((each) => [each.id, each]));
  const gates = new Map(parts.flatMap((part) => part.gates).map((gate) => [gate.id, gate]));
  const entrances = parts.flatMap((part) => part.entrances);
  return {
    gates,
    entrances,
    applications,
    origins: originsOf(architecture, { parts, named, applications, gates, entrances }),
    assumptions: [...new Set([...CLOSED_WORLD, ...parts.flatMap((part) => part.assumptions)])],
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

const CLOSED_WORLD: readonly string[] = [
  'The sources given are the whole world: no other distribution, API or load balancer leads to the same origins.',
  'What is deployed is what the sources say, and of a stage what was handed in: nothing was changed by hand.',
];

function linksOf(architecture: Architecture, mayRefuse?: MayRefuse): Links {
  const hosts = new Map<string, HostEntry>();
  for (const entry of [...distributionHosts(architecture), ...restApiHosts(architecture)]) hosts.set(entry.host, entry);
  return {
    hostEntry: (host) => entryOf(hosts, host.toLowerCase()),
    webAcl: webAclLink(architecture.webAcls, mayRefuse),
  };
}

/**
 * The exact name, else the alias with a wildcard for its leftmost label:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
const entryOf = (hosts: ReadonlyMap<string, HostEntry>, host: string): HostEntry | undefined =>
  hosts.get(host) ?? hosts.get(host.replace(/^[^.]+/, '*'));

interface Parts {
  readonly parts: readonly Part[];
  readonly named: readonly DistributionOrigin[];
  readonly applications: ReadonlyMap<ApplicationId, Application>;
  readonly gates: ReadonlyMap<GateId, Gate>;
  readonly entrances: readonly Entrance[];
}

/** What distributions send to, and, without one, what carries a regional web ACL. */
function originsOf(architecture: Architecture, all: Parts): readonly Origin[] {
  const ids = new Set([...all.named.map(({ origin }) => origin), ...guardedRegionally(all)]);
  return [...ids].map((id) => originOf(id, architecture, all));
}

/** The origins (resources) one of whose gates holds a web ACL, and that no distribution names. */
function guardedRegionally({ parts, named, gates }: Parts): readonly string[] {
  const behindDistributions = new Set(named.map(({ origin }) => origin));
  return parts
    .flatMap((part) => [...part.origins])
    .filter(([id, origin]) => !behindDistributions.has(id) && origin.gates.some((gate) => inspects(gates.get(gate))))
    .map(([id]) => id);
}

function inspects(gate: Gate | undefined): boolean {
  return gate !== undefined && stepsOf(gate.start).some((step) => step.do === 'inspect' || leavesWebAclOpen(step));
}

/** A web ACL that the sources do not show is left open by a rule of this identity. */
const leavesWebAclOpen = (step: Step): boolean =>
  step.do === 'choose' &&
  step.rules.some(({ when }) => 'test' in when && when.test === 'undecided' && when.identity.startsWith('web ACL '));

function originOf(id: string, architecture: Architecture, { parts, named, applications }: Parts): Origin {
  const own = parts.flatMap((part) => part.origins.get(id) ?? []);
  const naming = named.filter(({ origin }) => origin === id);
  const behind = [...new Set(own.flatMap((part) => part.applications))].filter(
    (application) => applications.get(application)?.kind !== 'mock',
  );
  const place = architecture.resources.all.find((resource) => resource.id === id)?.place;
  const doubts = [...architecture.doubts, ...parts.flatMap((part) => part.doubts ?? [])].filter(
    ({ of }) => of === undefined || of === id || behind.includes(`function:${of}`) || shares(of, behind, parts),
  );
  const against = (attacker: Doubt['against']): readonly string[] =>
    doubts.flatMap((doubt) => (doubt.against === attacker ? [doubt.reason] : []));
  return {
    id: naming.find(({ name }) => name !== undefined)?.name ?? id,
    gates: [...new Set(own.flatMap((part) => part.gates))],
    applications: behind,
    distributions: [...new Set(naming.map(({ distribution }) => distribution))],
    unknown: [
      ...new Set([
        ...naming.flatMap(({ unknown }) => (unknown === undefined ? [] : [unknown])),
        ...architecture.unmodelled.flatMap((each) => otherWay(each, id, behind, architecture)),
        ...against('internet'),
      ]),
    ],
    unknownAgainst: { account: against('account'), credential: against('credential') },
    ...(place ? { place } : {}),
  };
}

/** Whether one of these applications also runs behind that API. */
const shares = (api: string, behind: readonly ApplicationId[], parts: readonly Part[]): boolean =>
  parts.some((part) => part.origins.get(api)?.applications.some((application) => behind.includes(application)));

/** A resource that no component models and that names this origin, or a function behind it, may be a way to it. */
function otherWay(
  { resource, names }: Unmodelled,
  origin: string,
  applications: readonly ApplicationId[],
  { resources, functions }: Architecture,
): readonly string[] {
  const api = resources.all.find((each) => each.id === origin);
  const behind = functions.all.filter((each) => applications.includes(`function:${each.id}`)).map((each) => each.name);
  const sought = [...(api ? [api.physicalId] : []), ...behind];
  const touches = sought.some((name) => names.some((text) => text.includes(name)));
  return touches ? [`${resource.type} "${resource.logicalId}" leads there too, and this type is not modelled yet`] : [];
}
