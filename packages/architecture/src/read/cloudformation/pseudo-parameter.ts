import type { Value } from '../../value.ts';
import { type Node, stringOf } from './node.ts';
import { type Position, placeOf } from './position.ts';
import type { Stack } from './stack.ts';
import { arnPartition, urlSuffix } from './stand-ins/region.ts';

/**
 * The value of a pseudo parameter; undefined for one that does not exist. `AWS::NoValue` is no value: `present` is false.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
export function pseudoParameter(
  name: string,
  node: Node,
  at: Position,
): { readonly value: Value | undefined } | undefined {
  const place = placeOf(node, at);
  if (name === 'AWS::NoValue') return { value: undefined };
  if (name === 'AWS::NotificationARNs') return { value: { kind: 'list', items: [], place } };
  const text = texts.get(name)?.(at.stack);
  return text === undefined ? undefined : { value: { kind: 'scalar', value: text, place } };
}

const texts: ReadonlyMap<string, (stack: Stack) => string> = new Map([
  ['AWS::AccountId', (stack) => stack.account],
  ['AWS::Partition', (stack) => arnPartition(stack.region)],
  ['AWS::Region', (stack) => stack.region],
  ['AWS::StackId', (stack) => stack.stackId],
  ['AWS::StackName', (stack) => stack.stackName],
  ['AWS::URLSuffix', (stack) => urlSuffix(stack.region)],
]);

/** Whether a node is `{Ref: AWS::NoValue}`. */
export const isNoValue = (node: Node): boolean =>
  node.kind === 'map' &&
  node.entries.length === 1 &&
  node.entries[0]?.key === 'Ref' &&
  stringOf(node.entries[0].value) === 'AWS::NoValue';
