import { variablesOf } from './functions/sub.ts';
import { type Node, stringOf } from './node.ts';
import { type Parameter, scalarText } from './parameter.ts';
import type { Reading } from './reading.ts';
import type { Stack } from './stack.ts';

/** How conditions depend on a parameter. */
export interface ParameterUses {
  /** Values that can make a difference. */
  readonly values: ReadonlySet<string>;
}

/** The parameters of the root stacks that conditions depend on, those of nested stacks included. */
export function conditionUses(reading: Reading): ReadonlyMap<string, ParameterUses> {
  const found = new Map<string, Set<string>>();
  for (const stack of reading.stacks)
    for (const [name, values] of usesOf(stack)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, new Set(values));
      else for (const value of values) known.add(value);
    }
  return new Map([...found].map(([name, values]) => [name, { values }]));
}

/** The uses in one stack's conditions, in terms of the parameters of the root stack above it. */
function usesOf(stack: Stack): readonly (readonly [string, readonly string[]])[] {
  const uses = new Map<string, Use>();
  for (const { value } of stack.template.conditions) collect(value, uses);
  return [...uses].flatMap(([name, use]) => {
    const parameter = stack.parameter(name);
    if (parameter === undefined) return [];
    const values = valuesOf(parameter, use);
    return rootParameters(stack, name).map((root) => [root, values] as const);
  });
}

/** What is seen of a parameter in conditions: the texts it is compared with, and whether it is used in other ways too. */
interface Use {
  readonly literals: Set<string>;
  otherwise: boolean;
}

function collect(node: Node, uses: Map<string, Use>): void {
  if (node.kind === 'scalar') return;
  if (node.kind === 'list') {
    for (const item of node.items) collect(item, uses);
    return;
  }
  for (const { key, value } of node.entries) {
    if (key === 'Fn::Equals' && value.kind === 'list' && value.items.length === 2) collectEquals(value.items, uses);
    else if (key === 'Ref') use(stringOf(value), uses).otherwise = true;
    else {
      if (key === 'Fn::Sub') for (const name of variablesOf(value)) use(name, uses).otherwise = true;
      collect(value, uses);
    }
  }
}

function collectEquals(items: readonly Node[], uses: Map<string, Use>): void {
  const [left, right] = items;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const name = refName(one);
    const literal = scalarText(other);
    if (name !== undefined && literal !== undefined) use(name, uses).literals.add(literal);
    else if (one !== undefined) collect(one, uses);
  }
}

function use(name: string | undefined, uses: Map<string, Use>): Use {
  const known = uses.get(name ?? '') ?? { literals: new Set<string>(), otherwise: false };
  if (name !== undefined) uses.set(name, known);
  return known;
}

const refName = (node: Node | undefined): string | undefined =>
  node?.kind === 'map' && node.entries.length === 1 && node.entries[0]?.key === 'Ref'
    ? stringOf(node.entries[0].value)
    : undefined;

/** The allowed values; where they are only compared with literals, one of those that none is compared with stands for all such. */
function valuesOf(parameter: Parameter, { literals, otherwise }: Use): readonly string[] {
  const allowed = parameter.allowedValues;
  if (allowed.length > 0) {
    if (otherwise) return allowed;
    const different = allowed.find((value) => !literals.has(value));
    return [...allowed.filter((value) => literals.has(value)), ...(different === undefined ? [] : [different])];
  }
  return [...literals, valueBeside(parameter, literals)];
}

/** A value that differs from all the others. */
function valueBeside(parameter: Parameter, literals: ReadonlySet<string>): string {
  if (parameter.type === 'Number' || parameter.type === 'List<Number>') {
    let number = 1;
    while (literals.has(String(number))) number++;
    return String(number);
  }
  let text = 'other';
  while (literals.has(text)) text += '-other';
  return text;
}

/** The root's parameters that a nested stack's parameter takes its value from. */
function rootParameters(stack: Stack, name: string): readonly string[] {
  if (stack.nestedIn === undefined) return [name];
  const { stack: parent, logicalId } = stack.nestedIn;
  const node = parent.propertyNode(logicalId, `Parameters.${name}`);
  if (node === undefined) return [];
  const uses = new Map<string, Use>();
  collect(node, uses);
  return [...uses.keys()]
    .filter((used) => parent.parameter(used) !== undefined)
    .flatMap((used) => rootParameters(parent, used));
}
