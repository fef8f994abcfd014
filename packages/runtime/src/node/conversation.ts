import { randomUUID } from 'node:crypto';
import type { Opaque } from '@sallyport/architecture';
import type { Request } from '@sallyport/http';
import { awaitedBy, tellAnswer } from '../awaited-answer.ts';
import { carry } from '../carry.ts';
import type { CompiledGraph } from '../compile.ts';
import { asksForToken, MOST_TOKEN_BYTES, tokenAnswer } from '../interstitial/token-answer.ts';
import type { Call, Journey, MeterStore, Progress, World } from '../world.ts';
import type { Applications } from './application.ts';
import { badRequest, refusalOf } from './bad-request.ts';
import { EMPTY_BODY, type IncomingBody, openBody, readWhole } from './body.ts';
import { Departure } from './departure.ts';
import type { Served, ServeOptions } from './options.ts';
import type { OriginBody } from './origin-body.ts';
import type { EntrancePort } from './port.ts';
import { newRequestId } from './request-id.ts';
import { hasBody, isHttp2, type RequestHead, requestHead, type ViewerRequest, type ViewerResponse } from './viewer.ts';
import { sendResponse } from './viewer-response.ts';

/** What all conversations of one server share. */
export interface Site {
  compiled: CompiledGraph;
  readonly options: ServeOptions;
  readonly opaque: (text: Opaque) => string;
  readonly counters: World['counters'];
  readonly traffic: NonNullable<World['traffic']>;
  readonly tokenKey: string;
  readonly meters: MeterStore;
  readonly applications: Applications;
  readonly served: (served: Served) => void;
}

const POINT_OF_PRESENCE = 'FRA60-P1';

const ignore = (): void => {};

/** Carries one request from the viewer to the viewer. Never fails: what goes wrong is an answer or a closed connection. */
export function converse(site: Site, port: EntrancePort, input: ViewerRequest, output: ViewerResponse): void {
  const startedAt = (site.options.now ?? Date.now)();
  const facts = { requestId: newRequestId(), now: startedAt, pointOfPresence: POINT_OF_PRESENCE };
  const visit: Exchanged = { port, facts, start: performance.now(), departure: new Departure() };
  let told: (() => Served) | undefined;
  const tell = () => {
    if (told) site.served(told());
  };
  input.on('error', ignore);
  output.on('error', ignore).on('close', () => {
    visit.departure.leave();
    tell();
  });
  exchange(site, visit, input, output).then(
    (served) => {
      told = served;
      if (output.closed) tell();
    },
    () => breakOff(visit, input, output),
  );
}

/** The viewer broke off, or a rule of a gate threw: no answer can be trusted. */
function breakOff({ port, facts }: Exchanged, input: ViewerRequest, output: ViewerResponse): void {
  if (!output.headersSent && !output.destroyed) refuse(input, output, port, facts.requestId);
  else output.destroy();
}

interface Exchanged {
  readonly port: EntrancePort;
  readonly facts: World['facts'];
  readonly start: number;
  readonly departure: Departure;
}

/** Request in, response out; what is given back tells about it, once it is over. */
async function exchange(
  site: Site,
  visit: Exchanged,
  input: ViewerRequest,
  output: ViewerResponse,
): Promise<(() => Served) | undefined> {
  const { entrance } = visit.port;
  const head = requestHead(input, entrance, site.options);
  if (!isWellFormed(head)) {
    refuse(input, output, visit.port, visit.facts.requestId);
    return undefined;
  }
  if (asksForToken(head)) {
    await giveToken(site, visit, head, input, output);
    return undefined;
  }
  const declared = declaredBytes(input);
  const body = hasBody(input) ? await openBody(input, site.compiled.bodyBytes, declared) : EMPTY_BODY;
  const { method, target, httpVersion, headers, connection } = head;
  const request: Request = { method, target, httpVersion, headers, body: body.known, connection };
  // Does the calls that the core asks for. Only the last one's body can be what the viewer gets.
  let here = carry(site.compiled, entrance.gate, request, worldOf(site, visit.facts));
  let stream: OriginBody | undefined;
  while ('call' in here) {
    stream?.discard();
    const carried = bodyFor(here.call, body);
    const done = await site.applications.answer(site.compiled.graph, here.call, carried, visit.departure);
    stream = done.body;
    here = here.resume(done.answer);
  }
  awaitAnswer(here, stream, site.options.now ?? Date.now);
  return reply(visit, request, here, stream, declared, input, output);
}

