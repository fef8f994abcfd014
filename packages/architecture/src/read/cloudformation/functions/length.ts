import type { Value } from '../../../value.ts';
import type { Node } from '../node.ts';
import { type Call, evaluateArgument, found, isUnknown, result, unknownResult, wrongArguments } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export function length(argument: Node, call: Call): Value | undefined {
  const value = evaluateArgument(argument, call);
  if (isUnknown(value)) return unknownResult(call, [value]);
  if (value?.kind !== 'list') return wrongArguments(call, found(value, argument), 'a list');
  return result(call, value.items.length);
}
