import type { Answer } from './command.ts';

/** The request as the example's function received it. */
export interface EchoedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>> | null;
  /** The values of the headers of that name, whatever its case. */
  readonly header: (name: string) => readonly string[];
}

/** Reads the answer of the example's function. */
export function echoed({ body }: Answer): EchoedRequest {
  const { method, path, query, headers } = JSON.parse(body);
  const lists = new Map(
    Object.entries<readonly string[]>(headers).map(([name, values]) => [name.toLowerCase(), values]),
  );
  return { method, path, query, header: (name) => lists.get(name.toLowerCase()) ?? [] };
}
