import { humanLintReport, type Level, lintWebAcl, webAclLintReport } from '@sallyport/prover';
import colours from 'picocolors';
import { EXIT } from './failure.ts';
import { type Print, toStandardOutput } from './print.ts';
import { readWebAclDefinition, refusedWebAcl, type WafDefinitionOptions } from './waf-definition.ts';
import { orRefused } from './waf-refused.ts';

export interface WafLintOptions extends WafDefinitionOptions {
  readonly format: 'human' | 'json';
  readonly failOn: Level;
}

/** The levels that make the exit code 2, by what was asked for. */
const FAILING: Readonly<Record<Level, readonly Level[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  note: ['error', 'warning', 'note'],
};

/** `sallyport waf lint`: what in a web ACL does not do what it is there for, with requests that show it. */
export function wafLintCommand(options: WafLintOptions, print: Print = toStandardOutput): number {
  return orRefused(options.format, print, () => {
    const read = readWebAclDefinition(options);
    const lint = lintWebAcl(read.definition, {
      ...read.options,
      ...(read.attachment ? { attachment: read.attachment } : {}),
    });
    if ('refused' in lint) throw refusedWebAcl(lint.refused, read);
    if (lint.defects.length > 0)
      throw new Error(`requests did not show what they were said to show: ${lint.defects.join('; ')}`);
    const report = webAclLintReport(lint, read.resourceType, read.place);
    print(
      options.format === 'json'
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : humanLintReport(report, {
            colour: colours.isColorSupported,
            width: Math.min(process.stdout.columns ?? 100, 120),
          }),
    );
    return report.findings.some(({ level }) => FAILING[options.failOn].includes(level)) ? EXIT.bypassable : EXIT.ok;
  });
}
