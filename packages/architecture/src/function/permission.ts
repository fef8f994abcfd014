import type { Doubt } from '../doubt.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { at, stringSetting } from '../setting.ts';
import { isKnown, type Value } from '../value.ts';
import { functionNameOf } from './lambda-function.ts';

/**
 * Permissions by which API Gateway, or anybody, may call a function for any account: without SourceArn or SourceAccount another
 * account's API may have the function as its integration (API-23).
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function permissionDoubts(resources: Resources): readonly Doubt[] {
  const functions = resources.ofType('AWS::Lambda::Function');
  return resources
    .ofType('AWS::Lambda::Permission')
    .filter(isForAnyAccount)
    .flatMap((permission): Doubt[] => {
      const reason = `"${permission.logicalId}" lets APIs of other accounts call the function: it has neither SourceArn nor SourceAccount`;
      const name = text(at(permission.properties, 'FunctionName'));
      const called = functions.filter((each) => name === undefined || isNamed(each, name));
      return called.map(({ id }) => ({ reason, against: 'account', of: id }));
    });
}

function isForAnyAccount({ properties }: Resource): boolean {
  const principal = text(at(properties, 'Principal'));
  // A principal that is not known may be API Gateway too.
  if (principal !== undefined && principal !== '*' && principal !== 'apigateway.amazonaws.com') return false;
  // Permissions for function URLs are those of another entrance.
  if (at(properties, 'FunctionUrlAuthType') ?? at(properties, 'PrincipalOrgID') ?? at(properties, 'SourceAccount'))
    return false;
  const source = at(properties, 'SourceArn');
  const arn = text(source);
  return source === undefined || (arn !== undefined && namesAnyAccount(arn));
}

/** Whether the account in an ARN is left open. The id of the API is unique in its region, so a pattern that has it is narrow enough. */
function namesAnyAccount(arn: string): boolean {
  const [, , , , account = '', resource = ''] = arn.split(':');
  const [api = ''] = resource.split('/');
  return /[*?]/.test(account || '*') && /[*?]/.test(api || '*');
}

function isNamed({ physicalId, properties }: Resource, reference: string): boolean {
  const name = functionNameOf(reference);
  return name === physicalId || name === text(at(properties, 'FunctionName'));
}

function text(value: Value | undefined): string | undefined {
  const setting = value && stringSetting(value);
  return setting && isKnown(setting) ? setting.known : undefined;
}
