import { variablesOf } from './functions/sub.ts';
import type { Node } from './node.ts';
import { stringOf } from './node.ts';
import type { Position } from './position.ts';
import type { Stack } from './stack.ts';

/**
 * What a comparison is called if a deployment may decide it either way although the values at hand decide it: it looks at
 * the account or the stack's name, which are stand-ins here, or at a part of a parameter. (Whole parameters have worlds of
 * their own.) Undefined where nothing is free.
 */
export function freeComparison(operands: readonly Node[], at: Position): string | undefined {
  return operands.some((operand) => isFree(operand, at.stack)) ? operands.map(title).join(' = ') : undefined;
}

function isFree(node: Node, stack: Stack): boolean {
  const whole = node.kind === 'map' && node.entries.length === 1 ? stringOf(node.entries[0]?.value) : undefined;
  if (node.kind === 'map' && node.entries[0]?.key === 'Ref' && whole !== undefined) return isStandIn(whole, stack);
  return namesIn(node).some((name) => isStandIn(name, stack) || isOpen(name, stack));
}

const isStandIn = (name: string, stack: Stack): boolean =>
  (name === 'AWS::AccountId' && !stack.isAccountGiven) ||
  ((name === 'AWS::StackName' || name === 'AWS::StackId') && !stack.isNameGiven);

/** A parameter that the user has not given and that may have any value. */
function isOpen(name: string, stack: Stack): boolean {
  const parameter = stack.nestedIn === undefined ? stack.parameter(name) : undefined;
  return parameter !== undefined && parameter.allowedValues.length === 0 && stack.givenText(name) === undefined;
}

/** The parameters, pseudo parameters and others that a node refers to. */
function namesIn(node: Node): readonly string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(namesIn);
  return node.entries.flatMap(({ key, value }) => {
    const name = key === 'Ref' ? stringOf(value) : undefined;
    if (name !== undefined) return [name];
    return [...(key === 'Fn::Sub' ? variablesOf(value) : []), ...namesIn(value)];
  });
}

/** A node in few words: `Fn::Select(0, Fn::Split(-, Environment))`. */
function title(node: Node): string {
  if (node.kind === 'scalar') return String(node.value);
  if (node.kind === 'list') return node.items.map(title).join(', ');
  return node.entries.map(({ key, value }) => (key === 'Ref' ? title(value) : `${key}(${title(value)})`)).join(', ');
}
