import type { Application, GateGraph } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { echo, echoFunction } from '../echo.ts';
import type { Call } from '../world.ts';
import { countBytes, type IncomingBody, readWhole } from './body.ts';
import type { Departure } from './departure.ts';
import { createFunctionProcess, type FunctionProcess, isNodeRuntime } from './function-process.ts';
import type { FunctionCode, Functions, ServeOptions } from './options.ts';
import { createOrigins, type OriginAnswer, type Settle } from './origin.ts';
import { reportedOnce } from './reported-once.ts';

/** All that stands behind the gates: servers, functions, and what stands in for them. */
export interface Applications {
  readonly answer: (
    graph: GateGraph,
    call: Call,
    body: IncomingBody,
    departure: Departure,
    settle: Settle,
    broken: (error: unknown) => void,
  ) => void;
  /** Runs other code from now on; functions that stay the same keep their process. */
  readonly replaceFunctions: (functions: Functions) => void;
  readonly close: () => Promise<void>;
}

/** API Gateway's limit for a payload. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAXIMUM_PAYLOAD = 10 * 1024 * 1024;

export function createApplications(options: ServeOptions): Applications {
  const origins = createOrigins();
  const processes = new Map<string, FunctionProcess>();
  let functions = options.functions;
  const report = reportedOnce(options.onDiagnostic);
  const invoke = async (application: Application | undefined, event: unknown): Promise<OriginAnswer> => {
    const id = application?.id ?? '';
    const code = functions?.get(id);
    if (!code) return { answer: { value: echoFunction(event) } };
    if (!isNodeRuntime(code.runtime)) {
      report(otherRuntime(id, code.runtime));
      return { answer: { error: `the runtime "${code.runtime}" does not run here` } };
    }
    const found = processes.get(id) ?? createFunctionProcess(code, (text) => options.onFunctionOutput?.(id, text));
    processes.set(id, found);
    return { answer: await found.invoke(event) };
  };
  const invokeWhole = async (call: Extract<Call, { kind: 'function' }>, body: IncomingBody): Promise<OriginAnswer> => {
    const bytes = await readWhole(body, MAXIMUM_PAYLOAD);
    if (bytes === 'too-large') return { answer: { failure: 'too-large' } };
    const event = call.event({ ...call.request, body: { bytes, complete: true } });
    return withinLimit(invoke(call.application, event), call.limits.responseMilliseconds);
  };
  const standIn = (call: Call, body: IncomingBody): Promise<OriginAnswer> => {
    if (call.kind === 'consult') return invoke(call.application, call.event);
    return call.kind === 'http' ? echoed(call, body) : invokeWhole(call, body);
  };
  const servers = new WeakMap<GateGraph, Map<string, string | undefined>>();
  const serverFor = (application: Application, graph: GateGraph): string | undefined => {
    const known = servers.get(graph) ?? new Map<string, string | undefined>();
    servers.set(graph, known);
    if (!known.has(application.id)) known.set(application.id, serverOf(application, graph, options.origins ?? {}));
    return known.get(application.id);
  };
  return {
    answer: (graph, call, body, departure, settle, broken) => {
      const base = call.kind === 'consult' ? undefined : serverFor(call.application, graph);
      if (call.kind === 'consult' || base === undefined) standIn(call, body).then(settle, broken);
      else {
        const settled = call.kind === 'function' ? (answer: OriginAnswer) => settle(asFunction(answer)) : settle;
        origins.call(base, call.request, body, call.limits, departure, settled);
      }
    },
    replaceFunctions: (next) => {
      functions = next;
      for (const [id, running] of processes) {
        if (isSame(running.code, next.get(id))) continue;
        processes.delete(id);
        running.retire();
      }
    },
    close: async () => {
      for (const running of processes.values()) running.close();
      await origins.close();
    },
  };
}

/** Headers that a server adds by itself, as no function does: API Gateway would take them for the function's. */
const OF_SERVERS = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding']);

/** The answer of a server that stands in for a function. */
function asFunction({ answer, body }: OriginAnswer): OriginAnswer {
  if (!('response' in answer)) return { answer };
  const { response } = answer;
  const headers = response.headers.filter(([name]) => !OF_SERVERS.has(name.toLowerCase()));
  return { answer: { response: { ...response, headers } }, ...(body ? { body } : {}) };
}

/** Of code in a folder nobody knows whether it has changed: it is loaded again. */
const isSame = (before: FunctionCode, after: FunctionCode | undefined): boolean =>
  'inline' in before.code && JSON.stringify(before) === JSON.stringify(after);

const echoed = async ({ request }: Extract<Call, { kind: 'http' }>, body: IncomingBody): Promise<OriginAnswer> => ({
  answer: { response: echo(request, await countBytes(body)) },
});

/** The integration's own limit, which may be shorter than the function's. */
async function withinLimit(answer: Promise<OriginAnswer>, milliseconds: number): Promise<OriginAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<OriginAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ answer: { failure: 'timeout' } }), milliseconds);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}

/** The server that was named for an application: by its id, its host, its function, or its origin; or one on loopback. */
function serverOf(
  application: Application,
  graph: GateGraph,
  named: Readonly<Record<string, string>>,
): string | undefined {
  const names = [application.id, ...namesOf(application)];
  for (const origin of graph.origins) if (origin.applications.includes(application.id)) names.push(origin.id);
  for (const name of names) if (named[name] !== undefined) return withoutTrailingSlash(named[name]);
  if (application.kind !== 'http' || !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(application.host))
    return undefined;
  return `${application.scheme}://${application.host}:${application.port}`;
}

function namesOf(application: Application): readonly string[] {
  if (application.kind === 'function') return [application.function];
  if (application.kind === 'mock') return [];
  return [`${application.host}:${application.port}`, application.host];
}

const withoutTrailingSlash = (url: string): string => url.replace(/\/+$/, '');

const otherRuntime = (id: string, runtime: string): Diagnostic => ({
  code: 'other-runtime',
  severity: 'warning',
  message: `Cannot run "${id}": its runtime is "${runtime}", expected nodejs`,
  help: 'Start it yourself and name it with --origin.',
});
