import { isOpaque, type Text } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { canonical, textOf } from '../composed-text.ts';
import { evaluate } from '../evaluate.ts';
import { describe, type MapNode, type Node } from '../node.ts';
import { type Position, placeOf, refuse, unknownValue } from '../position.ts';

/** One use of a function in a template. */
export interface Call {
  readonly name: string;
  /** The whole of it, `{"Fn::Join": …}`. */
  readonly node: MapNode;
  readonly at: Position;
}

/** Carries a function out; undefined for `AWS::NoValue`. */
export type IntrinsicFunction = (argument: Node, call: Call) => Value | undefined;

/** The function cannot be carried out, because it is written wrong. */
export function wrongArguments(call: Call, found: string, wanted: string): Value {
  return refuse(
    call.at,
    call.node,
    'wrong-arguments',
    `Cannot carry out ${call.name}: ${found} found, expected ${wanted}.`,
    'The value is treated as unknown.',
  );
}

/** A scalar result. */
export const result = (call: Call, value: string | number | boolean): Value => ({
  kind: 'scalar',
  value,
  place: placeOf(call.node, call.at),
});

/** The function's result is not known because an operand is not: equal operands give equal results. */
export function unknownResult(call: Call, operands: readonly (Value | undefined)[]): Value {
  const reasons = operands.flatMap((operand) => (operand === undefined ? [] : reasonsOf(operand)));
  const identity = `${call.name}(${operands.map(canonical).join(', ')})`;
  return unknownValue(
    `${call.name} of ${reasons[0] ?? 'a value that is not known'}`,
    identity,
    placeOf(call.node, call.at),
  );
}

function reasonsOf(value: Value): readonly string[] {
  if (value.kind === 'opaque') return [value.text.reason];
  if (value.kind === 'unknown') return [value.reason];
  if (value.kind === 'list') return value.items.flatMap(reasonsOf);
  return value.kind === 'map' ? [...value.entries.values()].flatMap(reasonsOf) : [];
}

/** The nodes of a function's list of arguments; undefined, and said, where it is none of such a length. */
export function argumentNodes(argument: Node, least: number, most: number): readonly Node[] | undefined {
  if (argument.kind !== 'list' || argument.items.length < least || argument.items.length > most) return undefined;
  return argument.items;
}

export const evaluateArgument = (node: Node, call: Call): Value | undefined => evaluate(node, call.at);

/** The known text of a value. */
export function knownText(value: Value | undefined): string | undefined {
  const text: Text | undefined = value === undefined ? undefined : textOf(value);
  return text === undefined || isOpaque(text) ? undefined : text;
}

export const isUnknown = (value: Value | undefined): boolean => value?.kind === 'unknown' || value?.kind === 'opaque';

export const found = (value: Value | undefined, node: Node): string =>
  value === undefined ? 'no value' : value.kind === 'map' || value.kind === 'list' ? `a ${value.kind}` : describe(node);

/** A value where the function stands, wherever it came from. */
export function placedHere(value: Value, call: Call): Value {
  return { ...value, place: placeOf(call.node, call.at) };
}
