import type { Value } from '../../../value.ts';
import { textValue } from '../composed-text.ts';
import type { Node } from '../node.ts';
import { placeOf, report } from '../position.ts';
import { type Call, evaluateArgument, found, isUnknown, knownText, placedHere, wrongArguments } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html */
export function importValue(argument: Node, call: Call): Value | undefined {
  const value = evaluateArgument(argument, call);
  const { reading } = call.at.stack;
  const place = placeOf(call.node, call.at);
  if (value?.kind === 'opaque' || value?.kind === 'unknown') {
    const identity = value.kind === 'opaque' ? value.text.opaque : value.identity;
    const same = reading.exports.value(`<${identity}>`, call.at.stack);
    if (same !== undefined) return placedHere(same, call);
    return textValue(
      { opaque: `export <${identity}>`, nature: 'unknown', reason: 'an export whose name is not known', place },
      place,
    );
  }
  const name = knownText(value);
  if (name === undefined || isUnknown(value))
    return wrongArguments(call, found(value, argument), 'the name of an export');
  const exported = reading.exports.value(name, call.at.stack);
  if (exported !== undefined) return placedHere(exported, call);
  const message = `Cannot import "${name}": no stack of the sources exports it in this account and region, expected an Output with that Export name.`;
  report(
    call.at,
    call.node,
    'missing-export',
    'warning',
    message,
    'Name the template of the exporting stack as a source as well.',
  );
  return textValue({ opaque: `export ${name}`, nature: 'unknown', reason: `export "${name}"`, place }, place);
}
