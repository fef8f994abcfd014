import {
  evaluateArgument,
  found,
  type IntrinsicFunction,
  isUnknown,
  result,
  unknownResult,
  wrongArguments,
} from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export const length: IntrinsicFunction = (argument, call) => {
  const value = evaluateArgument(argument, call);
  if (isUnknown(value)) return unknownResult(call, [value]);
  if (value?.kind !== 'list') return wrongArguments(call, found(value, argument), 'a list');
  return result(call, value.items.length);
};
