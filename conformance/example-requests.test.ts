import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { headerValue, latin1, type Response } from '@sallyport/http';
import { rehearse } from '@sallyport/runtime';
import { describe, expect, test } from 'vitest';
import { graphOfFiles } from './graph.ts';
import { parseHttpFile } from './http-file.ts';
import { protectedApi, protectedApiText } from './protected-api.ts';
import { valueAt } from './template.ts';

/** What an answer must be: texts are regular expressions. */
interface ExpectedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly echo?: {
    readonly method?: string;
    readonly path?: string;
    readonly body?: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  };
}
interface ExampleRequest {
  readonly name: string;
  readonly request: string;
  readonly entrance: 'Edge' | 'Api';
  readonly from: string;
  readonly answer: ExpectedAnswer;
  readonly reaches: boolean;
}

const folder = new URL('../examples/protected-api/', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');
const requests: readonly ExampleRequest[] = JSON.parse(read('requests.json'));

/** The example's own handler, run as it stands in the template. */
const handler = (() => {
  const module = { exports: { handler: async (_event: unknown): Promise<unknown> => undefined } };
  runInNewContext(String(valueAt(protectedApi(), 'Echo.Code.ZipFile')), { ...module, exports: module.exports });
  return module.exports.handler;
})();

const graph = graphOfFiles([{ path: 'template.yaml', text: protectedApiText }]);

function hostOf(name: string): string {
  const entrance = graph.entrances.find(({ resource, id }) => resource === name || id.includes(name));
  const [host] = entrance?.hosts ?? [];
  if (host === undefined)
    throw new Error(`Cannot find the entrance "${name}" among ${graph.entrances.map(({ id }) => id)}`);
  return host;
}

describe('the requests of the example protected-api', () => {
  test.each(requests)('$name', async ({ request, from, answer, reaches }) => {
    const functions = Object.fromEntries([...graph.applications.keys()].map((id) => [id, handler]));
    const file = parseHttpFile(read(request), hostOf);
    const sent = { url: file.url, method: file.method, headers: file.headers };
    const { response, journey } = await rehearse(graph, { functions }).fetch(
      file.body === undefined ? sent : { ...sent, body: file.body },
      { from },
    );
    expectAnswer(response, answer);
    expect(journey.reached.length > 0).toBe(reaches);
  });
});

function expectAnswer(response: Response, { status, headers, body, echo }: ExpectedAnswer): void {
  expect(response.status).toBe(status);
  for (const [name, value] of Object.entries(headers))
    expect(headerValue(response.headers, name), name).toMatch(new RegExp(value));
  if (response.body.kind !== 'bytes') throw new Error('Cannot compare the body: a stream found, expected bytes');
  const text = latin1(response.body.bytes);
  if (body !== undefined) expect(text).toMatch(new RegExp(body));
  if (echo) expectEcho(JSON.parse(text), echo);
}

type Multi = Readonly<Record<string, readonly string[]>> | null;
interface Echoed {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly query: Multi;
  readonly headers: Multi;
}

function expectEcho(echoed: Echoed, wanted: NonNullable<ExpectedAnswer['echo']>): void {
  for (const name of ['method', 'path', 'body'] as const)
    if (wanted[name] !== undefined) expect(echoed[name], name).toMatch(new RegExp(wanted[name]));
  expectValues(echoed.query, wanted.query ?? {});
  expectValues(echoed.headers, wanted.headers ?? {});
}

function expectValues(found: Multi, wanted: Readonly<Record<string, string>>): void {
  const lower = new Map(Object.entries(found ?? {}).map(([name, values]) => [name.toLowerCase(), values]));
  for (const [name, value] of Object.entries(wanted)) {
    expect(lower.get(name), name).toHaveLength(1);
    expect(lower.get(name)?.[0], name).toMatch(new RegExp(value));
  }
}
