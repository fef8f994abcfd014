import { isOpaque } from '../../text.ts';
import { textOf } from './composed-text.ts';
import type { Reading } from './reading.ts';
import type { Stack } from './stack.ts';

interface Owner {
  readonly stack: Stack;
  readonly logicalId: string;
}

/** The secrets that the sources make, by ARN (with and without the random suffix) and by name. */
export class Secrets {
  readonly #reading: Reading;
  #byId: Map<string, Owner> | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** The secret that a dynamic reference's secret id names. A name counts within the account and region only. */
  find(id: string, asking: Stack): Owner | undefined {
    const index = this.#index();
    return index.get(id) ?? index.get(`${asking.account} ${asking.region} ${id}`);
  }

  #index(): ReadonlyMap<string, Owner> {
    if (this.#byId !== undefined) return this.#byId;
    const byId = new Map<string, Owner>();
    // Set before it is filled: a secret's name may hold a dynamic reference.
    this.#byId = byId;
    for (const stack of this.#reading.stacks)
      for (const { type, logicalId } of stack.declarations.values())
        if (type === 'AWS::SecretsManager::Secret') addSecret(stack, logicalId, byId);
    return byId;
  }
}

function addSecret(stack: Stack, logicalId: string, byId: Map<string, Owner>): void {
  const declared = stack.declared(logicalId);
  if (declared === undefined) return;
  const owner = { stack, logicalId };
  byId.set(declared.physicalId, owner);
  byId.set(declared.physicalId.replace(/-[^-]*$/, ''), owner);
  const name = stack.propertyOf(logicalId, 'Name');
  const text = name === undefined ? undefined : textOf(name);
  if (text !== undefined)
    byId.set(`${stack.account} ${stack.region} ${isOpaque(text) ? `\${${text.opaque}}` : text}`, owner);
}