/** Shows the answer to the rule groups that wait for it: at once, or when so much of its body has come as they look at. */
function awaitAnswer({ response, journey }: Arrived, stream: OriginBody | undefined, now: () => number): void {
  const awaited = awaitedBy(journey);
  if (awaited.length === 0) return;
  const bytes = Math.max(...awaited.map(({ bodyBytes }) => bodyBytes));
  const { body } = response;
  if (body.kind === 'stream' && stream && bytes > 0)
    stream.watch(bytes, (seen) => tellAnswer(awaited, response, seen, now()));
  else tellAnswer(awaited, response, body.kind === 'bytes' ? body.bytes : new Uint8Array(0), now());
}

/** Answers the script of an interstitial page; the architecture sees nothing of it. */
async function giveToken(
  { tokenKey: key }: Site,
  { facts }: Exchanged,
  head: RequestHead,
  input: ViewerRequest,
  output: ViewerResponse,
): Promise<void> {
  const incoming = hasBody(input) ? await openBody(input, MOST_TOKEN_BYTES, declaredBytes(input)) : EMPTY_BODY;
  const body = await readWhole(incoming, MOST_TOKEN_BYTES);
  const text = body === 'too-large' ? '' : new TextDecoder().decode(body);
  const answer = tokenAnswer(head, text, { key, now: facts.now, sessionId: randomUUID() });
  sendResponse(input, output, answer, undefined);
}

type Arrived = Extract<Progress, { readonly journey: Journey }>;

function reply(
  { port, facts, start }: Exchanged,
  request: Request,
  { response, journey }: Arrived,
  stream: OriginBody | undefined,
  declared: number | undefined,
  input: ViewerRequest,
  output: ViewerResponse,
): () => Served {
  const { entrance } = port;
  const firstByteMilliseconds = performance.now() - start;
  const sentBytes = sendResponse(input, output, response, stream);
  return () => ({
    entrance,
    request,
    response,
    journey,
    requestId: facts.requestId,
    pointOfPresence: facts.pointOfPresence,
    startedAt: facts.now,
    firstByteMilliseconds,
    milliseconds: performance.now() - start,
    receivedBytes: declared ?? request.body.bytes.length,
    sentBytes: sentBytes(),
    aborted: !output.writableFinished,
  });
}

function worldOf({ options, ...site }: Site, facts: World['facts']): World {
  const { grants, draws = byChance } = options;
  const { opaque, counters, traffic, tokenKey, meters } = site;
  const known = { opaque, counters, traffic, tokenKey, meters, now: facts.now, facts };
  const world: World = { ...known, draws: (_identity, share) => draws(share) };
  return grants ? { ...world, grants } : world;
}

const byChance = (share: number): boolean => Math.random() < share;

/** RFC 9112, section 3.2: one Host in HTTP/1.1. */
function isWellFormed({ headers, httpVersion }: RequestHead): boolean {
  let hosts = 0;
  for (const [name] of headers) if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  return hosts === 1 || (httpVersion === '1.0' && hosts === 0);
}

function declaredBytes({ headers }: ViewerRequest): number | undefined {
  const value = headers['content-length'];
  return value === undefined ? undefined : Number(value);
}

/** What goes with a call: the viewer's body, unless a gate has put another in its place (an error page is fetched without). */
function bodyFor({ request: { body } }: Call, viewers: IncomingBody): IncomingBody {
  if (body === viewers.known) return viewers;
  return body.bytes.length === 0 ? EMPTY_BODY : { known: body, whole: body.bytes, declaredBytes: body.bytes.length };
}

function refuse(input: ViewerRequest, output: ViewerResponse, { entrance }: EntrancePort, requestId: string): void {
  const { status, reason } = refusalOf('', entrance);
  const { headers, body } = badRequest(status, reason, entrance, requestId);
  const bytes = Buffer.from(body);
  sendResponse(input, output, { status, headers, body: { kind: 'bytes', bytes } }, undefined);
  if (!isHttp2(input)) input.socket.end();
}
