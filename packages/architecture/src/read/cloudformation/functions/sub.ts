import type { Text } from '../../../text.ts';
import type { Value } from '../../../value.ts';
import { composedValue, textOf } from '../composed-text.ts';
import { describe, entryOf, type Node, stringOf } from '../node.ts';
import { placeOf } from '../position.ts';
import { type Call, evaluateArgument, found, isUnknown, unknownResult, wrongArguments } from './call.ts';
import { attribute } from './get-att.ts';
import { reference } from './ref.ts';

const WANTED = 'a text, or a list of a text and a map of its variables';
const VARIABLE = /\$\{(!?)([^${}]*)\}/g;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
export function sub(argument: Node, call: Call): Value | undefined {
  const [template, variables] = argument.kind === 'list' ? argument.items : [argument];
  if (template === undefined || (variables !== undefined && variables.kind !== 'map'))
    return wrongArguments(call, describe(argument), WANTED);
  const text = template.kind === 'scalar' && template.value !== null ? String(template.value) : undefined;
  if (text === undefined || (argument.kind === 'list' && argument.items.length > 2))
    return wrongArguments(call, describe(argument), WANTED);
  return substituted(text, variables, call);
}

function substituted(text: string, variables: Node | undefined, call: Call): Value | undefined {
  const parts: Text[] = [];
  let from = 0;
  let only: Value | undefined;
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, literal, name] = match;
    parts.push(text.slice(from, match.index));
    from = match.index + whole.length;
    // `${!Name}` is the text `${Name}`.
    if (literal === '!') parts.push(`\${${name}}`);
    else {
      const value = variable((name ?? '').trim(), variables, call);
      const part = value === undefined ? undefined : textOf(value);
      if (value === undefined || part === undefined)
        return isUnknown(value)
          ? unknownResult(call, [value])
          : wrongArguments(call, found(value, call.node), `a text for "${name}"`);
      if (whole === text) only = value;
      parts.push(part);
    }
  }
  parts.push(text.slice(from));
  const value = composedValue(parts, call.at, placeOf(call.node, call.at));
  return withParameterUse(value, only);
}

/** A text that is nothing but a parameter stays marked as that parameter's. */
function withParameterUse(value: Value, only: Value | undefined): Value {
  if (only === undefined || (only.kind !== 'scalar' && only.kind !== 'opaque') || only.parameter === undefined)
    return value;
  return value.kind === 'scalar' || value.kind === 'opaque' ? { ...value, parameter: only.parameter } : value;
}

function variable(name: string, variables: Node | undefined, call: Call): Value | undefined {
  const own = entryOf(variables, name);
  if (own !== undefined) return evaluateArgument(own, call);
  if (name === '')
    return wrongArguments(call, 'an empty variable', 'the name of a parameter, a resource or an attribute');
  const dot = name.indexOf('.');
  if (dot < 0) return reference(name, call.node, call.at);
  return attribute(name.slice(0, dot), name.slice(dot + 1), call.node, call.at);
}

/** The names that a text asks for. */
export const variablesOf = (node: Node): readonly string[] => {
  const text = stringOf(node.kind === 'list' ? node.items[0] : node) ?? '';
  return [...text.matchAll(VARIABLE)].flatMap(([, literal, name]) =>
    literal === '!' || name === undefined ? [] : [name.trim()],
  );
};
