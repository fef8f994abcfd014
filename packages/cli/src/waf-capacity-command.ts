import type { CompiledWebAcl } from '@sallyport/waf';
import { EXIT, inputFailure } from './failure.ts';
import { type Print, toStandardOutput } from './print.ts';
import { loadWebAcl, type WafDefinitionOptions } from './waf-definition.ts';
import { orRefused } from './waf-refused.ts';

export interface WafCapacityOptions extends WafDefinitionOptions {
  readonly format: 'human' | 'json';
}

/** `sallyport waf capacity`: web ACL capacity units, in all and of each rule. */
export function wafCapacityCommand(options: WafCapacityOptions, print: Print = toStandardOutput): number {
  return orRefused(options.format, print, () => {
    const { webAcl } = loadWebAcl(options);
    refuseUnknown(webAcl);
    const { capacity, ruleCapacities } = webAcl;
    const text =
      options.format === 'json'
        ? JSON.stringify({ capacity, rules: ruleCapacities })
        : humanTable(capacity, ruleCapacities);
    print(`${text}\n`);
    return EXIT.ok;
  });
}

/** A rule group that is not among the sources has a capacity that nobody here knows. */
function refuseUnknown({ rules, unknowns }: CompiledWebAcl): void {
  const reasons = rules.flatMap(({ uncertain, statement }) =>
    uncertain && statement.kind === 'undecided' ? [statement.reason] : [],
  );
  const [reason] = [...unknowns, ...reasons];
  if (reason !== undefined)
    throw inputFailure(
      'unknown-capacity',
      `Cannot count the capacity: ${reason}, expected every rule to be told.`,
      'Hand in rule groups with --rule-group FILE, parameters with --parameter NAME=VALUE.',
    );
}

function humanTable(capacity: number, rules: readonly { readonly name: string; readonly capacity: number }[]): string {
  const width = Math.max(5, ...rules.map(({ name }) => name.length));
  const line = (name: string, units: number) => `${name.padEnd(width)}  ${String(units).padStart(5)}`;
  return [...rules.map((rule) => line(rule.name, rule.capacity)), line('total', capacity)].join('\n');
}
