import type { Value } from '../../../value.ts';
import type { Node } from '../node.ts';
import { placeOf } from '../position.ts';
import { type Call, evaluateArgument, found, isUnknown, knownText, unknownResult, wrongArguments } from './call.ts';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 * Approximated: which zones an account has is not in a template, so six stand in, as many as any
 * region has.
 */
export function getAzs(argument: Node, call: Call): Value | undefined {
  const value = evaluateArgument(argument, call);
  if (isUnknown(value)) return unknownResult(call, [value]);
  const text = knownText(value);
  if (text === undefined) return wrongArguments(call, found(value, argument), 'a region, or an empty text');
  const region = text === '' ? call.at.stack.region : text;
  const place = placeOf(call.node, call.at);
  return {
    kind: 'list',
    items: ['a', 'b', 'c', 'd', 'e', 'f'].map((zone): Value => ({ kind: 'scalar', value: `${region}${zone}`, place })),
    place,
  };
}
