import { isOpaque } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { textOf } from '../composed-text.ts';
import type { Declaration, Stack } from '../stack.ts';
import { derivedDigits, derivedHex, derivedId, derivedUpper, derivedUuid } from './derived-id.ts';
import { standIns } from './index.ts';
import { arnPartition, urlSuffix } from './region.ts';

/** A resource that is being deployed: what stand-ins for its ids, names and attributes are made of. */
export class Declared {
  readonly stack: Stack;
  readonly declaration: Declaration;
  #physicalId: string | undefined;

  constructor(stack: Stack, declaration: Declaration) {
    this.stack = stack;
    this.declaration = declaration;
  }

  get logicalId(): string {
    return this.declaration.logicalId;
  }
  get region(): string {
    return this.stack.region;
  }
  get account(): string {
    return this.stack.account;
  }
  get partition(): string {
    return arnPartition(this.region);
  }
  get urlSuffix(): string {
    return urlSuffix(this.region);
  }

  /** What `Ref` gives, as a text that is always known. */
  get physicalId(): string {
    if (this.#physicalId !== undefined) return this.#physicalId;
    const standIn = standIns.get(this.declaration.type);
    // While the name is worked out, it may be asked for by what it is made of: then the drawn one stands in.
    this.#physicalId = this.generatedName();
    const named = standIn?.refProperty === undefined ? undefined : this.text(standIn.refProperty);
    this.#physicalId = named ?? standIn?.ref?.(this) ?? this.generatedName();
    return this.#physicalId;
  }

  /** The value of a property, by its path. */
  value(property: string): Value | undefined {
    return this.stack.propertyOf(this.logicalId, property);
  }

  /** The text of a property, where it is known. */
  text(property: string): string | undefined {
    const value = this.value(property);
    const text = value === undefined ? undefined : textOf(value);
    return text === undefined || isOpaque(text) || text === '' ? undefined : text;
  }

  /** The name that a property gives, or the one that CloudFormation draws. */
  name(property: string): string {
    return this.text(property) ?? this.generatedName();
  }

  /** `stack-logical-RANDOM`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
  generatedName(): string {
    return `${this.stack.stackName}-${this.logicalId}-${derivedUpper(this.#seed('name'), 12)}`;
  }

  arn(service: string, resource: string, region = this.region, account = this.account): string {
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  /** Lower-case letters and digits. */
  id(length: number, what = ''): string {
    return derivedId(this.#seed(what), length);
  }
  upper(length: number, what = ''): string {
    return derivedUpper(this.#seed(what), length);
  }
  hex(length: number, what = ''): string {
    return derivedHex(this.#seed(what), length);
  }
  digits(length: number, what = ''): string {
    return derivedDigits(this.#seed(what), length);
  }
  uuid(what = ''): string {
    return derivedUuid(this.#seed(what));
  }

  #seed(what: string): string {
    return `${this.stack.name}/${this.logicalId} ${what}`;
  }
}
