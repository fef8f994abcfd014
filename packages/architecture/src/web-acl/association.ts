import type { Place } from '@sallyport/http';
import type { ResourceType } from '@sallyport/waf';
import type { Resources } from '../resources.ts';
import { at, textSetting } from '../setting.ts';
import { isOpaque, type Text } from '../text.ts';
import { isKnown, type Setting } from '../value.ts';

/** That a regional web ACL protects a resource. */
export interface WebAclAssociation {
  readonly resourceArn: Setting<Text>;
  readonly webAclArn: Setting<Text>;
  readonly place: Place;
}

const ABSENT = { unknown: 'the property is absent', identity: 'absent' } as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html */
export function readAssociations(resources: Resources): readonly WebAclAssociation[] {
  return resources.ofType('AWS::WAFv2::WebACLAssociation').map(({ properties, place }) => {
    const resourceArn = at(properties, 'ResourceArn');
    const webAclArn = at(properties, 'WebACLArn');
    return {
      resourceArn: resourceArn ? textSetting(resourceArn) : ABSENT,
      webAclArn: webAclArn ? textSetting(webAclArn) : ABSENT,
      place,
    };
  });
}

/** A text that is known letter by letter. */
export const knownText = (setting: Setting<Text>): string | undefined =>
  isKnown(setting) && !isOpaque(setting.known) ? setting.known : undefined;

const SERVICES: ReadonlyMap<string, ResourceType> = new Map([
  ['elasticloadbalancing', 'APPLICATION_LOAD_BALANCER'],
  ['apigateway', 'API_GATEWAY'],
  ['appsync', 'APPSYNC'],
  ['cognito-idp', 'COGNITO_USER_POOL'],
  ['apprunner', 'APP_RUNNER_SERVICE'],
  ['ec2', 'VERIFIED_ACCESS_INSTANCE'],
  ['amplify', 'AMPLIFY'],
]);

/** What kind of resource an ARN names, as far as web ACLs can protect it. */
export const protectedType = (arn: string): ResourceType | undefined => SERVICES.get(arn.split(':')[2] ?? '');
