import { declare, edits, getAtt, type Json, ref, set } from '../template.ts';
import { parameter, undecidedCondition } from './pieces.ts';
import type { SoundnessCase } from './soundness-case.ts';

const CONDITIONS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html';
const PSEUDO = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html';

/** The distribution has its web ACL unless the condition `Bare` holds. */
const bareWhere = (...operands: readonly [Json, Json]) =>
  edits(
    declare('Conditions', 'Bare', { 'Fn::Equals': [...operands] }),
    set('Edge.DistributionConfig.WebACLId', {
      'Fn::If': ['Bare', ref('AWS::NoValue'), getAtt('EdgeWebAcl', 'Arn')],
    }),
  );

/** Conditions that no value at hand decides: the template deploys both ways. */
export const worldCases: readonly SoundnessCase[] = [
  {
    id: 'condition-on-systems-manager',
    title: 'a value of Systems Manager says whether there is a web ACL',
    change: edits(
      undecidedCondition,
      set('Edge.DistributionConfig.WebACLId', {
        'Fn::If': ['Undecided', getAtt('EdgeWebAcl', 'Arn'), ref('AWS::NoValue')],
      }),
    ),
    expects: { internet: 'bypassable' },
    source: CONDITIONS,
  },
  {
    id: 'condition-on-account',
    title: 'in one account there is no web ACL',
    change: bareWhere(ref('AWS::AccountId'), '111122223333'),
    expects: { internet: 'bypassable' },
    source: PSEUDO,
  },
  {
    id: 'condition-on-stack-name',
    title: 'under one name of the stack there is no web ACL',
    change: bareWhere({ 'Fn::Sub': '${AWS::StackName}' }, 'sandbox'),
    expects: { internet: 'bypassable' },
    source: PSEUDO,
  },
  {
    id: 'condition-on-part-of-parameter',
    title: 'the first part of a parameter says whether there is a web ACL',
    change: edits(
      parameter('Environment', { Default: 'prod-eu' }),
      bareWhere({ 'Fn::Select': [0, { 'Fn::Split': ['-', ref('Environment')] }] }, 'dev'),
    ),
    expects: { internet: 'bypassable' },
    source: CONDITIONS,
  },
  {
    id: 'condition-on-both-ways-guarded',
    title: 'an undecided condition chooses nothing that matters',
    change: edits(
      undecidedCondition,
      set('Edge.DistributionConfig.PriceClass', { 'Fn::If': ['Undecided', 'PriceClass_100', 'PriceClass_All'] }),
    ),
    expects: { internet: 'protected' },
    source: CONDITIONS,
  },
];
