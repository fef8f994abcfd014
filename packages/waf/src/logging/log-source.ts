import type { ResourceType } from '../limits.ts';

/** The protected resource, as logs call it. */
export interface LogSource {
  /** `CF`, `APIGW`, `ALB` … */
  readonly name: string;
  readonly id: string;
}

/**
 * What logs call a kind of resource. https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 * AMPLIFY and AGENTCORE_GATEWAY are not listed there; they are called by their own names here (approximated).
 */
const NAMES: Readonly<Record<ResourceType, string>> = {
  CLOUDFRONT: 'CF',
  AMPLIFY: 'AMPLIFY',
  API_GATEWAY: 'APIGW',
  APPLICATION_LOAD_BALANCER: 'ALB',
  APPSYNC: 'APPSYNC',
  COGNITO_USER_POOL: 'COGNITOIDP',
  APP_RUNNER_SERVICE: 'APPRUNNER',
  VERIFIED_ACCESS_INSTANCE: 'VERIFIED_ACCESS',
  AGENTCORE_GATEWAY: 'AGENTCORE_GATEWAY',
};

/**
 * The source of a record. The id is the page's; for stages of REST APIs it is `account:api:stage` as AWS's samples have it
 * (logging-examples.html), for load balancers `account-app/name/id` as published records have it.
 */
export const logSource = (type: ResourceType, id: string): LogSource => ({ name: NAMES[type], id });
