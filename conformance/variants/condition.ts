import { declare, type Edit, edits, getAtt, set } from '../template.ts';
import { sideDoor, type Variant } from './variant.ts';

const CONDITIONS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html';

/** A parameter with two values, and the condition that it is `prod`, its default. */
const environment: Edit = edits(
  declare('Parameters', 'Environment', { Type: 'String', Default: 'prod', AllowedValues: ['prod', 'dev'] }),
  declare('Conditions', 'IsProd', { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] }),
);

export const conditionVariants: readonly Variant[] = [
  {
    id: 'OPS-05/web-acl',
    title: 'only prod has the web ACL',
    change: edits(
      environment,
      set('Edge.DistributionConfig.WebACLId', {
        'Fn::If': ['IsProd', getAtt('EdgeWebAcl', 'Arn'), { Ref: 'AWS::NoValue' }],
      }),
    ),
    expects: sideDoor('OPS-05'),
    source: CONDITIONS,
  },
  {
    id: 'OPS-05/key-required',
    title: 'only prod requires the key',
    change: edits(environment, set('ProxyMethod.ApiKeyRequired', { 'Fn::If': ['IsProd', true, false] })),
    expects: sideDoor('OPS-05'),
    source: CONDITIONS,
  },
];
