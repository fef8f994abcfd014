import { readFileSync } from 'node:fs';
import { type Architecture, architectureOf, readCloudFormation } from '@sallyport/architecture';
import { type GateGraph, graphOf } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { type Running, readClients, type Served, ServeError, type ServeOptions, serve } from '@sallyport/runtime/node';
import { watch } from 'chokidar';
import colours from 'picocolors';
import { diagnosticLines } from './diagnostic-lines.ts';
import { EXIT, InputFailure, inputFailure } from './failure.ts';
import { runnableFunctions } from './functions.ts';
import { drawnSecrets } from './secrets.ts';
import { type LoadedSources, loadSources } from './source-files.ts';
import { statusText } from './trace-command.ts';

export interface UpCommandOptions {
  readonly port: number;
  readonly origin?: Readonly<Record<string, string>>;
  readonly clients?: string;
  readonly proxyProtocol?: boolean;
  readonly logs?: string;
  readonly quiet?: boolean;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly region: string;
}

/** An architecture ready to run. */
interface Loaded {
  readonly sources: LoadedSources;
  readonly architecture: Architecture;
  readonly graph: GateGraph;
}

/** `sallyport up`: runs the architecture until it is told to stop. */
export async function upCommand(sources: readonly string[], options: UpCommandOptions): Promise<number> {
  const loaded = load(sources, options);
  say(loaded.architecture.diagnostics.filter(({ severity }) => severity !== 'note'));
  if (loaded.graph.entrances.length === 0)
    throw inputFailure(
      'no-entrance',
      'Cannot run the architecture: it has no entrance, expected a distribution, an API stage or a custom domain name.',
    );
  const running = await started(loaded, options);
  process.stdout.write(welcome(loaded, running, await running.certificateAuthority()));
  const watcher = watchSources(sources, options, loaded.sources.watched, running);
  await untilStopped();
  await Promise.all([watcher.close(), running.close()]);
  return EXIT.ok;
}

function load(sources: readonly string[], { region, parameter }: UpCommandOptions): Loaded {
  const files = loadSources(sources);
  const read = readCloudFormation(files, { region, ...(parameter ? { parameters: parameter } : {}) });
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  const architecture = architectureOf(read);
  return { sources: files, architecture, graph: graphOf(architecture) };
}

async function started({ architecture, graph, sources }: Loaded, options: UpCommandOptions): Promise<Running> {
  const opaque = drawnSecrets();
  const runnable = runnableFunctions(architecture, sources.folders, opaque);
  const replaced = new Set(Object.keys(options.origin ?? {}));
  say(runnable.diagnostics.filter(({ message }) => ![...replaced].some((name) => message.includes(`"${name}"`))));
  try {
    return await serve(graph, {
      firstPort: options.port,
      opaque,
      functions: runnable.functions,
      ...rimOptions(options),
    });
  } catch (cause) {
    if (cause instanceof ServeError)
      throw inputFailure(cause.code, cause.message, 'Choose another first port with --port.');
    throw cause;
  }
}

function rimOptions(options: UpCommandOptions): ServeOptions {
  return {
    ...(options.origin ? { origins: options.origin } : {}),
    ...(options.clients ? { clients: clientsOf(options.clients) } : {}),
    ...(options.proxyProtocol ? { proxyProtocol: true } : {}),
    ...(options.logs ? { logs: { folder: options.logs } } : {}),
    ...(options.quiet ? {} : { onRequest: (served: Served) => process.stdout.write(requestLine(served)) }),
    onDiagnostic: (diagnostic) => say([diagnostic]),
    onFunctionOutput: (application, text) => process.stderr.write(colours.dim(`${application}: ${text.trimEnd()}\n`)),
  };
}

function clientsOf(file: string): NonNullable<ServeOptions['clients']> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw inputFailure(
      'source-not-read',
      `Cannot read "${file}": ${reason}, expected a JSON file of simulated clients.`,
    );
  }
  const { clients, diagnostics } = readClients(text, file);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  return clients;
}

const say = (diagnostics: readonly Diagnostic[]): void => {
  for (const diagnostic of diagnostics) process.stderr.write(`${diagnosticLines(diagnostic).join('\n')}\n`);
};

/** One line a request: status, method, URL, who, and how far it came. */
function requestLine({ entrance, request, response, journey, milliseconds }: Served): string {
  const end = journey.reached.at(-1) ?? journey.trace.at(-1)?.decision ?? '';
  return `${statusText(response.status)} ${request.method} ${entrance.id} ${request.target}  ${colours.dim(
    `${request.connection.address} → ${end}  ${milliseconds.toFixed(1)} ms`,
  )}\n`;
}

function welcome({ graph }: Loaded, { entrances }: Running, certificate: string): string {
  const width = Math.max(...entrances.map(({ entrance }) => entrance.id.length));
  const lines = entrances.map(
    ({ entrance, urls: [url = ''] }) =>
      `  ${entrance.id.padEnd(width)}  ${colours.bold(url)}  ${colours.dim(entrance.hosts[0] ?? '')}`,
  );
  const origins = graph.origins.map(({ id, distributions }) =>
    distributions.length > 0 ? `${distributions.join(', ')} → ${id}` : id,
  );
  return [
    colours.bold('Sallyport runs the architecture.'),
    '',
    ...lines,
    '',
    `Origins: ${origins.join('; ') || 'none'}`,
    `Certificates are signed by ${certificate}`,
    '',
    'Try:',
    ...commands(entrances, certificate).map((command) => `  ${command}`),
    '',
    'Stop with Ctrl-C.',
    '',
    '',
  ].join('\n');
}

/** Commands to paste: through the front door, straight to the origin, and through the front door with a key of one's own. */
function commands(entrances: Running['entrances'], certificate: string): readonly string[] {
  const url = (door: boolean) =>
    entrances.find(({ entrance }) => (entrance.kind === 'distribution') === door)?.urls[0]?.replace(/\/$/, '');
  const front = url(true);
  const straight = url(false);
  const curl = `curl -i --cacert ${certificate}`;
  return [
    ...(front ? [`${curl} ${front}/hello?who=you`] : []),
    ...(straight ? [`${curl} ${straight}/hello`] : []),
    ...(front ? [`${curl} -H 'x-api-key: my-own-key' ${front}/hello`] : []),
  ];
}

/** Reads the sources again when they change; a source that is not understood leaves what runs as it is. */
function watchSources(
  sources: readonly string[],
  options: UpCommandOptions,
  files: readonly string[],
  running: Running,
) {
  const watcher = watch([...files], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 50 },
  });
  watcher.on('all', () => {
    reload(sources, options, running).catch((cause: unknown) => {
      if (cause instanceof InputFailure) say(cause.diagnostics);
      else process.stderr.write(`Cannot reload: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    });
  });
  return watcher;
}

async function reload(sources: readonly string[], options: UpCommandOptions, running: Running): Promise<void> {
  const { graph, architecture } = load(sources, options);
  await running.replace(graph);
  say(architecture.diagnostics.filter(({ severity }) => severity === 'warning'));
  process.stdout.write(colours.dim('The sources have changed; the new architecture is served.\n'));
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
}
