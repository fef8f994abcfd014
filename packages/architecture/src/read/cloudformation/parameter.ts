import { isOpaque } from '../../text.ts';
import type { ParameterUse, Value } from '../../value.ts';
import { textOf } from './composed-text.ts';
import { systemParameterIdentity } from './dynamic-reference.ts';
import { entryOf, type MapNode, type Node, stringOf } from './node.ts';
import { type Position, placeOf, report, unknownValue } from './position.ts';
import type { Stack } from './stack.ts';

/** The declaration of a parameter. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly noEcho: boolean;
  readonly default: string | undefined;
  readonly allowedValues: readonly string[];
  readonly node: MapNode;
}

export function readParameter(name: string, node: MapNode): Parameter {
  const allowed = entryOf(node, 'AllowedValues');
  const fallback = scalarText(entryOf(node, 'Default'));
  return {
    name,
    type: stringOf(entryOf(node, 'Type')) ?? 'String',
    noEcho: scalarText(entryOf(node, 'NoEcho'))?.toLowerCase() === 'true',
    default: fallback,
    allowedValues: allowed?.kind === 'list' ? allowed.items.flatMap((item) => scalarText(item) ?? []) : [],
    node,
  };
}

/** The text of a scalar: defaults and allowed values may be written as numbers and Booleans. */
export const scalarText = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;

export const isList = ({ type }: Parameter): boolean =>
  type === 'CommaDelimitedList' ||
  /(^|<)List</.test(type) ||
  type.endsWith('<CommaDelimitedList>>') ||
  type.endsWith('Value<CommaDelimitedList>');
export const isSystemParameter = ({ type }: Parameter): boolean => type.startsWith('AWS::SSM::Parameter::Value<');

/** What `Ref` gives of a parameter. */
export function parameterValue(stack: Stack, parameter: Parameter, node: Node, at: Position): Value {
  const use: ParameterUse = { name: parameter.name, noEcho: parameter.noEcho };
  const place = placeOf(node, at);
  const passed = stack.passedValue(parameter.name);
  if (passed !== undefined) return passedIn(parameter, passed, node, at);
  const text = stack.givenText(parameter.name) ?? parameter.default;
  if (text === undefined) return withoutValue(parameter, use, node, at);
  if (isSystemParameter(parameter)) return systemParameterValue(stack, parameter, text, node, at);
  if (isList(parameter)) return listValue(text, node, at);
  const isDefault = stack.givenText(parameter.name) === undefined ? ({ isDefault: true } as const) : {};
  return { kind: 'scalar', value: text, place, parameter: { ...use, ...isDefault } };
}

/** A value that a parent stack passes to a nested one. */
function passedIn(parameter: Parameter, passed: Value, node: Node, at: Position): Value {
  if (isList(parameter)) {
    const text = textOf(passed);
    if (text === undefined || isOpaque(text)) return { ...passed, place: placeOf(node, at) };
    return listValue(text, node, at);
  }
  if (passed.kind === 'list') {
    const texts = passed.items.map(textOf);
    if (texts.every((text): text is string => typeof text === 'string'))
      return { kind: 'scalar', value: texts.join(','), place: placeOf(node, at) };
  }
  return { ...passed, place: placeOf(node, at) };
}

function listValue(text: string, node: Node, at: Position): Value {
  const place = placeOf(node, at);
  const items =
    text === '' ? [] : text.split(',').map((item): Value => ({ kind: 'scalar', value: item.trim(), place }));
  return { kind: 'list', items, place };
}

function withoutValue(parameter: Parameter, use: ParameterUse, node: Node, at: Position): Value {
  const place = placeOf(node, at);
  const identity = at.stack.parameterIdentity(parameter.name);
  const reason = `parameter "${parameter.name}" without a value`;
  if (isList(parameter)) return unknownValue(reason, identity, place);
  const nature = parameter.noEcho ? 'secret' : 'unknown';
  return { kind: 'opaque', text: { opaque: identity, nature, reason, place }, place, parameter: use };
}

/** The parameter's value is the name of a parameter in Systems Manager; what that holds is known only if the sources make it. */
function systemParameterValue(stack: Stack, parameter: Parameter, name: string, node: Node, at: Position): Value {
  const place = placeOf(node, at);
  const text = stack.reading.systemParameters.text(name, stack);
  if (typeof text === 'string')
    return isList(parameter) ? listValue(text, node, at) : { kind: 'scalar', value: text, place };
  const reason = `SSM parameter "${name}"`;
  if (isList(parameter)) return unknownValue(reason, systemParameterIdentity(name), place);
  const nature = parameter.noEcho ? 'secret' : 'unknown';
  return { kind: 'opaque', text: text ?? { opaque: systemParameterIdentity(name), nature, reason, place }, place };
}

/** Says so if a given value is none that the parameter allows. */
export function checkGivenText(parameter: Parameter, text: string, at: Position): void {
  if (parameter.allowedValues.length === 0 || parameter.allowedValues.includes(text)) return;
  report(
    at,
    parameter.node,
    'parameter-not-allowed',
    'error',
    `Cannot set the parameter "${parameter.name}" to "${parameter.noEcho ? '****' : text}": not allowed, expected one of ${parameter.allowedValues.join(', ')}.`,
    'CloudFormation refuses it.',
  );
}
