import type { Value } from '../../../value.ts';
import { entryOf, type Node, stringOf } from '../node.ts';
import { refuse } from '../position.ts';
import type { Call } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html */
export function transform(argument: Node, { node, at }: Call): Value | undefined {
  const name = stringOf(entryOf(argument, 'Name')) ?? 'unnamed';
  return refuse(
    at,
    node,
    'macro-value',
    `Cannot carry out Fn::Transform with the macro "${name}": macros run on AWS only, expected values written out.`,
    'The value is treated as unknown.',
  );
}
