import type { Value } from '../../value.ts';
import { named, truthOf } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { expandForEach } from './for-each.ts';
import { describe, type Entry, entryOf, type MapNode, type Node, stringOf } from './node.ts';
import { checkGivenText, type Parameter, readParameter } from './parameter.ts';
import { identityOfPlace, inside, type Position, refusedSeverity, report } from './position.ts';
import type { Reading } from './reading.ts';
import { Declared } from './stand-ins/declared.ts';
import { derivedUuid } from './stand-ins/derived-id.ts';
import { arnPartition } from './stand-ins/region.ts';
import type { Template } from './template.ts';
import { FALSE, TRUE, type Truth } from './truth.ts';

/** A resource as it is declared in a template, after Fn::ForEach. */
export interface Declaration {
  readonly logicalId: string;
  readonly type: string;
  readonly node: MapNode;
  readonly offset: number;
}

export interface StackInit {
  readonly reading: Reading;
  /** Unique over the sources. */
  readonly name: string;
  /** What AWS::StackName gives. */
  readonly stackName: string;
  readonly template: Template;
  readonly region: string;
  readonly account: string;
  /** Whether the account, and the stack's name, are those of the deployment and no stand-ins. */
  readonly isAccountGiven: boolean;
  readonly isNameGiven: boolean;
  /** The nested stack's resource in its parent. */
  readonly nestedIn?: { readonly stack: Stack; readonly logicalId: string };
}

/** One template being deployed once: everything in it is worked out when it is asked for, and remembered. */
export class Stack {
  readonly reading: Reading;
  readonly name: string;
  readonly stackName: string;
  readonly template: Template;
  readonly region: string;
  readonly account: string;
  readonly isAccountGiven: boolean;
  readonly isNameGiven: boolean;
  readonly nestedIn: StackInit['nestedIn'];
  /** Which resource refers to which, by logical id. */
  readonly references = new Map<string, Set<string>>();
  readonly #parameters = new Map<string, Parameter>();
  readonly #conditions = new Map<string, Truth>();
  readonly #presence = new Map<string, Truth>();
  readonly #declared = new Map<string, Declared>();
  readonly #underway = new Set<string>();
  #conditionNodes: ReadonlyMap<string, Node> | undefined;
  #declarations: ReadonlyMap<string, Declaration> | undefined;
  #outputs: ReadonlyMap<string, Entry> | undefined;

  constructor(init: StackInit) {
    this.reading = init.reading;
    this.name = init.name;
    this.stackName = init.stackName;
    this.template = init.template;
    this.region = init.region;
    this.account = init.account;
    this.isAccountGiven = init.isAccountGiven;
    this.isNameGiven = init.isNameGiven;
    this.nestedIn = init.nestedIn;
  }

  get stackId(): string {
    const uuid = derivedUuid(`${this.name} stack`);
    return `arn:${arnPartition(this.region)}:cloudformation:${this.region}:${this.account}:stack/${this.stackName}/${uuid}`;
  }

  /** The position outside of all resources. */
  get top(): Position {
    return { stack: this, document: this.template.document, property: '' };
  }

  /** The position of a resource's properties. */
  within(logicalId: string): Position {
    return { stack: this, document: this.template.document, logicalId, property: '' };
  }

  parameter(name: string): Parameter | undefined {
    const known = this.#parameters.get(name);
    const node = this.template.parameters.get(name);
    if (known !== undefined || node === undefined) return known;
    const parameter = readParameter(name, node);
    this.#parameters.set(name, parameter);
    const given = this.givenText(name);
    if (given !== undefined) checkGivenText(parameter, given, this.top);
    return parameter;
  }

  /** The text that the user gives, or that the world chooses, for a parameter of a stack that is not nested. */
  givenText(name: string): string | undefined {
    return this.nestedIn === undefined ? this.reading.given(name) : undefined;
  }

  /** The value that the parent stack passes. */
  passedValue(name: string): Value | undefined {
    if (this.nestedIn === undefined) return undefined;
    const { stack, logicalId } = this.nestedIn;
    return stack.propertyOf(logicalId, `Parameters.${name}`);
  }

  /** A parameter of one name has one value in all stacks that are given it by the user. */
  parameterIdentity(name: string): string {
    return this.nestedIn === undefined ? `parameter ${name}` : `parameter ${this.name}/${name}`;
  }

  /** The truth of a named condition. */
  condition(name: string, node: Node, at: Position): Truth {
    const definition = this.conditions.get(name);
    return definition === undefined ? this.#noCondition(name, node, at) : this.#truth(name, definition);
  }

  /** The definitions of the conditions, after Fn::ForEach. */
  get conditions(): ReadonlyMap<string, Node> {
    if (this.#conditionNodes !== undefined) return this.#conditionNodes;
    // Set before it is filled, here and below: what Fn::ForEach repeats cannot depend on what it makes.
    this.#conditionNodes = new Map();
    const entries = expandForEach(this.template.conditions, this.top);
    this.#conditionNodes = new Map(entries.map(({ key, value }) => [key, value]));
    return this.#conditionNodes;
  }

  #truth(name: string, definition: Node): Truth {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const truth =
      this.#guarded(`condition ${name}`, () => truthOf(definition, this.top)) ?? this.#circular(name, definition);
    this.#conditions.set(name, truth);
    return truth;
  }

