import type { Application, GateGraph } from '@sallyport/gates';
import { inputFailure } from './failure.ts';

/** Refuses servers that could not be called, and names that nothing in the sources has. */
export function checkOrigins(graph: GateGraph, origins: Readonly<Record<string, string>> = {}): void {
  const names = [...graph.applications.values()].flatMap(namesOf);
  const known = new Set([...names, ...graph.origins.map(({ id }) => id), ...graph.applications.keys()]);
  for (const [name, url] of Object.entries(origins)) {
    if (!isServer(url))
      throw inputFailure(
        'origin-url',
        `Cannot put "${url}" behind "${name}": it is no URL of a server, expected http://<host>:<port>.`,
      );
    if (!known.has(name))
      throw inputFailure(
        'unknown-origin',
        `Cannot put a server behind "${name}": the sources have no such origin, expected one of ${names.join(', ')}.`,
      );
  }
}

function namesOf(application: Application): readonly string[] {
  switch (application.kind) {
    case 'function':
      return [application.function];
    case 'http':
      return [application.host, `${application.host}:${application.port}`];
    case 'mock':
      return [];
  }
}

function isServer(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
  } catch {
    return false;
  }
}
