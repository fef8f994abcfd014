import type { Entrance, GateGraph, Traveller } from '@sallyport/gates';
import { headerValue, withHeader } from '@sallyport/http';
import type { Witness } from './proof.ts';

/**
 * The same request at the other entrances of its gate: a stage answers at its default endpoint and at custom domain names, and
 * each is a door that has to be shut. Whether they arrive is for the replay to say.
 */
export function underOtherNames(witness: Witness, graph: GateGraph): readonly Witness[] {
  const { request, gate } = witness;
  const entrances = graph.entrances.filter((entrance) => entrance.gate === gate);
  const own = entrances.filter((entrance) => isAt(request, entrance));
  // The longest base path that fits is what the request really has: `/` fits everywhere.
  const [from] = own.sort((a, b) => b.basePath.length - a.basePath.length);
  if (!from) return [];
  return entrances
    .filter((entrance) => !own.includes(entrance))
    .flatMap((entrance): Witness[] => {
      const moved = movedTo(request, from, entrance);
      return moved ? [{ ...witness, request: moved }] : [];
    });
}

const nameOf = (request: Traveller): string | undefined =>
  headerValue(request.headers, 'host')
    ?.toLowerCase()
    .replace(/:[0-9]+$/, '');

function isAt(request: Traveller, { hosts, basePath }: Entrance): boolean {
  const name = nameOf(request);
  return hosts.some((host) => host.toLowerCase() === name) && request.target.startsWith(basePath);
}

function movedTo(request: Traveller, from: Entrance, to: Entrance): Traveller | undefined {
  const [host] = to.hosts;
  if (host === undefined || host.startsWith('*') || !to.schemes.includes(request.connection.scheme)) return undefined;
  const rest = request.target.slice(from.basePath.length);
  const { tls, ...connection } = request.connection;
  return {
    ...request,
    target: `${to.basePath}${rest.startsWith('/') ? rest : `/${rest}`}`,
    headers: withHeader(request.headers, 'Host', host),
    connection: tls ? { ...connection, tls: { ...tls, serverName: host } } : connection,
  };
}
