import { behavior } from '../behavior.ts';
import type { ManagedRule } from '../managed-rule-group.ts';

type Action = ManagedRule['action'];

const NO_PATH = 'the path that requests go to is not configured';
export const NO_FIELDS = 'the path, or the fields that hold user name and password, are not configured';
export const NO_STOLEN_CREDENTIALS = 'which credentials are stolen is not known: no list was handed in';

const stated = (statement: unknown, unknown: string): Pick<ManagedRule, 'statement' | 'unknown'> =>
  statement === undefined ? { unknown } : { statement };

/** A rule whose name is its second label, after the one that says what was seen. */
export const fraudRule = (
  name: string,
  label: string,
  action: Action,
  statement?: unknown,
  unknown: string = NO_PATH,
): ManagedRule => ({ name, label: [label, name], action, ...stated(statement, unknown) });

/** A rule that adds no label of its own. */
export const unlabelled = (name: string, action: Action, statement?: unknown): ManagedRule => ({
  name,
  label: [],
  action,
  ...stated(statement, NO_PATH),
});

/** Neither group is available for user pools: the rule ends the evaluation of their requests. */
export const UNSUPPORTED_COGNITO = fraudRule(
  'UnsupportedCognitoIDP',
  'unsupported:cognito_idp',
  'Block',
  behavior({
    title: 'a request to a Cognito user pool',
    matches:
      ({ compilation }) =>
      () =>
        compilation.resourceType === 'COGNITO_USER_POOL',
  }),
);
