import type { Value } from '../../../value.ts';
import { textValue } from '../composed-text.ts';
import { CROSS_REGION_READER, crossRegionExport } from '../cross-region-exports.ts';
import { describe, type Node, stringOf } from '../node.ts';
import { type Position, placeOf, report, unknownValue } from '../position.ts';
import type { Declared } from '../stand-ins/declared.ts';
import { standIns } from '../stand-ins/index.ts';
import { type Call, evaluateArgument, knownText, unknownResult, wrongArguments } from './call.ts';
import { absentReference, missingReference } from './ref.ts';

const WANTED = 'a logical id and an attribute, as "Logical.Attribute" or as a list of two';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html */
export function getAtt(argument: Node, call: Call): Value | undefined {
  const dotted = stringOf(argument);
  if (dotted !== undefined) {
    const dot = dotted.indexOf('.');
    if (dot <= 0) return wrongArguments(call, describe(argument), WANTED);
    return attribute(dotted.slice(0, dot), dotted.slice(dot + 1), call.node, call.at);
  }
  const [resource, ...path] = argument.kind === 'list' ? argument.items : [];
  if (resource === undefined || path.length === 0) return wrongArguments(call, describe(argument), WANTED);
  const names = [resource, ...path].map((node) => evaluateArgument(node, call));
  const [logicalId, ...attributes] = names.map(knownText);
  if (logicalId === undefined || attributes.some((name) => name === undefined)) return unknownResult(call, names);
  return attribute(logicalId, attributes.join('.'), call.node, call.at);
}

/** The value of a resource's attribute. */
export function attribute(logicalId: string, name: string, node: Node, at: Position): Value | undefined {
  if (!at.stack.declarations.has(logicalId)) return missingReference(logicalId, node, at);
  at.stack.refer(at, logicalId);
  const declared = at.stack.declared(logicalId);
  if (declared === undefined) return absentReference(logicalId, node, at);
  if (declared.declaration.type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.'))
    return nestedOutput(declared, name.slice('Outputs.'.length), node, at);
  const handedOver = declared.declaration.type === CROSS_REGION_READER ? crossRegionExport(name, at.stack) : undefined;
  if (handedOver !== undefined) return { ...handedOver, place: placeOf(node, at) };
  const known = standIns.get(declared.declaration.type)?.attributes?.[name]?.(declared);
  if (typeof known === 'string') return textValue(known, placeOf(node, at));
  if (known !== undefined) return { ...known, place: placeOf(node, at) };
  return unmodelled(declared, name, node, at);
}

function unmodelled(declared: Declared, name: string, node: Node, at: Position): Value {
  const { type } = declared.declaration;
  const what = `attribute "${name}" of ${type} "${declared.logicalId}"`;
  // What a custom resource gives back is its author's: nothing of ours is missing.
  if (!isCustom(type))
    report(
      at,
      node,
      'unknown-attribute',
      'note',
      `Cannot tell the ${what}: not modelled, expected one that is.`,
      'The value is treated as unknown.',
    );
  return unknownValue(what, `${at.stack.name}/${declared.logicalId}.${name}`, placeOf(node, at));
}

const isCustom = (type: string): boolean =>
  type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

function nestedOutput(declared: Declared, output: string, node: Node, at: Position): Value {
  const { stack, logicalId } = declared;
  const place = placeOf(node, at);
  const child = stack.reading.child(stack, logicalId);
  const identity = `${stack.name}/${logicalId}.Outputs.${output}`;
  if (child === undefined)
    return unknownValue(`output "${output}" of the nested stack "${logicalId}"`, identity, place);
  const value = child.output(output);
  if (value !== undefined) return { ...value, place };
  const message = `Cannot read the output "${output}" of the nested stack "${logicalId}": it has none of that name, expected one of ${[...child.outputs.keys()].join(', ') || 'none'}.`;
  report(at, node, 'missing-output', 'warning', message);
  return unknownValue(message, identity, place);
}
