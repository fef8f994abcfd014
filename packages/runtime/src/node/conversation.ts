import { randomBytes } from 'node:crypto';
import { standIn } from '@sallyport/gates';
import type { Request, Response } from '@sallyport/http';
import { carry } from '../carry.ts';
import type { CompiledGraph } from '../compile.ts';
import type { Journey, MeterStore, Progress, World } from '../world.ts';
import type { Applications } from './application.ts';
import { badRequest, refusalOf } from './bad-request.ts';
import { EMPTY_BODY, type IncomingBody, openBody } from './body.ts';
import type { Served, ServeOptions } from './options.ts';
import type { OriginBody } from './origin-body.ts';
import type { EntrancePort } from './port.ts';
import { hasBody, isHttp2, type RequestHead, requestHead, type ViewerRequest, type ViewerResponse } from './viewer.ts';
import { sendResponse } from './viewer-response.ts';

/** What all conversations of one server share. */
export interface Site {
  compiled: CompiledGraph;
  readonly options: ServeOptions;
  readonly counters: World['counters'];
  readonly meters: MeterStore;
  readonly applications: Applications;
  readonly served: (served: Served) => void;
}

const POINT_OF_PRESENCE = 'FRA60-P1';

/** In the shape of CloudFront's request ids. */
export const newRequestId = (): string => `${randomBytes(40).toString('base64url')}==`;

/** Carries one request from the viewer to the viewer. Never fails: what goes wrong is an answer or a closed connection. */
export async function converse(
  site: Site,
  port: EntrancePort,
  input: ViewerRequest,
  output: ViewerResponse,
): Promise<void> {
  const startedAt = (site.options.now ?? Date.now)();
  const start = performance.now();
  const facts = { requestId: newRequestId(), now: startedAt, pointOfPresence: POINT_OF_PRESENCE };
  const left = new AbortController();
  output.on('close', () => left.abort());
  output.on('error', () => {});
  input.on('error', () => {});
  try {
    const head = requestHead(input, port.entrance, site.options.clients);
    if (!isWellFormed(head)) return refuse(input, output, port, facts.requestId);
    const body = hasBody(input)
      ? await openBody(bodyOf(input), site.compiled.bodyBytes, declaredBytes(head))
      : EMPTY_BODY;
    const request: Request = { ...head, body: body.known };
    const progress = carry(site.compiled, port.entrance.gate, request, worldOf(site, facts));
    const { response, journey, stream } = await finish(site, progress, body, left.signal);
    const firstByteMilliseconds = performance.now() - start;
    const sentBytes = sendResponse(input, output, response, stream);
    tell(site, output, () => ({
      entrance: port.entrance,
      request,
      response,
      journey,
      ...facts,
      startedAt,
      firstByteMilliseconds,
      milliseconds: performance.now() - start,
      receivedBytes: declaredBytes(head) ?? request.body.bytes.length,
      sentBytes: sentBytes(),
      aborted: !output.writableFinished,
    }));
  } catch {
    // The viewer broke off, or a rule of a gate threw: no answer can be trusted.
    if (!output.headersSent && !output.destroyed) refuse(input, output, port, facts.requestId);
    else output.destroy();
  }
}

function tell(site: Site, output: ViewerResponse, served: () => Served): void {
  const once = () => site.served(served());
  if (output.writableFinished || output.destroyed) once();
  else output.once('close', once);
}

const bodyOf = (input: ViewerRequest) => input;

function worldOf({ options, counters, meters }: Site, facts: World['facts']): World {
  const { opaque = standIn, grants } = options;
  const world = { opaque, counters, meters, now: facts.now, facts };
  return grants ? { ...world, grants } : world;
}

/** RFC 9112, section 3.2: one Host in HTTP/1.1. */
function isWellFormed({ headers, httpVersion }: RequestHead): boolean {
  const hosts = headers.filter(([name]) => name.length === 4 && name.toLowerCase() === 'host').length;
  return hosts === 1 || (httpVersion === '1.0' && hosts === 0);
}

function declaredBytes({ headers }: RequestHead): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return value === undefined ? undefined : Number(value);
}

interface Finished {
  readonly response: Response;
  readonly journey: Journey;
  readonly stream: OriginBody | undefined;
}

/** Does the calls that the core asks for. Only the last one's body can be what the viewer gets. */
async function finish(site: Site, progress: Progress, body: IncomingBody, signal: AbortSignal): Promise<Finished> {
  let here = progress;
  let stream: OriginBody | undefined;
  while ('call' in here) {
    stream?.discard();
    const done = await site.applications.answer(site.compiled.graph, here.call, body, signal);
    stream = done.body;
    here = here.resume(done.answer);
  }
  return { ...here, stream };
}

function refuse(input: ViewerRequest, output: ViewerResponse, { entrance }: EntrancePort, requestId: string): void {
  const { status, reason } = refusalOf('', entrance);
  const { headers, body } = badRequest(status, reason, entrance, requestId);
  const bytes = Buffer.from(body);
  sendResponse(input, output, { status, headers, body: { kind: 'bytes', bytes } }, undefined);
  if (!isHttp2(input)) input.socket.end();
}
