import type { Diagnostic, Request } from '@sallyport/http';
import {
  type CompiledLogging,
  compileLoggingConfiguration,
  dataProtection,
  disclosures,
  type Evaluation,
  logRecord,
  logSource,
  type ResourceType,
} from '@sallyport/waf';
import { InputFailure } from './failure.ts';
import { readDocument } from './waf-document.ts';
import { requestId } from './waf-response.ts';

/** Reads the file of `--logging`: a LoggingConfiguration, as get-logging-configuration answers or as properties in CloudFormation. */
export function readLoggingFile(file: string): CompiledLogging {
  const { data, place } = readDocument(file, 'a logging configuration');
  const result = compileLoggingConfiguration(data);
  if ('logging' in result) return result.logging;
  throw new InputFailure(
    result.refused.map(
      ({ path, message }): Diagnostic => ({
        code: 'refused-logging-configuration',
        severity: 'error',
        message: `${message} (AWS WAF refuses "${file}").`,
        place: { ...place(path.split('.')), ...(path === '' ? {} : { property: path }) },
      }),
    ),
  );
}

interface Occasion {
  readonly evaluation: Evaluation;
  readonly request: Request;
  readonly now: number;
}

/** The log record of an evaluation, or nothing where the logging configuration drops it. */
export function logLine(
  { evaluation, request, now }: Occasion,
  resourceType: ResourceType,
  logging: CompiledLogging | undefined,
): string | undefined {
  const protection = dataProtection(evaluation.record.webAcl.dataProtections);
  const record = logRecord(
    evaluation,
    request,
    { timestamp: now, requestId: requestId(evaluation, now), source: logSource(resourceType, '-') },
    logging ? disclosures(protection, logging.disclose) : protection,
  );
  return logging?.keeps(record) === false ? undefined : JSON.stringify(record);
}
