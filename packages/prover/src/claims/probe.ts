import type { Entrance, GateGraph, Matcher, Origin, Traveller } from '@sallyport/gates';
import { joinTarget, NO_BODY, type Request, splitTarget, withoutHeader } from '@sallyport/http';
import { textTests } from './conditions.ts';
import { doorGates } from './doors.ts';
import type { Witness } from './proof.ts';

/** How many paths and methods are tried. */
const MOST_PATHS = 24;

/**
 * Well-meant requests to an entrance: each path and method that a gate on the way asks for, so that one of them gets as far
 * as anything can. They explain why nothing comes through; that nothing does is proved elsewhere.
 */
export function probes(graph: GateGraph, entrance: Entrance, origin: Origin): readonly Witness[] {
  const own = [entrance.gate, ...origin.gates].flatMap((id) => graph.gates.get(id) ?? []);
  const tests = [...new Set([...own, ...doorGates(graph, origin)])].flatMap(textTests);
  const paths = tests.flatMap(({ on, matches }) => (on === 'path' ? examples(matches) : []));
  const methods = tests.flatMap(({ on, matches }) => (on === 'method' ? examples(matches) : []));
  return [...new Set(['GET', 'POST', ...methods])].flatMap((method) =>
    [...new Set([`${entrance.basePath}/`, ...paths])].slice(0, MOST_PATHS).map((path) => ({
      request: plainRequest(entrance, method, path),
      gate: entrance.gate,
      grants: () => true,
      rests: [],
    })),
  );
}

/** A request as a browser would send it, from an address that stands for somebody (RFC 5737). */
export function plainRequest(entrance: Entrance, method: string, path: string, name?: string): Traveller {
  const scheme = entrance.schemes.includes('https') ? 'https' : 'http';
  const host = name ?? entrance.hosts[0]?.replace(/^\*/, 'any') ?? 'localhost';
  return {
    method,
    target: path,
    httpVersion: '1.1',
    headers: [['Host', host]],
    body: NO_BODY,
    connection: {
      scheme,
      address: '203.0.113.7',
      port: 50000,
      localPort: scheme === 'https' ? 443 : 80,
      ...(scheme === 'https' ? { tls: { serverName: host } } : {}),
    },
  };
}

/** A text that the matcher accepts, where it is easily said. */
export function examples(matcher: Matcher): readonly string[] {
  switch (matcher.is) {
    case 'equal':
      return typeof matcher.to === 'string' ? [matcher.to] : [];
    case 'one-of':
      return matcher.of.filter((text) => typeof text === 'string');
    case 'starting-with':
    case 'ending-with':
    case 'containing':
      return [matcher.text];
    case 'glob':
      return [matcher.pattern.replaceAll('*', '').replaceAll('?', 'x')];
    case 'resource-path':
      return [matcher.template.replace(/\{[^}]*\}/g, 'x')];
    default:
      return [];
  }
}

/** What a request says to a web ACL, sent to where another one goes. */
export function carried(request: Request, base: Traveller): Traveller {
  const { path, query } = splitTarget(request.target);
  const { address, country, asn } = request.connection;
  return {
    ...base,
    method: request.method === 'GET' ? base.method : request.method,
    target: joinTarget({ path: path === '/' ? splitTarget(base.target).path : path, query }),
    headers: [...base.headers, ...withoutHeader(request.headers, 'host')],
    body: request.body,
    connection: {
      ...base.connection,
      address,
      ...(country === undefined ? {} : { country }),
      ...(asn === undefined ? {} : { asn }),
    },
  };
}
