import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protectedApi } from '../protected-api.ts';
import { set } from '../template.ts';

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const onPath = (name: string, priority: number, path: string, action: 'Challenge' | 'Captcha') => ({
  Name: name,
  Priority: priority,
  Statement: {
    ByteMatchStatement: {
      SearchString: path,
      PositionalConstraint: 'STARTS_WITH',
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
  Action: { [action]: {} },
  VisibilityConfig: visibility,
});

/** Account takeover prevention on `/web/login`, with an answer's body that says `Login failed` as failure. */
const takeover = {
  Name: 'takeover',
  Priority: 2,
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: 'AWSManagedRulesATPRuleSet',
      ManagedRuleGroupConfigs: [
        {
          AWSManagedRulesATPRuleSet: {
            LoginPath: '/web/login',
            RequestInspection: {
              PayloadType: 'FORM_ENCODED',
              UsernameField: { Identifier: 'user' },
              PasswordField: { Identifier: 'password' },
            },
            ResponseInspection: {
              BodyContains: { SuccessStrings: ['Welcome'], FailureStrings: ['Login failed'] },
            },
          },
        },
      ],
    },
  },
  OverrideAction: { None: {} },
  VisibilityConfig: visibility,
};

/**
 * The example with a challenge before `/challenged`, a CAPTCHA before `/puzzled`, and a login at `login.example.com` under `/web/`.
 * Writes its template into a folder, and gives its path.
 */
export function guardedLogin(folder: string): string {
  const template = protectedApi();
  const config = 'Edge.DistributionConfig';
  set('EdgeWebAcl.Rules', [
    onPath('challenged', 0, '/challenged', 'Challenge'),
    onPath('puzzled', 1, '/puzzled', 'Captcha'),
    takeover,
  ])(template);
  set(`${config}.Origins.1`, {
    Id: 'login',
    DomainName: 'login.example.com',
    CustomOriginConfig: { OriginProtocolPolicy: 'http-only' },
  })(template);
  set(`${config}.CacheBehaviors`, [
    {
      PathPattern: '/web/*',
      TargetOriginId: 'login',
      ViewerProtocolPolicy: 'allow-all',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    },
  ])(template);
  const path = join(folder, 'guarded-login.json');
  writeFileSync(path, JSON.stringify(template));
  return path;
}
