import type { Compilation } from '../compilation.ts';
import { isTooDeep, type Part, type Refusal, rootPart, text } from '../part.ts';
import { unknownValue } from '../unknown-value.ts';

/**
 * What an ARN names, as a part of its own; noted as unknown where it was not handed in. `finish` carries the refusals inside
 * it over to the web ACL, marked with the ARN.
 */
export function referenced(
  arn: Part | undefined,
  among: ReadonlyMap<string, unknown> | undefined,
  what: string,
): { readonly arn: string; readonly part: Part } | undefined {
  const name = text(arn, 1, 2048);
  if (!arn || name === undefined) return undefined;
  if (!among?.has(name)) {
    arn.notes.unknowns.push(unknownValue(`${what} ${name}`, `the ${what} "${name}" is not in the sources`));
    return undefined;
  }
  const part = rootPart(among.get(name));
  // What is refused is not read on.
  return { arn: name, part: isTooDeep(part) ? { ...part, value: undefined } : part };
}

/** Carries what was noted inside a referenced definition to where it is referred to. */
export function carryOver(
  from: { readonly arn: string; readonly part: Part },
  to: Part,
  compilation: Compilation,
): void {
  const already = new Set(compilation.notes.refusals.map(({ of, path }) => `${of} ${path}`));
  for (const refusal of from.part.notes.refusals) {
    const marked: Refusal = { ...refusal, of: refusal.of ?? from.arn };
    if (!already.has(`${marked.of} ${marked.path}`)) compilation.notes.refusals.push(marked);
  }
  to.notes.unknowns.push(...from.part.notes.unknowns);
}
