import { isOpaque } from '../../text.ts';
import type { Value } from '../../value.ts';
import { textOf } from './composed-text.ts';
import { named } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { entryOf } from './node.ts';
import type { Reading } from './reading.ts';
import type { Stack } from './stack.ts';

interface Exported {
  readonly stack: Stack;
  readonly output: string;
}

/** What the stacks export. Names are unique within an account and region. */
export class Exports {
  readonly #reading: Reading;
  #byName: Map<string, Exported> | undefined;
  /** Whether some export has a name that is not known. */
  #unnamed = false;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** The value of an export that a stack imports; undefined where no stack of the sources exports that name. */
  value(name: string, importing: Stack): Value | undefined {
    const exported = this.#index().get(key(importing, name));
    return exported?.stack.output(exported.output);
  }

  get hasUnnamed(): boolean {
    this.#index();
    return this.#unnamed;
  }

  #index(): ReadonlyMap<string, Exported> {
    if (this.#byName !== undefined) return this.#byName;
    const byName = new Map<string, Exported>();
    // Set before it is filled: an export's name may itself import.
    this.#byName = byName;
    for (const stack of this.#reading.stacks) this.#addExports(stack, byName);
    return byName;
  }

  #addExports(stack: Stack, byName: Map<string, Exported>): void {
    for (const [output, { value }] of stack.outputs) {
      const nameNode = entryOf(entryOf(value, 'Export'), 'Name');
      if (nameNode === undefined) continue;
      const condition = entryOf(value, 'Condition');
      if (condition !== undefined && named(condition, stack.top).decided === false) continue;
      const name = evaluate(nameNode, stack.top);
      const text = name === undefined ? undefined : textOf(name);
      if (text === undefined) continue;
      if (isOpaque(text)) this.#unnamed = true;
      byName.set(key(stack, isOpaque(text) ? `<${text.opaque}>` : text), { stack, output });
    }
  }
}

const key = (stack: Stack, name: string): string => `${stack.account} ${stack.region} ${name}`;
