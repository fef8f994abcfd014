import type { Text } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { composedValue, textOf } from '../composed-text.ts';
import { describe, type Node } from '../node.ts';
import { placeOf } from '../position.ts';
import {
  argumentNodes,
  type Call,
  evaluateArgument,
  found,
  isUnknown,
  knownText,
  unknownResult,
  wrongArguments,
} from './call.ts';

const WANTED = 'a delimiter and a list of texts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html */
export function join(argument: Node, call: Call): Value | undefined {
  const [delimiterNode, listNode] = argumentNodes(argument, 2, 2) ?? [];
  if (delimiterNode === undefined || listNode === undefined) return wrongArguments(call, describe(argument), WANTED);
  const delimiter = evaluateArgument(delimiterNode, call);
  const list = evaluateArgument(listNode, call);
  const separator = knownText(delimiter);
  if (separator === undefined || isUnknown(list))
    return isUnknown(delimiter) || isUnknown(list)
      ? unknownResult(call, [delimiter, list])
      : wrongArguments(call, found(delimiter, delimiterNode), WANTED);
  if (list?.kind !== 'list') return wrongArguments(call, found(list, listNode), WANTED);
  return joined(separator, list.items, call);
}

function joined(separator: string, items: readonly Value[], call: Call): Value {
  const parts: Text[] = [];
  for (const [index, item] of items.entries()) {
    const texts = item.kind === 'list' ? item.items.map(textOf) : [textOf(item)];
    for (const [inner, text] of texts.entries()) {
      if (text === undefined) return wrongArguments(call, `a ${item.kind} at index ${index}`, WANTED);
      if (index + inner > 0) parts.push(separator);
      parts.push(text);
    }
  }
  return composedValue(parts, call.at, placeOf(call.node, call.at));
}
