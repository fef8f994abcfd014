import { randomUUID } from 'node:crypto';
import type { GateGraph } from '@sallyport/gates';
import { type Diagnostic, NO_BODY, type Request } from '@sallyport/http';
import { awaitedBy, tellAnswer } from '../awaited-answer.ts';
import { carry } from '../carry.ts';
import type { CompiledGraph } from '../compile.ts';
import { asksForToken, MOST_TOKEN_BYTES, tokenAnswer } from '../interstitial/token-answer.ts';
import type { Call, Journey, Progress, World } from '../world.ts';
import type { Applications } from './application.ts';
import { badRequest, refusalOf } from './bad-request.ts';
import { EMPTY_BODY, type IncomingBody, openBody, readWhole } from './body.ts';
import { Departure } from './departure.ts';
import type { Served, ServeOptions } from './options.ts';
import type { OriginBody } from './origin-body.ts';
import type { EntrancePort } from './port.ts';
import { newRequestId } from './request-id.ts';
import { atTurnsEnd } from './turn.ts';
import {
  hasBody,
  isHttp2,
  misstatesVersion,
  type RequestHead,
  requestHead,
  type ViewerRequest,
  type ViewerResponse,
} from './viewer.ts';
import { sendResponse } from './viewer-response.ts';

/** What all conversations of one server share. */
export interface Site {
  compiled: CompiledGraph;
  readonly options: ServeOptions;
  readonly tokenKey: string;
  /** What is the same for all requests. */
  readonly world: Required<Omit<World, 'now' | 'facts' | 'grants' | 'decide'>> & Pick<World, 'grants'>;
  readonly applications: Applications;
  readonly report: (diagnostic: Diagnostic) => void;
  /** `graph`: the one that served it. */
  readonly served: (served: Served, graph: GateGraph) => void;
}

const POINT_OF_PRESENCE = 'FRA60-P1';

const ignore = (): void => {};

/** Carries one request from the viewer to the viewer. Never fails: what goes wrong is an answer or a closed connection. */
export function converse(site: Site, port: EntrancePort, input: ViewerRequest, output: ViewerResponse): void {
  const startedAt = (site.options.now ?? Date.now)();
  const facts = { requestId: newRequestId(), now: startedAt, pointOfPresence: POINT_OF_PRESENCE };
  const talk: Conversation = {
    site,
    compiled: site.compiled,
    port,
    input,
    output,
    facts,
    start: performance.now(),
    departure: new Departure(),
    told: undefined,
  };
  input.on('error', ignore);
  output.on('error', ignore).on('close', () => {
    talk.departure.leave();
    if (talk.told) site.served(talk.told(), talk.compiled.graph);
  });
  begin(talk);
}

const begin = atTurnsEnd<Conversation>((talk) => {
  try {
    receive(talk);
  } catch (error) {
    fail(talk, error);
  }
});

interface Conversation {
  readonly site: Site;
  /** What carries the request to its end, also where the site gets another meanwhile. */
  readonly compiled: CompiledGraph;
  readonly port: EntrancePort;
  readonly input: ViewerRequest;
  readonly output: ViewerResponse;
  readonly facts: World['facts'];
  readonly start: number;
  readonly departure: Departure;
  /** Tells about it; it is over when the response is closed. */
  told: (() => Served) | undefined;
}

/** Reads the request as far as the gates look at it. */
function receive(talk: Conversation): void {
  const { site, compiled, port, input } = talk;
  const head = requestHead(input, port.entrance, site.options);
  if (misstatesVersion(input) || !isWellFormed(head)) refuse(talk);
  else if (asksForToken(head)) giveToken(talk, head).catch(() => breakOff(talk));
  else if (!hasBody(input)) enter(talk, head, EMPTY_BODY);
  else {
    const opened = (body: IncomingBody): void => enter(talk, head, body);
    openBody(input, compiled.bodyBytes, declaredBytes(input), opened, () => breakOff(talk));
  }
}

/** A request with the body that goes with it. */
interface Entered {
  readonly request: Request;
  readonly body: IncomingBody;
}

