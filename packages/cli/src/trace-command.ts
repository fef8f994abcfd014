import type { GateGraph } from '@sallyport/gates';
import { type Diagnostic, type Headers, latin1 } from '@sallyport/http';
import { type Masks, secretVariables } from '@sallyport/prover';
import { type Rehearsed, rehearse } from '@sallyport/runtime';
import colours from 'picocolors';
import { type DeployedArgument, loadDeployed } from './deployed-option.ts';
import { diagnosticLines } from './diagnostic-lines.ts';
import { EXIT } from './failure.ts';
import { readArchitecture } from './loaded.ts';
import { type Print, toStandardOutput } from './print.ts';
import { addressOf, headerLines } from './rehearsed-request.ts';
import { loadSources } from './source-files.ts';
import { statusText } from './status-text.ts';
import { decisionLines, terminalWidth } from './trace-text.ts';
import { addressData } from './waf-address-data.ts';
import { readWafLists, type WafListOptions } from './waf-lists.ts';

export { statusText };

export interface TraceCommandOptions extends WafListOptions {
  readonly header?: readonly string[];
  /** Sources that are read together with the first. */
  readonly with?: readonly string[];
  readonly deployed?: readonly DeployedArgument[];
  readonly data?: string;
  readonly from: string;
  readonly country?: string;
  readonly ipData?: string;
  readonly via: 'distribution' | 'internet';
  readonly parameter?: Readonly<Record<string, string>>;
  /** The client holds a credential that every authorizer accepts. */
  readonly credential?: boolean;
  /** The request is among those that chance sends to a canary or a staging distribution. */
  readonly chosen?: boolean;
  readonly format: 'human' | 'json';
  readonly region: string;
}

/** `sallyport trace`: one request through the gates, without sockets; applications answer with an echo. */
export async function traceCommand(
  source: string,
  method: string,
  url: string,
  options: TraceCommandOptions,
  print: Print = toStandardOutput,
): Promise<number> {
  const data = addressData(options.ipData);
  const sources = loadSources([source, ...(options.with ?? [])], loadDeployed(options.deployed));
  const { architecture, graph } = readArchitecture(sources, {
    ...options,
    webAclData: { addressData: data, ...readWafLists(options) },
  });
  warn([...architecture.diagnostics, ...graph.diagnostics]);
  const secrets = secretVariables({ graph, architecture });
  const headers = withSecrets(headerLines(options.header ?? []), secrets);
  const address = addressOf(graph, url, headers, options.via);
  const rehearsal = rehearse(graph, {
    ...(options.credential ? { grants: () => true } : {}),
    ...(options.chosen ? { draws: () => true } : {}),
  });
  const result = await rehearsal.fetch(
    { url: address.url, method, headers, ...(options.data === undefined ? {} : { body: options.data }) },
    {
      ...data(options.from),
      from: options.from,
      entrance: address.entrance.id,
      ...(options.country === undefined ? {} : { country: options.country }),
    },
  );
  const text =
    options.format === 'json'
      ? jsonTrace(address.url, result, secrets)
      : humanTrace(graph, { method, url: address.url, from: options.from }, result);
  print(text);
  return EXIT.ok;
}

/** What is not understood may be what the request meets: the trace is then one of several that may come true. */
function warn(diagnostics: readonly Diagnostic[]): void {
  const lines = diagnostics.filter(({ severity }) => severity === 'warning').flatMap(diagnosticLines);
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n\n`);
}

/** A witness shows secrets as variables (`$PARTNER_KEY`); here they get the values that stand in for them. */
function withSecrets(headers: Headers, variables: Masks): Headers {
  const values = new Map([...variables].map(([value, variable]) => [variable, value]));
  return headers.map(([name, value]) => [name, values.get(value) ?? value]);
}

/** Applications answer with an echo, and the echo has the keys that gates added: they are shown as variables. */
function jsonTrace(url: string, { response, trace, journey }: Rehearsed, secrets: Masks): string {
  const shown = (text: string): string =>
    [...secrets].reduce((masked, [value, variable]) => masked.replaceAll(value, () => variable), text);
  const body = response.body.kind === 'bytes' ? shown(latin1(response.body.bytes)) : '';
  const headers = response.headers.map(([name, value]) => [name, shown(value)]);
  const answer = { status: response.status, headers, body };
  return `${JSON.stringify({ url, response: answer, trace, reached: journey.reached, inspectedBy: journey.inspectedBy }, undefined, 2)}\n`;
}

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly from: string;
}

function humanTrace(graph: GateGraph, { method, url, from }: Sent, { response, trace, journey }: Rehearsed): string {
  const reached = journey.reached.length === 0 ? 'nothing' : journey.reached.join(', ');
  const inspected = journey.inspectedBy.length === 0 ? 'by no web ACL' : `by ${journey.inspectedBy.join(', ')}`;
  return [
    `${colours.bold(`${method} ${url}`)}  from ${from}`,
    '',
    ...decisionLines(trace, graph, terminalWidth()),
    '',
    `answer     ${statusText(response.status)}  ${bodyStart(response)}`.trimEnd(),
    `reached    ${reached}`,
    ...(journey.reached.length === 0 ? [] : [`inspected  ${inspected}`]),
    '',
  ].join('\n');
}

/** A short body says more than a status; a page or an echo does not. */
function bodyStart({ body }: Rehearsed['response']): string {
  const text = body.kind === 'bytes' ? latin1(body.bytes) : '';
  return text.length <= 100 && /^[\x20-\x7e]+$/.test(text) ? colours.dim(text) : '';
}
