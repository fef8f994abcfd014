import type { Opaque } from '@sallyport/architecture';
import { type Decision, type Entrance, type GateGraph, standIn, type Traveller } from '@sallyport/gates';
import {
  bytesOfLatin1,
  type Connection,
  type Headers,
  headerValue,
  type Request,
  type Response,
  utf8Bytes,
} from '@sallyport/http';
import { MemoryTraffic } from '@sallyport/waf';
import { awaitedBy, tellAnswer } from './awaited-answer.ts';
import { carry } from './carry.ts';
import { compileGraph } from './compile.ts';
import { createCounters } from './counter.ts';
import { createMeters } from './meter.ts';
import { standInAnswer } from './replay.ts';
import type { Call, CallAnswer, Journey, Progress, World } from './world.ts';

/** A request to be sent, written shortly. */
export interface RequestLike {
  /** `https://d111111abcdef8.cloudfront.net/a?b=c`, sent as it stands; the host chooses the entrance. */
  readonly url: string;
  /** `GET`, where nothing else is said. */
  readonly method?: string;
  /** A Host here takes the place of the URL's. */
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Who sends a request, where and when. */
export interface Sender {
  /** The address of the client. */
  readonly from: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The part of ISO 3166-2 after the hyphen. */
  readonly region?: string;
  /** The autonomous system that announces the address. */
  readonly asn?: number;
  /** The id of the entrance; by default the one that has the URL's host, or the first. */
  readonly entrance?: string;
  /** Milliseconds since 1970-01-01T00:00Z; by default as late as the request before. */
  readonly at?: number;
  readonly httpVersion?: Request['httpVersion'];
}

/** An application as a function. */
export type ApplicationFunction = (request: Traveller) => Response | Promise<Response>;

export interface RehearsalOptions {
  /** By the application's id, or by the host of an HTTP application. The others answer with an echo. */
  readonly applications?: Readonly<Record<string, ApplicationFunction>>;
  /** Lambda functions, by the application's id: event in, result out. The others answer with an echo. */
  readonly functions?: Readonly<Record<string, (event: unknown) => unknown>>;
  readonly opaque?: (text: Opaque) => string;
  readonly grants?: World['grants'];
  readonly decide?: World['decide'];
  readonly draws?: World['draws'];
  /** Seals tokens of AWS WAF (`mintToken`); with one, browsers get interstitial pages. */
  readonly tokenKey?: string;
}

export interface Rehearsed {
  readonly response: Response;
  readonly trace: readonly Decision[];
  readonly journey: Journey;
}

/** An architecture that is tried out in a test: no sockets, no clock; counters and quotas last as long as it does. */
export interface Rehearsal {
  readonly fetch: (request: string | RequestLike, sender: Sender) => Promise<Rehearsed>;
}

/** 2026-01-01T00:00Z, when every rehearsal begins unless a request says otherwise. */
const BEGINNING = 1_767_225_600_000;

const NO_BYTES = new Uint8Array(0);

export function rehearse(graph: GateGraph, options: RehearsalOptions = {}): Rehearsal {
  const compiled = compileGraph(graph);
  const counters = createCounters();
  const traffic = new MemoryTraffic();
  const meters = createMeters();
  let now = BEGINNING;
  let count = 0;
  return {
    fetch: async (like, sender) => {
      now = sender.at ?? now;
      const address = addressed(graph, typeof like === 'string' ? { url: like } : like, sender);
      const facts = { requestId: `rehearsal-${++count}`, now, pointOfPresence: 'FRA60-P1' };
      const world = { opaque: standIn, counters, traffic, meters, now, facts, ...answers(options) };
      const done = await finish(carry(compiled, address.gate, address.request, world), options);
      const { body } = done.response;
      tellAnswer(awaitedBy(done.journey), done.response, body.kind === 'bytes' ? body.bytes : NO_BYTES, now);
      return { response: done.response, trace: done.journey.trace, journey: done.journey };
    },
  };
}

function answers({ opaque, grants, decide, draws, tokenKey }: RehearsalOptions): Partial<World> {
  return {
    ...(opaque && { opaque }),
    ...(grants && { grants }),
    ...(decide && { decide }),
    ...(draws && { draws }),
    ...(tokenKey === undefined ? {} : { tokenKey }),
  };
}

async function finish(progress: Progress, options: RehearsalOptions): Promise<Extract<Progress, { journey: Journey }>> {
  let here = progress;
  while ('call' in here) here = here.resume(await answerOf(here.call, options));
  return here;
}

async function answerOf(call: Call, { applications = {}, functions = {} }: RehearsalOptions): Promise<CallAnswer> {
  const id = call.application?.id ?? '';
  const host = call.application?.kind === 'http' ? call.application.host : id;
  const application = applications[id] ?? applications[host];
  if (application && call.kind !== 'consult') return { response: await application(call.request) };
  const run = functions[id];
  if (!run || call.kind === 'http') return standInAnswer(call);
  try {
    return { value: await run(call.kind === 'consult' ? call.event : call.event(call.request)) };
  } catch (error) {
    return { error: String(error) };
  }
}

interface Addressed {
  readonly gate: string;
  readonly request: Traveller;
}

function addressed(graph: GateGraph, like: RequestLike, sender: Sender): Addressed {
  const [, scheme = 'https', authority = '', target = ''] = /^(https?):\/\/([^/?#]*)([^#]*)/.exec(like.url) ?? [];
  const headers = headersOf(like, authority);
  const entrance = entranceOf(graph, headerValue(headers, 'host') ?? authority, authority, sender.entrance);
  const request: Traveller = {
    method: like.method ?? 'GET',
    target: target.startsWith('/') ? target : `/${target}`,
    httpVersion: sender.httpVersion ?? '1.1',
    headers,
    body: { bytes: bytesOf(like.body), complete: true },
    connection: connectionOf(scheme === 'http' ? 'http' : 'https', authority, sender),
  };
  return { gate: entrance?.gate ?? '', request };
}

function headersOf({ headers = [], body }: RequestLike, authority: string): Headers {
  const given: Headers = isList(headers) ? headers : Object.entries(headers);
  const host: Headers = headerValue(given, 'host') === undefined ? [['Host', authority]] : [];
  const counted = body !== undefined && headerValue(given, 'content-length') === undefined;
  const length: Headers = counted ? [['Content-Length', String(bytesOf(body).length)]] : [];
  return [...host, ...given, ...length];
}

const isList = (headers: NonNullable<RequestLike['headers']>): headers is Headers => Array.isArray(headers);

const bytesOf = (body: RequestLike['body']): Uint8Array =>
  typeof body === 'string' ? utf8Bytes(body) : (body ?? bytesOfLatin1(''));

/** By its id, else by the host connected to, else by the Host sent, else the first. */
function entranceOf(graph: GateGraph, host: string, authority: string, id: string | undefined): Entrance | undefined {
  if (id !== undefined) return graph.entrances.find((entrance) => entrance.id === id);
  const answersFor = (name: string) =>
    graph.entrances.find(({ hosts }) => hosts.includes(name.toLowerCase().replace(/:\d+$/, '')));
  return answersFor(authority) ?? answersFor(host) ?? graph.entrances[0];
}

function connectionOf(scheme: Connection['scheme'], authority: string, sender: Sender): Connection {
  const serverName = authority.replace(/:\d+$/, '');
  return {
    scheme,
    address: sender.from,
    port: 50_000,
    localPort: Number(/:(\d+)$/.exec(authority)?.[1] ?? (scheme === 'https' ? 443 : 80)),
    ...(sender.country === undefined ? {} : { country: sender.country }),
    ...(sender.region === undefined ? {} : { region: sender.region }),
    ...(sender.asn === undefined ? {} : { asn: sender.asn }),
    ...(scheme === 'https' ? { tls: { serverName, protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' } } : {}),
  };
}