function enter(talk: Conversation, head: RequestHead, body: IncomingBody): void {
  const { site, compiled, port, facts } = talk;
  const { method, target, httpVersion, headers, connection } = head;
  const request: Request = { method, target, httpVersion, headers, body: body.known, connection };
  advance(talk, { request, body }, undefined, () => carry(compiled, port.entrance.gate, request, worldOf(site, facts)));
}

/** Goes as far as the next call, or to the end. Only the last call's body can be what the viewer gets. */
function advance(talk: Conversation, entered: Entered, stream: OriginBody | undefined, next: () => Progress): void {
  try {
    const here = next();
    if ('call' in here) ask(talk, entered, stream, here);
    else {
      awaitAnswer(here, stream, talk.site.options.now ?? Date.now);
      reply(talk, entered, stream, here);
    }
  } catch (error) {
    fail(talk, error);
  }
}

/** Does the call that the core asks for, and goes on with its answer. */
function ask(
  talk: Conversation,
  entered: Entered,
  stream: OriginBody | undefined,
  { call, resume }: Extract<Progress, { readonly call: Call }>,
): void {
  const { site, compiled, departure } = talk;
  stream?.discard();
  site.applications.answer(
    compiled.graph,
    call,
    bodyFor(call, entered.body),
    departure,
    ({ answer, body }) => advance(talk, entered, body, () => resume(answer)),
    () => breakOff(talk),
  );
}

/** Something in here threw: no answer can be trusted, and whoever runs this must hear of it. */
function fail(talk: Conversation, error: unknown): void {
  const { site, port, input } = talk;
  const found = error instanceof Error ? error.message : String(error);
  site.report({
    code: 'request-not-carried',
    severity: 'error',
    message: `Cannot carry a ${input.method} request at "${port.entrance.id}": ${found}, expected an answer of the architecture`,
    help: 'The client got a refusal instead. If no file of the installation is missing, this is a fault of Sallyport.',
  });
  breakOff(talk);
}

/** The viewer broke off, or something failed that is told already. */
function breakOff(talk: Conversation): void {
  const { output } = talk;
  if (!output.headersSent && !output.destroyed) refuse(talk);
  else output.destroy();
}

/** Answers the script of an interstitial page; the architecture sees nothing of it. */
async function giveToken({ site, facts, input, output }: Conversation, head: RequestHead): Promise<void> {
  const incoming: IncomingBody = { known: NO_BODY, whole: input, declaredBytes: declaredBytes(input) };
  const body = await readWhole(hasBody(input) ? incoming : EMPTY_BODY, MOST_TOKEN_BYTES);
  const text = body === 'too-large' ? '' : new TextDecoder().decode(body);
  const answer = tokenAnswer(head, text, { key: site.tokenKey, now: facts.now, sessionId: randomUUID() });
  sendResponse(input, output, answer, undefined);
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

type Arrived = Extract<Progress, { readonly journey: Journey }>;

function reply(
  talk: Conversation,
  { request }: Entered,
  stream: OriginBody | undefined,
  { response, journey }: Arrived,
): void {
  const { site, compiled, port, facts, start, input, output } = talk;
  const { entrance } = port;
  const firstByteMilliseconds = performance.now() - start;
  const sentBytes = sendResponse(input, output, response, stream);
  const declared = declaredBytes(input);
  talk.told = () => ({
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
  if (output.closed) site.served(talk.told(), compiled.graph);
}

/** Written out: to spread an object into another takes longer than all the decisions of a gate. */
function worldOf({ world }: Site, facts: World['facts']): World {
  const { opaque, counters, traffic, tokenKey, meters, draws, grants } = world;
  const now: World = { opaque, counters, traffic, tokenKey, meters, draws, now: facts.now, facts };
  return grants ? { ...now, grants } : now;
}

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

function refuse({ input, output, port: { entrance }, facts }: Conversation): void {
  const { status, reason } = refusalOf('', entrance);
  const { headers, body } = badRequest(status, reason, entrance, facts.requestId);
  const bytes = Buffer.from(body);
  sendResponse(input, output, { status, headers, body: { kind: 'bytes', bytes } }, undefined);
  if (!isHttp2(input)) input.socket.end();
}
