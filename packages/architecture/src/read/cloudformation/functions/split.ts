import type { Value } from '../../../value.ts';
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

const WANTED = 'a delimiter and a text';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html */
export function split(argument: Node, call: Call): Value | undefined {
  const [delimiterNode, textNode] = argumentNodes(argument, 2, 2) ?? [];
  if (delimiterNode === undefined || textNode === undefined) return wrongArguments(call, describe(argument), WANTED);
  const values = [evaluateArgument(delimiterNode, call), evaluateArgument(textNode, call)];
  const [delimiter, text] = values.map(knownText);
  if (values.some(isUnknown)) return unknownResult(call, values);
  if (delimiter === undefined || delimiter === '' || text === undefined)
    return wrongArguments(call, found(values[1], argument), WANTED);
  const place = placeOf(call.node, call.at);
  return {
    kind: 'list',
    items: text.split(delimiter).map((value): Value => ({ kind: 'scalar', value, place })),
    place,
  };
}
