import { EXIT } from './failure.ts';
import { loadWebAcl, type WafDefinitionOptions } from './waf-definition.ts';
import { orRefused, type Print, toStandardOutput } from './waf-refused.ts';

export interface WafCapacityOptions extends WafDefinitionOptions {
  readonly format: 'human' | 'json';
}

/** `sallyport waf capacity`: web ACL capacity units, in all and of each rule. */
export function wafCapacityCommand(options: WafCapacityOptions, print: Print = toStandardOutput): number {
  return orRefused(options.format, print, () => {
    const { capacity, ruleCapacities } = loadWebAcl(options).webAcl;
    const text =
      options.format === 'json'
        ? JSON.stringify({ capacity, rules: ruleCapacities })
        : humanTable(capacity, ruleCapacities);
    print(`${text}\n`);
    return EXIT.ok;
  });
}

function humanTable(capacity: number, rules: readonly { readonly name: string; readonly capacity: number }[]): string {
  const width = Math.max(5, ...rules.map(({ name }) => name.length));
  const line = (name: string, units: number) => `${name.padEnd(width)}  ${String(units).padStart(5)}`;
  return [...rules.map((rule) => line(rule.name, rule.capacity)), line('total', capacity)].join('\n');
}
