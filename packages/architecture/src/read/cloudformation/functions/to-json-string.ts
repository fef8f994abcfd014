import type { Text } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { composedValue, textOf } from '../composed-text.ts';
import type { Node } from '../node.ts';
import { placeOf } from '../position.ts';
import { type Call, evaluateArgument, found, isUnknown, unknownResult, wrongArguments } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html */
export function toJsonString(argument: Node, call: Call): Value | undefined {
  const value = evaluateArgument(argument, call);
  if (isUnknown(value)) return unknownResult(call, [value]);
  if (value?.kind !== 'map' && value?.kind !== 'list')
    return wrongArguments(call, found(value, argument), 'a map or a list');
  return composedValue(jsonParts(value), call.at, placeOf(call.node, call.at));
}

/** JSON without blanks, in parts: opaque texts stay parts of their own, in quotes. */
function jsonParts(value: Value): readonly Text[] {
  switch (value.kind) {
    case 'scalar':
      return [JSON.stringify(value.value)];
    case 'list':
      return ['[', ...value.items.flatMap((item, index) => [index > 0 ? ',' : '', ...jsonParts(item)]), ']'];
    case 'map':
      return [
        '{',
        ...[...value.entries].flatMap(([key, item], index) => [
          `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`,
          ...jsonParts(item),
        ]),
        '}',
      ];
    default:
      return ['"', textOf(value) ?? '', '"'];
  }
}
