import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOpaque, type Opaque } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import { secretKeys } from '@sallyport/prover';
import {
  expectShortLives,
  type Running,
  readClients,
  type Served,
  ServeError,
  type ServeOptions,
  serve,
} from '@sallyport/runtime/node';
import colours from 'picocolors';
import { storeOf } from './counters-option.ts';
import type { DeployedArgument } from './deployed-option.ts';
import { diagnosticLines } from './diagnostic-lines.ts';
import { EXIT, InputFailure, inputFailure } from './failure.ts';
import { type RunnableFunctions, runnableFunctions } from './functions.ts';
import { type Loaded, loadArchitecture, type ReadingOptions } from './loaded.ts';
import { checkOrigins } from './origin-option.ts';
import { STILL_SERVED, watchSources } from './reload.ts';
import { drawnSecrets } from './secrets.ts';
import { reasonOf } from './source-files.ts';
import { addressData } from './waf-address-data.ts';
import { readWafLists, type WafListOptions } from './waf-lists.ts';
import { type ForCommands, requestLine, welcome } from './welcome.ts';

export interface UpCommandOptions extends WafListOptions {
  readonly port: number;
  readonly origin?: Readonly<Record<string, string>>;
  readonly clients?: string;
  readonly ipData?: string;
  readonly proxyProtocol?: boolean;
  readonly logs?: string;
  readonly wafApi?: number;
  readonly counters?: string;
  readonly quiet?: boolean;
  readonly deployed?: readonly DeployedArgument[];
  readonly parameter?: Readonly<Record<string, string>>;
  readonly region: string;
}

/** `sallyport up`: runs the architecture until it is told to stop. */
export async function upCommand(sources: readonly string[], options: UpCommandOptions): Promise<number> {
  expectShortLives();
  const stopped = untilStopped();
  const opaque = drawnSecrets();
  const data = addressData(options.ipData);
  const reading = { ...options, webAclData: { addressData: data, ...readWafLists(options) } };
  const loaded = loadArchitecture(sources, reading);
  checkOrigins(loaded.graph, options.origin);
  const { functions } = prepared(loaded, options, opaque);
  const running = await started(loaded, {
    ...rimOptions(options),
    ipData: data,
    firstPort: options.port,
    opaque,
    functions,
  });
  const watcher = await watchSources({
    sources: [...new Set([...sources, ...loaded.sources.watched])],
    reload: () => reload(sources, reading, running, opaque),
    failed: notReloaded,
  });
  // The whole path: the commands are pasted into another terminal, which may be in another folder.
  const certificate = resolve(await running.certificateAuthority());
  process.stdout.write(welcome(loaded.graph, running, { certificate, clientKeys: clientKeys(loaded, opaque) }));
  await stopped;
  await Promise.all([watcher.close(), running.close()]);
  return EXIT.ok;
}

/** The keys of clients that nobody but this run has made. One that the sources tell is not repeated. */
function clientKeys(subject: Loaded, opaque: (text: Opaque) => string): ForCommands['clientKeys'] {
  return secretKeys(subject).flatMap(({ key, variable }) =>
    variable.startsWith('$PARTNER_KEY') && isOpaque(key) ? [{ variable, value: opaque(key) }] : [],
  );
}

/** Finds the code of the functions, and says what could not be understood and what does not run. */
function prepared(
  { architecture, sources }: Loaded,
  { origin }: UpCommandOptions,
  opaque: (text: Opaque) => string,
): RunnableFunctions {
  say(architecture.diagnostics.filter(({ severity }) => severity !== 'note'));
  const runnable = runnableFunctions(architecture, sources.folders, opaque);
  const replaced = Object.keys(origin ?? {});
  say(runnable.diagnostics.filter(({ message }) => !replaced.some((name) => message.includes(`"${name}"`))));
  return runnable;
}

const START_HELP: Readonly<Record<string, string>> = {
  'waf-api-port': 'Choose another port with --waf-api.',
  'logs-folder': 'Choose another folder with --logs.',
};

async function started({ graph }: Loaded, options: ServeOptions): Promise<Running> {
  try {
    return await serve(graph, options);
  } catch (cause) {
    if (cause instanceof ServeError)
      throw inputFailure(cause.code, cause.message, START_HELP[cause.code] ?? 'Choose another first port with --port.');
    throw cause;
  }
}

function rimOptions(options: UpCommandOptions): ServeOptions {
  return {
    ...(options.origin ? { origins: options.origin } : {}),
    ...(options.clients ? { clients: clientsOf(options.clients) } : {}),
    ...(options.proxyProtocol ? { proxyProtocol: true } : {}),
    ...(options.logs ? { logs: { folder: options.logs } } : {}),
    ...(options.wafApi === undefined ? {} : { wafApiPort: options.wafApi }),
    ...(options.counters === undefined ? {} : { counters: storeOf(options.counters) }),
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
    throw inputFailure(
      'source-not-read',
      `Cannot read "${file}": ${reasonOf(cause)}, expected a JSON file of simulated clients.`,
    );
  }
  const { clients, diagnostics } = readClients(text, file);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  return clients;
}

/** Serves the sources as they are now: on the same ports, with the same secrets. */
async function reload(
  sources: readonly string[],
  options: UpCommandOptions & ReadingOptions,
  running: Running,
  opaque: (text: Opaque) => string,
): Promise<void> {
  const loaded = loadArchitecture(sources, options);
  await running.replace(loaded.graph, prepared(loaded, options, opaque).functions);
  process.stdout.write(colours.dim('The sources have changed; the new architecture is served.\n'));
}

function notReloaded(cause: unknown): void {
  if (cause instanceof InputFailure) say([...cause.diagnostics, STILL_SERVED]);
  else process.stderr.write(`Cannot reload: ${cause instanceof Error ? cause.message : String(cause)}\n`);
}

const say = (diagnostics: readonly Diagnostic[]): void => {
  for (const diagnostic of diagnostics) process.stderr.write(`${diagnosticLines(diagnostic).join('\n')}\n`);
};

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
