import { architectureOf, readCloudFormation } from '@sallyport/architecture';
import { type Decision, graphOf } from '@sallyport/gates';
import { latin1 } from '@sallyport/http';
import { type Rehearsed, rehearse } from '@sallyport/runtime';
import colours from 'picocolors';
import { placeText } from './diagnostic-lines.ts';
import { EXIT, InputFailure } from './failure.ts';
import { addressOf, headerLines } from './rehearsed-request.ts';
import { loadSources } from './source-files.ts';

export interface TraceCommandOptions {
  readonly header?: readonly string[];
  readonly data?: string;
  readonly from: string;
  readonly country?: string;
  readonly via: 'distribution' | 'internet';
  readonly parameter?: Readonly<Record<string, string>>;
  readonly format: 'human' | 'json';
  readonly region: string;
}

/** `sallyport trace`: one request through the gates, without sockets; applications answer with an echo. */
export async function traceCommand(
  source: string,
  method: string,
  url: string,
  options: TraceCommandOptions,
): Promise<number> {
  const read = readCloudFormation(loadSources([source]), {
    region: options.region,
    ...(options.parameter ? { parameters: options.parameter } : {}),
  });
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  const graph = graphOf(architectureOf(read));
  const headers = headerLines(options.header ?? []);
  const address = addressOf(graph, url, headers, options.via);
  const result = await rehearse(graph).fetch(
    { url: address.url, method, headers, ...(options.data === undefined ? {} : { body: options.data }) },
    {
      from: options.from,
      entrance: address.entrance.id,
      ...(options.country === undefined ? {} : { country: options.country }),
    },
  );
  const text =
    options.format === 'json' ? jsonTrace(address.url, result) : humanTrace(method, address.url, options.from, result);
  process.stdout.write(text);
  return EXIT.ok;
}

function jsonTrace(url: string, { response, trace, journey }: Rehearsed): string {
  const body = response.body.kind === 'bytes' ? latin1(response.body.bytes) : '';
  const answer = { status: response.status, headers: response.headers, body };
  return `${JSON.stringify({ url, response: answer, trace, reached: journey.reached, inspectedBy: journey.inspectedBy }, undefined, 2)}\n`;
}

function humanTrace(method: string, url: string, from: string, { response, trace, journey }: Rehearsed): string {
  const reached = journey.reached.length === 0 ? 'nothing' : journey.reached.join(', ');
  const inspected = journey.inspectedBy.length === 0 ? 'no web ACL that can block' : journey.inspectedBy.join(', ');
  return [
    `${colours.bold(`${method} ${url}`)}  from ${from}`,
    '',
    ...decisionLines(trace),
    '',
    `answer     ${statusText(response.status)}`,
    `reached    ${reached}`,
    `inspected  by ${inspected}`,
    '',
  ].join('\n');
}

/** The decisions, each gate's under its name. */
export function decisionLines(trace: readonly Decision[]): readonly string[] {
  let gate: string | undefined;
  return trace.flatMap((decision) => {
    const head = decision.gate === gate ? [] : [colours.cyan(decision.gate)];
    gate = decision.gate;
    const place = decision.place ? colours.dim(`  ${placeText(decision.place)}`) : '';
    return [...head, `  ${decision.decision}${place}`];
  });
}

export function statusText(status: number): string {
  const text = String(status);
  if (status < 300) return colours.green(text);
  return status < 400 ? colours.yellow(text) : colours.red(text);
}
