import { writeFileSync } from 'node:fs';
import { HANDED_IN_ERRORS } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import type { Attacker } from '@sallyport/prover';
import { exitCode, humanReport, type Report } from '@sallyport/prover';
import colours from 'picocolors';
import { checkSources } from './check.ts';
import { type DeployedArgument, loadDeployed } from './deployed-option.ts';
import { EXIT, InputFailure, inputFailure } from './failure.ts';
import { loadSources } from './source-files.ts';

export interface CheckCommandOptions {
  readonly attacker?: Attacker;
  readonly format: 'human' | 'json';
  readonly output?: string;
  readonly deployed?: readonly DeployedArgument[];
  readonly parameter?: Readonly<Record<string, string>>;
  readonly region: string;
}

/**
 * `sallyport check`: proves, prints the report, and gives the exit code. Input that is not understood outweighs what was
 * proved of the rest.
 */
export function checkCommand(sources: readonly string[], options: CheckCommandOptions): number {
  const report = checkSources(loadSources(sources, loadDeployed(options.deployed)), {
    region: options.region,
    ...(options.parameter ? { parameters: options.parameter } : {}),
    ...(options.attacker ? { attackers: [options.attacker] } : {}),
  });
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  // Nothing was proved, or not of what was handed in: people want the reasons alone; programs get the whole report all the same.
  // After a malformed text everything else is its echo.
  const malformed = errors.filter(({ code }) => code === 'malformed-yaml' || code === 'malformed-json');
  if (options.format === 'human' && malformed.length > 0) throw new InputFailure(malformed);
  const isInVain = report.origins.length === 0 || errors.some(({ code }) => HANDED_IN_ERRORS.includes(code));
  if (options.format === 'human' && errors.length > 0 && isInVain) throw new InputFailure(inVain(report, errors));
  print({ ...report, sources }, options);
  return errors.length > 0 ? EXIT.input : exitCode(report);
}

/** Where no origin was found, what was not read may have held it. */
function inVain({ diagnostics }: Report, errors: readonly Diagnostic[]): readonly Diagnostic[] {
  const isEmpty = errors.some(({ code }) => code === 'no-origin');
  return isEmpty ? [...errors, ...diagnostics.filter(({ severity }) => severity === 'warning')] : errors;
}

function print(report: Report, { format, output }: CheckCommandOptions): void {
  const colour = colours.isColorSupported && output === undefined;
  const text = format === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : humanReport(report, { colour });
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw inputFailure(
      'output-not-written',
      `Cannot write the report to "${output}": ${reason}, expected a writable file.`,
    );
  }
}
