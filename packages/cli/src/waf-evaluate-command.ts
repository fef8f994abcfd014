import type { Request, Response } from '@sallyport/http';
import { type Evaluation, MemoryCounters, MemoryTraffic } from '@sallyport/waf';
import { EXIT } from './failure.ts';
import { type Print, toStandardOutput } from './print.ts';
import { addressData, located } from './waf-address-data.ts';
import { type LoadedWebAcl, loadWebAcl, type WafDefinitionOptions } from './waf-definition.ts';
import { evaluationText, headingText } from './waf-evaluation-text.ts';
import { readWafLists, type WafListOptions } from './waf-lists.ts';
import { logLine, readLoggingFile } from './waf-log-line.ts';
import { orRefused } from './waf-refused.ts';
import { readRequests, type TimedRequest } from './waf-request.ts';
import { refusalResponse } from './waf-response.ts';

export interface WafEvaluateOptions extends WafDefinitionOptions, WafListOptions {
  readonly request: string;
  readonly format: 'human' | 'json' | 'log';
  readonly logging?: string;
  readonly ipData?: string;
  /** Every rule that was evaluated, in the human format. */
  readonly verbose?: boolean;
}

/** One request, what was decided of it, and what the client gets where it goes no further. */
export interface Evaluated {
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
    const human = (evaluated: Evaluated): string => evaluationText(evaluated, options.verbose ?? false);
    const shown = { human, json: jsonLine, log: logLines(loaded, options) }[options.format];
    if (options.format === 'human') print(`${headingText(loaded)}\n\n`);
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
