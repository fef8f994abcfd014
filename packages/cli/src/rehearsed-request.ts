import type { Entrance, GateGraph } from '@sallyport/gates';
import { type Headers, headerValue } from '@sallyport/http';
import { inputFailure } from './failure.ts';

/** `Name: value` lines as headers. */
export function headerLines(lines: readonly string[]): Headers {
  return lines.map((line) => {
    const at = line.indexOf(':');
    if (at < 1)
      throw inputFailure('header', `Cannot read the header "${line}": no colon found, expected "Name: value".`);
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
}

/** Where a request of the command line goes. */
export interface Address {
  readonly entrance: Entrance;
  /** With scheme and host. */
  readonly url: string;
}

/**
 * A URL goes to the entrance that has its host (or that a Host header names). A path alone goes to the first distribution,
 * or, `via` the internet, straight to the first other entrance, behind its base path.
 */
export function addressOf(graph: GateGraph, url: string, headers: Headers, via: 'distribution' | 'internet'): Address {
  const authority = /^https?:\/\/([^/?#]+)/.exec(url)?.[1];
  if (authority === undefined) return pathAddress(graph, url, via);
  const host = authority.replace(/:\d+$/, '').toLowerCase();
  const entrance = entranceOf(graph, host) ?? entranceOf(graph, headerValue(headers, 'host') ?? '');
  if (entrance) return { entrance, url };
  throw inputFailure(
    'unknown-host',
    `Cannot send a request to "${authority}": no entrance has that host, expected one of ${hostsOf(graph).join(', ')}.`,
  );
}

function pathAddress(graph: GateGraph, path: string, via: 'distribution' | 'internet'): Address {
  if (!path.startsWith('/'))
    throw inputFailure(
      'url',
      `Cannot read the URL "${path}": no scheme found, expected https://<host>/<path> or /<path>.`,
    );
  const entrance = graph.entrances.find(({ kind }) => (kind === 'distribution') === (via === 'distribution'));
  const [host] = entrance?.hosts ?? [];
  if (!entrance || host === undefined)
    throw inputFailure(
      'no-entrance',
      `Cannot send a request ${via === 'distribution' ? 'through a distribution' : 'straight to an origin'}: the sources have no such entrance, expected one of ${hostsOf(graph).join(', ') || 'at least one'}.`,
    );
  return { entrance, url: `https://${host}${entrance.basePath}${path}` };
}

const entranceOf = (graph: GateGraph, host: string): Entrance | undefined =>
  graph.entrances.find(({ hosts }) => hosts.includes(host.toLowerCase()));

const hostsOf = (graph: GateGraph): readonly string[] => graph.entrances.flatMap(({ hosts }) => hosts);
