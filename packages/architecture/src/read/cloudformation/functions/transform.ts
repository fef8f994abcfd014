import { entryOf, stringOf } from '../node.ts';
import { refuse } from '../position.ts';
import type { IntrinsicFunction } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html */
export const transform: IntrinsicFunction = (argument, { node, at }) => {
  const name = stringOf(entryOf(argument, 'Name')) ?? 'unnamed';
  return refuse(
    at,
    node,
    'unsupported-transform',
    `Cannot carry out Fn::Transform with the macro "${name}": macros run on AWS only, expected values written out.`,
    'The value is treated as unknown.',
  );
};
