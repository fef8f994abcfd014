import { randomBytes } from 'node:crypto';
import type { Opaque } from '@sallyport/architecture';
import { type Entrance, type GateGraph, standIn } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { MemoryTraffic, type RequestSampler, warmUp } from '@sallyport/waf';
import { compileGraph } from '../compile.ts';
import { createCounters } from '../counter.ts';
import { createMeters } from '../meter.ts';
import type { World } from '../world.ts';
import { createApplications } from './application.ts';
import { type CertificateAuthority, openCertificateAuthority } from './certificate.ts';
import { converse, type Site } from './conversation.ts';
import { createLogs } from './log.ts';
import { type Running, type RunningEntrance, type Served, ServeError, type ServeOptions } from './options.ts';
import { type EntrancePort, openPort, type PortSetting } from './port.ts';
import { reportedOnce } from './reported-once.ts';
import { createSamples } from './samples.ts';
import { openWafApi, type WafApi } from './waf-api.ts';

const FIRST_PORT = 8080;

/** Runs a graph: a loopback port for each entrance, until it is closed. */
export async function serve(graph: GateGraph, options: ServeOptions = {}): Promise<Running> {
  const opaque = remembered(options.opaque ?? standIn);
  const log = createLogs(options.logs, opaque, options.onDiagnostic);
  const counting = await countersFor(options);
  const samples = options.wafApiPort === undefined ? undefined : createSamples(opaque);
  const tell: Tell = (served, by) => {
    log(served, by);
    samples?.note(served, by);
  };
  const site = createSite(graph, { ...options, opaque }, counting.counters, tell);
  const authority = lazily(() => openCertificateAuthority(options.stateFolder ?? '.sallyport'));
  const setting: PortSetting = {
    options,
    authority,
    handle: (port, input, output) => converse(site, port, input, output),
  };
  const ports = new Map<string, EntrancePort>();
  let wafApi: WafApi | undefined;
  try {
    wafApi = samples && (await openApi(samples.sampler, options));
    await openPorts(ports, graph.entrances, setting);
  } catch (error) {
    await wafApi?.close();
    await counting.close();
    throw error;
  }
  return {
    get entrances() {
      return [...ports.values()].map(runningEntrance);
    },
    wafApiPort: wafApi?.port,
    certificateAuthority: async () => (await authority()).certificateFile,
    close: async () => {
      await Promise.all([...ports.values()].map((port) => port.close()));
      await Promise.all([site.applications.close(), counting.close(), wafApi?.close()]);
    },
    replace: async (next, functions) => {
      await openPorts(ports, next.entrances, setting);
      site.compiled = compiledFor(next, options);
      if (functions) site.applications.replaceFunctions(functions);
      await closeGone(ports, next.entrances);
    },
  };
}

const openApi = (sampler: RequestSampler, { wafApiPort = 0, now = Date.now }: ServeOptions): Promise<WafApi> =>
  openWafApi(wafApiPort, { sampler, now, random: Math.random });

type Tell = (served: Served, graph: GateGraph) => void;

function createSite(
  graph: GateGraph,
  options: ServeOptions & Pick<World, 'opaque'>,
  counters: World['counters'],
  tell: Tell,
): Site {
  const tokenKey = options.tokenKey ?? randomBytes(32).toString('base64url');
  const site: Site = {
    compiled: compiledFor(graph, options),
    options,
    tokenKey,
    world: worldOf(options, counters, tokenKey),
    applications: createApplications(options),
    report: reportedOnce(options.onDiagnostic),
    served: (served, by) => {
      tell(served, by);
      options.onRequest?.(served);
    },
  };
  return site;
}

function worldOf(
  { opaque, grants, draws = byChance }: ServeOptions & Pick<World, 'opaque'>,
  counters: World['counters'],
  tokenKey: string,
): Site['world'] {
  return {
    opaque,
    counters,
    traffic: new MemoryTraffic(),
    tokenKey,
    meters: createMeters(),
    draws: (_identity, share) => draws(share),
    ...(grants ? { grants } : {}),
  };
}

