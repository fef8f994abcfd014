import type { Value } from '../../value.ts';
import { composedValue } from './composed-text.ts';
import { expandForEach, isForEach } from './for-each.ts';
import { intrinsicFunctions } from './functions/index.ts';
import type { MapNode, Node, ScalarNode } from './node.ts';
import { identityOfPlace, inside, type Position, placeOf, refuse, refusedSeverity, unknownValue } from './position.ts';

/** The value of a node after all functions in it have been carried out; undefined for `AWS::NoValue`. */
export function evaluate(node: Node, at: Position): Value | undefined {
  if (!at.stack.reading.enter(node, at))
    return unknownValue('too large to be worked out', identityOfPlace(node, at), placeOf(node, at));
  try {
    if (node.kind === 'scalar') return scalarValue(node, at);
    if (node.kind === 'list') return { kind: 'list', items: items(node.items, at), place: placeOf(node, at) };
    return mapValue(node, at);
  } finally {
    at.stack.reading.leave();
  }
}

function scalarValue(node: ScalarNode, at: Position): Value {
  const place = placeOf(node, at);
  if (typeof node.value === 'string' && node.value.includes('{{')) return composedValue([node.value], at, place);
  return { kind: 'scalar', value: node.value, place };
}

function items(nodes: readonly Node[], at: Position): readonly Value[] {
  const values: Value[] = [];
  for (const [index, node] of nodes.entries()) {
    const value = evaluate(node, inside(at, index));
    if (value !== undefined) values.push(value);
  }
  return values;
}

function mapValue(node: MapNode, at: Position): Value | undefined {
  const only = node.entries.length === 1 ? node.entries[0] : undefined;
  if (only !== undefined && isFunction(only.key)) return call(only.key, only.value, node, at);
  const entries = new Map<string, Value>();
  for (const { key, keyOffset, value } of expandForEach(node.entries, at)) {
    const deeper = inside(at, key);
    const result = isFunction(key)
      ? refuse(
          deeper,
          { ...value, offset: keyOffset },
          'misplaced-function',
          `Cannot carry out ${key}: it stands beside other keys, expected it alone in its map.`,
        )
      : evaluate(value, deeper);
    if (result === undefined) entries.delete(key);
    else entries.set(key, result);
  }
  return { kind: 'map', entries, place: placeOf(node, at) };
}

const isFunction = (key: string): boolean => key === 'Ref' || (key.startsWith('Fn::') && !isForEach(key));

function call(name: string, argument: Node, node: MapNode, at: Position): Value | undefined {
  const intrinsic = intrinsicFunctions.get(name);
  if (intrinsic !== undefined) return intrinsic(argument, { name, node, at });
  return refuse(
    at,
    node,
    'unknown-function',
    `Cannot carry out ${name}: no such function, expected one of ${[...intrinsicFunctions.keys()].join(', ')}.`,
    'The value is treated as unknown.',
    refusedSeverity(at),
  );
}
