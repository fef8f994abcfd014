import type { Request, Response } from '@sallyport/http';
import { type Evaluation, MemoryCounters, MemoryTraffic } from '@sallyport/waf';
import colours from 'picocolors';
import { EXIT } from './failure.ts';
import { type Print, toStandardOutput } from './print.ts';
import { statusText } from './status-text.ts';
import { addressData, located } from './waf-address-data.ts';
import { type LoadedWebAcl, loadWebAcl, type WafDefinitionOptions } from './waf-definition.ts';
import { readWafLists, type WafListOptions } from './waf-lists.ts';
import { logLine, readLoggingFile } from './waf-log-line.ts';
import { orRefused } from './waf-refused.ts';
import { readRequests, type TimedRequest } from './waf-request.ts';
import { refusalResponse } from './waf-response.ts';
import { printable } from './welcome.ts';

export interface WafEvaluateOptions extends WafDefinitionOptions, WafListOptions {
  readonly request: string;
  readonly format: 'human' | 'json' | 'log';
  readonly logging?: string;
  readonly ipData?: string;
}

/** One request, what was decided of it, and what the client gets where it goes no further. */
interface Evaluated {
  readonly request: Request;
  readonly evaluation: Evaluation;
  readonly response: Response | undefined;
  /** When it came. */
  readonly now: number;
}

/** `sallyport waf evaluate`: requests through a web ACL, in order. */
export function wafEvaluateCommand(options: WafEvaluateOptions, print: Print = toStandardOutput): number {
  return orRefused(options.format, print, () => {
    const data = addressData(options.ipData);
    const loaded = loadWebAcl(options, { addressData: data, ...readWafLists(options) });
    const requests = readRequests(options.request).map((each) => ({
      ...each,
      request: located(each.request, data),
    }));
    const shown = { human: humanLines, json: jsonLine, log: logLines(loaded, options) }[options.format];
    for (const evaluated of evaluateInOrder(loaded, requests)) {
      const text = shown(evaluated);
      if (text !== undefined) print(`${text}\n`);
    }
    return EXIT.ok;
  });
}

/** Log records, by the logging configuration that is handed in, or else by the template's own. */
function logLines({ resourceType, logging: own }: LoadedWebAcl, { logging: file }: WafEvaluateOptions) {
  const logging = file === undefined ? own : readLoggingFile(file);
  return (evaluated: Evaluated): string | undefined => logLine(evaluated, resourceType, logging);
}

/** The time of a request is the clock; without one it comes at the time of the one before, the first one now. */
function* evaluateInOrder(
  { webAcl, resourceType }: LoadedWebAcl,
  requests: readonly TimedRequest[],
): Generator<Evaluated> {
  const counters = new MemoryCounters();
  const context = { traffic: new MemoryTraffic() };
  let now = Date.now();
  for (const { request, time } of requests) {
    now = time ?? now;
    const evaluation = webAcl.evaluate(request, counters, now, context);
    yield { request, evaluation, now, response: refusalResponse(evaluation, request, resourceType, now) };
  }
}

const bodyText = ({ body }: Response): string => (body.kind === 'bytes' ? new TextDecoder().decode(body.bytes) : '');

/** The members are the same for every request; what there is not is null. */
function jsonLine({ evaluation, response }: Evaluated): string {
  return JSON.stringify({
    action: evaluation.action,
    terminatingRule: evaluation.terminatingRule,
    terminatingRuleInGroup: evaluation.terminatingRuleInGroup ?? null,
    labels: evaluation.labels,
    countedRules: evaluation.countedRules,
    insertedHeaders: evaluation.insertedHeaders,
    response: response ? { status: response.status, headers: response.headers, body: bodyText(response) } : null,
    matchDetails: evaluation.matchDetails ?? [],
    fidelity: evaluation.fidelity,
    trace: evaluation.trace,
  });
}

const ACTION_COLOUR = {
  ALLOW: colours.green,
  BLOCK: colours.red,
  CAPTCHA: colours.yellow,
  CHALLENGE: colours.yellow,
  MONETIZE: colours.yellow,
} as const;

function humanLines({ request, evaluation, response }: Evaluated): string {
  const { action, terminatingRule: rule, terminatingRuleInGroup: inside } = evaluation;
  const by = inside === undefined ? rule : `${rule}, its rule ${inside}`;
  const listed = (title: string, of: readonly string[]) =>
    of.length === 0 ? [] : [`  ${title.padEnd(10)} ${of.join(', ')}`];
  return [
    `${colours.bold(`${printable(request.method)} ${printable(request.target)}`)}  from ${request.connection.address}`,
    `  ${ACTION_COLOUR[action](action)} by ${by}${evaluation.fidelity === 'approximated' ? colours.dim(' (approximated)') : ''}`,
    ...listed('labels', evaluation.labels),
    ...listed('counted', evaluation.countedRules),
    ...listed(
      'inserted',
      evaluation.insertedHeaders.map((header) => header.join(': ')),
    ),
    ...(evaluation.matchDetails ?? []).map((detail) => `  matched    ${JSON.stringify(detail)}`),
    ...(response ? [`  answer     ${statusText(response.status)}`] : []),
    ...evaluation.trace.map(
      ({ rule: name, matched, detail }) => `  ${matched ? '✓' : '·'} ${[name, detail].filter(Boolean).join(': ')}`,
    ),
    '',
  ].join('\n');
}