const byChance = (share: number): boolean => Math.random() < share;

/** The client of the store is loaded only where counts are shared. */
async function countersFor({ counters: store, now = Date.now, onDiagnostic = () => {} }: ServeOptions) {
  if (!store) return { counters: createCounters(), close: async () => {} };
  const { shareCounters } = await import('./shared-counters/shared-counters.ts');
  return shareCounters({ store, now, onDiagnostic });
}

/** Values of opaque texts, each made once. */
function remembered(opaque: (text: Opaque) => string): (text: Opaque) => string {
  const values = new Map<string, string>();
  return (text) => {
    const value = values.get(text.opaque) ?? opaque(text);
    values.set(text.opaque, value);
    return value;
  };
}

function compiledFor(graph: GateGraph, options: ServeOptions) {
  const compiled = compileGraph(graph);
  for (const diagnostic of compiled.diagnostics) options.onDiagnostic?.(diagnostic);
  // Before a port listens: the first request would wait for it.
  for (const webAcl of compiled.webAcls) warmUp(webAcl);
  return compiled;
}

function lazily(open: () => Promise<CertificateAuthority>): () => Promise<CertificateAuthority> {
  let opened: Promise<CertificateAuthority> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

/** Opens ports for the entrances that have none; all or nothing. */
async function openPorts(
  ports: Map<string, EntrancePort>,
  entrances: readonly Entrance[],
  setting: PortSetting,
): Promise<void> {
  const opened: EntrancePort[] = [];
  const inUse = new Set<number>();
  try {
    for (const entrance of entrances) {
      const port = ports.get(entrance.id);
      if (port) port.entrance = entrance;
      else opened.push(await openFree(entrance, [...ports.values(), ...opened], inUse, setting));
    }
  } catch (error) {
    await Promise.all(opened.map((port) => port.close()));
    throw error;
  }
  for (const port of opened) ports.set(port.entrance.id, port);
}

/** The port that the user has named, or the first free one above those that are taken. A port in use is tried once. */
async function openFree(
  entrance: Entrance,
  taken: readonly EntrancePort[],
  inUse: Set<number>,
  setting: PortSetting,
): Promise<EntrancePort> {
  const named = setting.options.ports?.[entrance.id];
  if (named !== undefined) return openPort(entrance, named, setting);
  const first = setting.options.firstPort ?? FIRST_PORT;
  if (first === 0) return openPort(entrance, 0, setting);
  const numbers = new Set([...taken.map((port) => port.number), ...Object.values(setting.options.ports ?? {})]);
  for (let number = first; number < 65_536; number++) {
    if (numbers.has(number) || inUse.has(number)) continue;
    try {
      return await openPort(entrance, number, setting);
    } catch (error) {
      if (!(error instanceof ServeError) || error.code !== 'EADDRINUSE') throw error;
      inUse.add(number);
      setting.options.onDiagnostic?.(passedOver(error));
    }
  }
  throw new ServeError('EADDRINUSE', `Cannot listen for "${entrance.id}": no port from ${first} up is free`);
}

const passedOver = ({ message }: ServeError): Diagnostic => ({
  code: 'port-in-use',
  severity: 'note',
  message,
  help: 'The next free port is taken.',
});

async function closeGone(ports: Map<string, EntrancePort>, entrances: readonly Entrance[]): Promise<void> {
  const kept = new Set(entrances.map(({ id }) => id));
  for (const [id, port] of ports) {
    if (kept.has(id)) continue;
    ports.delete(id);
    await port.close();
  }
}

function runningEntrance({ entrance, number, hasIPv6 }: EntrancePort): RunningEntrance {
  const schemes = [...entrance.schemes].sort().reverse();
  const urls = schemes.map((scheme) => `${scheme}://localhost:${number}${entrance.basePath}`);
  return { entrance, port: number, hasIPv6, urls };
}
