import { isOpaque } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { textOf, textValue } from '../composed-text.ts';
import { describe, type Node, stringOf } from '../node.ts';
import { parameterValue } from '../parameter.ts';
import { type Position, placeOf, refuse, refusedSeverity } from '../position.ts';
import { pseudoParameter } from '../pseudo-parameter.ts';
import { standIns } from '../stand-ins/index.ts';
import { unknownTransforms } from '../template.ts';
import { type Call, wrongArguments } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html */
export function ref(argument: Node, call: Call): Value | undefined {
  const name = stringOf(argument);
  if (name === undefined || name === '')
    return wrongArguments(call, describe(argument), 'the name of a parameter or a resource');
  return reference(name, call.node, call.at);
}

/** What a name stands for: a pseudo parameter, a parameter, a resource. */
export function reference(name: string, node: Node, at: Position): Value | undefined {
  const pseudo = pseudoParameter(name, node, at);
  if (pseudo !== undefined) return pseudo.value;
  const parameter = at.stack.parameter(name);
  if (parameter !== undefined) return parameterValue(at.stack, parameter, node, at);
  if (at.stack.declarations.has(name)) return resourceReference(name, node, at);
  return missingReference(name, node, at);
}

function resourceReference(logicalId: string, node: Node, at: Position): Value {
  at.stack.refer(at, logicalId);
  const declared = at.stack.declared(logicalId);
  if (declared === undefined) return absentReference(logicalId, node, at);
  const place = placeOf(node, at);
  const property = standIns.get(declared.declaration.type)?.refProperty;
  const value = property === undefined ? undefined : declared.value(property);
  const text = value === undefined ? undefined : textOf(value);
  return textValue(text !== undefined && isOpaque(text) ? text : declared.physicalId, place);
}

export function missingReference(name: string, node: Node, at: Position): Value {
  const macros = unknownTransforms(at.stack.template);
  return refuse(
    at,
    node,
    'missing-reference',
    `Cannot resolve the reference to "${name}": no such parameter or resource, expected one that the template declares.`,
    macros.length > 0
      ? `The macro ${macros.join(', ')} may make it; the value is treated as unknown.`
      : 'The value is treated as unknown.',
    refusedSeverity(at),
  );
}

/** A resource whose condition is false does not exist, and what refers to it cannot be deployed. */
export function absentReference(logicalId: string, node: Node, at: Position): Value {
  return refuse(
    at,
    node,
    'absent-reference',
    `Cannot resolve the reference to "${logicalId}": its condition is false, expected a resource that is made.`,
    'CloudFormation refuses such a template; use Fn::If around the reference.',
  );
}
