import { isOpaque, type Text } from '../../text.ts';
import { textOf } from './composed-text.ts';
import type { Reading } from './reading.ts';
import type { Stack } from './stack.ts';

/** The parameters of Systems Manager that the sources make, by name. */
export class SystemParameters {
  readonly #reading: Reading;
  #byName: Map<string, { readonly stack: Stack; readonly logicalId: string }> | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** The text that a parameter of the sources holds; undefined where none of that name is made here. */
  text(name: string, asking: Stack): Text | undefined {
    const found = this.#index().get(key(asking, name));
    const value = found?.stack.propertyOf(found.logicalId, 'Value');
    return value === undefined ? undefined : textOf(value);
  }

  #index(): ReadonlyMap<string, { readonly stack: Stack; readonly logicalId: string }> {
    if (this.#byName !== undefined) return this.#byName;
    const byName = new Map<string, { readonly stack: Stack; readonly logicalId: string }>();
    // Set before it is filled: a parameter's name may depend on another parameter.
    this.#byName = byName;
    for (const stack of this.#reading.stacks)
      for (const { type, logicalId } of stack.declarations.values()) {
        if (type !== 'AWS::SSM::Parameter') continue;
        const declared = stack.declared(logicalId);
        if (declared === undefined) continue;
        const name = stack.propertyOf(logicalId, 'Name');
        const text = name === undefined ? declared.physicalId : textOf(name);
        if (text !== undefined && !isOpaque(text)) byName.set(key(stack, text), { stack, logicalId });
        byName.set(key(stack, declared.physicalId), { stack, logicalId });
      }
    return byName;
  }
}

const key = (stack: Stack, name: string): string => `${stack.account} ${stack.region} ${name}`;
