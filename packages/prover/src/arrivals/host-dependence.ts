import type { Entrance, GateGraph } from '@sallyport/gates';
import type { Attacker } from '../environment/index.ts';
import { type Diagram, NOTHING, type Point } from '../sets/index.ts';
import type { Decided } from './carry.ts';
import { type EntranceProof, proveEntrance } from './entrance-proof.ts';
import { entries, type ProofOptions, settingOf } from './prove.ts';
import { certainly } from './request-set.ts';
import type { Witness } from './witness.ts';

/** A request that a web ACL blocks under one name of an entrance and lets pass under another. */
export interface HostDependence {
  readonly blocked: Witness;
  readonly escaping: Witness;
  /** The name under which it passes. */
  readonly host: string;
  readonly webAcl: string;
  /** The rule that blocks it. */
  readonly rule: string;
}

/** What was found, and why there may be more: empty where nothing was left out. */
export interface HostDependences {
  readonly found: readonly HostDependence[];
  readonly unknown: readonly string[];
}

const NONE: HostDependences = { found: [], unknown: [] };

/**
 * For each rule that blocks, whether the same request escapes the web ACL under another name of the same entrance. All
 * entrances of one gate are read off one proof, which is that of `prove` if `options` are the same.
 */
export function hostDependence(
  graph: GateGraph,
  entrance: Entrance,
  attacker: Attacker,
  options: ProofOptions = {},
): HostDependences {
  const hosts = entrance.hosts.filter((host) => !host.includes('*')).map((host) => host.toLowerCase());
  const entry = entries(graph).find(({ gate }) => gate === entrance.gate);
  if (!entry) return NONE;
  const proof = proveEntrance(settingOf(graph, attacker, options), entry);
  const place = proof.reading.space.places.get('host');
  if (hosts.length < 2) return NONE;
  if (place === undefined) return { found: [], unknown: proof.unknown };
  const found = proof.decided.flatMap((block) =>
    block.passes || block.rule === undefined ? [] : (dependenceOf(proof, place, hosts, block, block.rule) ?? []),
  );
  return { found, unknown: [...proof.unknown, ...leftOut(proof)] };
}

/** Where tests were too many to be told apart, a pair may hide among them. */
function leftOut({ reading: { space } }: EntranceProof): readonly string[] {
  const rests = space.variables.some(({ rest }) => rest !== undefined);
  const given = new Set([...space.leftOut.values()].map((identity) => space.reasons.get(identity) ?? identity));
  return rests && given.size === 0 ? ['too many combinations of values to be told apart'] : [...given];
}

function dependenceOf(
  proof: EntranceProof,
  place: number,
  hosts: readonly string[],
  block: Decided,
  rule: string,
): HostDependence | undefined {
  const passing = proof.decided.filter(({ webAcl, passes }) => passes && webAcl === block.webAcl);
  const { reading } = proof;
  const blocked = certainly(reading, block.set);
  const through = passing.reduce((all, { set }) => reading.diagrams.or(all, certainly(reading, set)), NOTHING);
  for (const from of hosts)
    for (const to of hosts) {
      const pair = escapes(proof, place, { from, to }, blocked, through);
      if (pair) return { ...pair, host: to, webAcl: block.webAcl, rule };
    }
  return undefined;
}

/** A request that is blocked with one Host and passes with the other, everything else alike. */
function escapes(
  { reading }: EntranceProof,
  place: number,
  hosts: { readonly from: string; readonly to: string },
  blocked: Diagram,
  through: Diagram,
): { readonly blocked: Witness; readonly escaping: Witness } | undefined {
  const { diagrams, space, maker } = reading;
  const from = space.variables[place]?.classify([hosts.from]);
  const to = space.variables[place]?.classify([hosts.to]);
  if (typeof from !== 'number' || typeof to !== 'number' || from === to) return undefined;
  const both = diagrams.and(diagrams.restrict(blocked, place, from), diagrams.restrict(through, place, to));
  const point = diagrams.member(both);
  if (!point) return undefined;
  const isNameTested = space.places.has('server-name');
  const under = (index: number, host: string): Witness => {
    const witness = withHost(maker.witness(at(point, place, index)), host);
    return isNameTested ? witness : withServerName(witness, host);
  };
  return { blocked: under(from, hosts.from), escaping: under(to, hosts.to) };
}

const at = (point: Point, place: number, index: number): Point =>
  point.map((own, variable) => (variable === place ? index : own));

/** The witness with the very name asked for; its class holds others that no test tells apart. */
const withHost = (witness: Witness, host: string): Witness => ({
  ...witness,
  request: {
    ...witness.request,
    headers: witness.request.headers.map(([name, value]) => [name, name === 'Host' ? host : value] as const),
  },
});

/** A client shows the name that it asks for. */
function withServerName(witness: Witness, serverName: string): Witness {
  const { request } = witness;
  const { connection } = request;
  if (!connection.tls) return witness;
  const tls = { ...connection.tls, serverName };
  return { ...witness, request: { ...request, connection: { ...connection, tls } } };
}