  /** The truths of all conditions, by their names. */
  get truths(): ReadonlyMap<string, Truth> {
    return new Map([...this.conditions].map(([name, definition]) => [name, this.#truth(name, definition)]));
  }

  #noCondition(name: string, node: Node, at: Position): Truth {
    const message = `Cannot decide the condition "${name}": there is no such condition, expected one of the section "Conditions".`;
    report(at, node, 'missing-condition', refusedSeverity(at), message);
    return { undecided: message, identity: identityOfPlace(node, at) };
  }

  #circular(name: string, node: Node): Truth {
    const message = `Cannot decide the condition "${name}": it depends on itself, expected conditions without a circle.`;
    report(this.top, node, 'circular-condition', 'error', message);
    return { undecided: message, identity: identityOfPlace(node, this.top) };
  }

  /** The resources, in order, whatever their conditions. */
  get declarations(): ReadonlyMap<string, Declaration> {
    if (this.#declarations !== undefined) return this.#declarations;
    this.#declarations = new Map();
    this.#declarations = this.#readDeclarations();
    return this.#declarations;
  }

  #readDeclarations(): ReadonlyMap<string, Declaration> {
    const found = new Map<string, Declaration>();
    for (const { key, keyOffset, value } of expandForEach(this.template.resources, this.top)) {
      const type = stringOf(entryOf(value, 'Type'));
      if (value.kind === 'map' && type !== undefined)
        found.set(key, { logicalId: key, type, node: value, offset: keyOffset });
      else if (key === 'Fn::Transform') this.#transformed(value, keyOffset);
      else this.#noResource(key, value, keyOffset);
    }
    return found;
  }

  #transformed(value: Node, offset: number): void {
    report(
      this.top,
      { ...value, offset },
      'unsupported-transform',
      'warning',
      'Cannot carry out Fn::Transform in "Resources": macros run on AWS only, expected resources written out.',
      'What the macro would add is not read.',
    );
  }

  #noResource(logicalId: string, value: Node, offset: number): void {
    const found = value.kind === 'map' ? 'no text under "Type"' : describe(value);
    const message = `Cannot read the resource "${logicalId}": ${found} found, expected a map with a Type.`;
    report(
      this.within(logicalId),
      { ...value, offset },
      'resource-without-type',
      refusedSeverity(this.top),
      message,
      'The resource is left out.',
    );
  }

  /** Whether a resource is made: what its Condition says. */
  presence(logicalId: string): Truth {
    const known = this.#presence.get(logicalId);
    if (known !== undefined) return known;
    const declaration = this.declarations.get(logicalId);
    const condition = entryOf(declaration?.node, 'Condition');
    const truth =
      declaration === undefined ? FALSE : condition === undefined ? TRUE : named(condition, this.within(logicalId));
    this.#presence.set(logicalId, truth);
    return truth;
  }

  /** A resource that is, or may be, made. */
  declared(logicalId: string): Declared | undefined {
    const declaration = this.declarations.get(logicalId);
    if (declaration === undefined || this.presence(logicalId).decided === false) return undefined;
    const known = this.#declared.get(logicalId) ?? new Declared(this, declaration);
    this.#declared.set(logicalId, known);
    return known;
  }

  /** The value of one property, by its path; undefined where it is absent, or needed to work itself out. */
  propertyOf(logicalId: string, path: string): Value | undefined {
    const node = this.propertyNode(logicalId, path);
    const at = path.split('.').reduce(inside, this.within(logicalId));
    return node === undefined ? undefined : this.#guarded(`${logicalId}.${path}`, () => evaluate(node, at));
  }

  /** What is written for a property. */
  propertyNode(logicalId: string, path: string): Node | undefined {
    const properties = entryOf(this.declarations.get(logicalId)?.node, 'Properties');
    return path.split('.').reduce((node, key) => entryOf(node, key), properties);
  }

  get outputs(): ReadonlyMap<string, Entry> {
    if (this.#outputs !== undefined) return this.#outputs;
    this.#outputs = new Map();
    this.#outputs = new Map(expandForEach(this.template.outputs, this.top).map((entry) => [entry.key, entry]));
    return this.#outputs;
  }

  /** The value of an output; undefined where there is none, or its condition is false. */
  output(name: string): Value | undefined {
    const output = this.outputs.get(name)?.value;
    const condition = entryOf(output, 'Condition');
    if (condition !== undefined && named(condition, this.top).decided === false) return undefined;
    const value = entryOf(output, 'Value');
    return value === undefined ? undefined : this.#guarded(`output ${name}`, () => evaluate(value, this.top));
  }

  /** Works something out unless it is being worked out already. */
  #guarded<T>(what: string, work: () => T): T | undefined {
    if (this.#underway.has(what)) return undefined;
    this.#underway.add(what);
    try {
      return work();
    } finally {
      this.#underway.delete(what);
    }
  }

  /** Remembers that a resource refers to another. */
  refer(at: Position, logicalId: string): void {
    if (at.logicalId === undefined || at.quiet || at.stack !== this) return;
    const known = this.references.get(at.logicalId);
    if (known === undefined) this.references.set(at.logicalId, new Set([logicalId]));
    else known.add(logicalId);
  }
}
