import type { Value } from '../../../value.ts';
import { describe, type Node } from '../node.ts';
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

const WANTED = 'an index and a list that is long enough';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html */
export function select(argument: Node, call: Call): Value | undefined {
  const [indexNode, listNode] = argumentNodes(argument, 2, 2) ?? [];
  if (indexNode === undefined || listNode === undefined) return wrongArguments(call, describe(argument), WANTED);
  const index = evaluateArgument(indexNode, call);
  const list = evaluateArgument(listNode, call);
  if (isUnknown(index) || isUnknown(list)) return unknownResult(call, [index, list]);
  if (list?.kind !== 'list') return wrongArguments(call, found(list, listNode), WANTED);
  const at = knownText(index);
  const item = at !== undefined && /^\d+$/.test(at) ? list.items[Number(at)] : undefined;
  return item ?? wrongArguments(call, `${describe(indexNode)} and a list of ${list.items.length}`, WANTED);
}
