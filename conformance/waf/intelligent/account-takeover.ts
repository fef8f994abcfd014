import { credentialDigest } from '@sallyport/waf';
import { type Case, casesOf, type Step } from './run.ts';

const group = 'AWSManagedRulesATPRuleSet';
const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html';
const using = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-rg-using.html';
const inspection = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html';

const config = {
  LoginPath: '/web/login',
  RequestInspection: {
    PayloadType: 'JSON',
    UsernameField: { Identifier: '/login/username' },
    PasswordField: { Identifier: '/login/password' },
  },
};
const status = { StatusCode: { SuccessCodes: [200], FailureCodes: [401, 403] } };
const answered = (ResponseInspection: object) => ({ ...config, ResponseInspection });

/** A login of its own user name and password. */
const login = (name = 'u#@example.com', password = 'p#'): Pick<Step, 'method' | 'target' | 'body'> => ({
  method: 'POST',
  target: '/web/login',
  body: JSON.stringify({ login: { username: name, password } }),
});
const fromMany: Partial<Step> = { address: '192.0.2.#' };
const same = login('ann@example.com', 'secret');

const of = casesOf({ group, source, known: 'documented', config });

/** So many failed logins, then one more of the same client. */
const afterFailures = (
  times: number,
  client: Partial<Step>,
  next: NonNullable<Step['expect']>,
  failure: NonNullable<Step['answer']>,
): readonly Step[] => [
  { ...same, ...client, times, answer: failure, expect: { action: 'ALLOW' } },
  { ...same, ...client, at: 1, expect: next },
];

const FAILED = { status: 401 };

/** The three levels, at the step and one above. */
const failedSteps = (whose: 'ip' | 'session', rule: string, client: Partial<Step>): readonly Case[] => {
  const label = `:aggregate:volumetric:${whose}:failed_login_response`;
  const cases = [
    [1, 'ALLOW', undefined, 'low'],
    [2, 'ALLOW', 'low', 'medium'],
    [5, 'ALLOW', 'low', 'medium'],
    [6, 'ALLOW', 'medium', 'high'],
    [10, 'ALLOW', 'medium', 'high'],
    [11, 'BLOCK', 'high', 'low'],
  ] as const;
  return cases.map(([times, action, has, lacks]) =>
    of(
      `${times} failed logins of one ${whose}`,
      afterFailures(
        times,
        client,
        {
          action,
          ...(action === 'BLOCK' ? { rule } : {}),
          labels: has ? [`${label}:${has}`] : [],
          without: [`${label}:${lacks}`],
        },
        FAILED,
      ),
      {
        config: answered(status),
        overrides: whose === 'session' ? { VolumetricIpFailedLoginResponseHigh: 'Count' } : {},
      },
    ),
  );
};

/** One failed login, shown by each component: a second one gives the label `low`. */
const component = (title: string, found: object, failure: NonNullable<Step['answer']>, counts: boolean): Case =>
  of(
    title,
    afterFailures(
      2,
      {},
      counts
        ? { labels: [':aggregate:volumetric:ip:failed_login_response:low'] }
        : { without: [':aggregate:volumetric:ip:failed_login_response:low'] },
      failure,
    ),
    { source: inspection, config: answered(found) },
  );

const JSON_ANSWER = { Json: { Identifier: '/login/success', SuccessValues: ['True'], FailureValues: ['False'] } };
const BODY = { BodyContains: { SuccessStrings: ['Login successful'], FailureStrings: ['Request failed'] } };
const HEADER = { Header: { Name: 'RequestResult', SuccessValues: ['LoginPassed'], FailureValues: ['LoginFailed'] } };

const session = { token: { challengeSolved: 0 } };
const stolen = { options: { stolenCredentials: new Set([credentialDigest('ann@example.com', 'secret')]) } };

export const ACCOUNT_TAKEOVER_CASES: readonly Case[] = [
  of('20 logins of an address in ten minutes pass, with the labels low above 10 and medium above 15', [
    { ...login(), times: 10, every: 28, expect: { without: [':aggregate:volumetric:ip:low'] } },
    { ...login('v#'), at: 280, times: 5, every: 28, expect: { labels: [':aggregate:volumetric:ip:low'] } },
    { ...login('w#'), at: 420, times: 5, every: 28, expect: { labels: [':aggregate:volumetric:ip:medium'] } },
  ]),
  of('the 21st is blocked', [
    { ...login(), times: 20, every: 1, expect: { action: 'ALLOW' } },
    {
      ...login(),
      expect: {
        action: 'BLOCK',
        rule: 'VolumetricIpHigh',
        labels: [':aggregate:volumetric:ip:high', ':VolumetricIpHigh'],
      },
    },
  ]),
  of('the window of an address is ten minutes', [
    { ...login(), times: 20 },
    { ...login(), at: 599, expect: { action: 'BLOCK', rule: 'VolumetricIpHigh' } },
    { ...login(), at: 600, expect: { action: 'ALLOW' } },
  ]),
  of(
    'the 21st login of a session in thirty minutes is blocked, from whatever address',
    [
      { ...same, ...fromMany, ...session, times: 20, every: 90, expect: { action: 'ALLOW' } },
      {
        ...same,
        ...session,
        at: 1799,
        expect: { action: 'BLOCK', rule: 'VolumetricSession', labels: [':aggregate:volumetric:session'] },
      },
    ],
    { overrides: { TokenRejected: 'Count' } },
  ),
  of(
    'a session is counted for thirty minutes',
    [
      { ...same, ...fromMany, ...session, times: 20 },
      { ...same, ...session, at: 1800, expect: { action: 'ALLOW' } },
    ],
    { overrides: { TokenRejected: 'Count' } },
  ),
  of(
    'paths are matched at their beginning, without regard to case',
    [
      { ...login(), target: '/WEB/loginPage', times: 20 },
      { ...login(), target: '/web/login/this', expect: { action: 'BLOCK', rule: 'VolumetricIpHigh' } },
      { ...login(), target: '/home/web/login', expect: { action: 'ALLOW' } },
      { ...login(), method: 'GET', target: '/web/login', expect: { action: 'ALLOW' } },
    ],
    { source: using },
  ),
  of(
    'a path may be a regular expression',
    [
      { ...login(), target: '/v2/Login', times: 20 },
      { ...login(), target: '/v3/login', expect: { action: 'BLOCK', rule: 'VolumetricIpHigh' } },
    ],
    { source: using, config: { ...config, LoginPath: '^/v[0-9]/login$', EnableRegexInPath: true } },
  ),
  of('a login without a password, or with an empty user name', [
    {
      ...login(),
      body: '{"login":{"username":"a"}}',
      expect: { action: 'BLOCK', rule: 'SignalMissingCredential', labels: [':signal:missing_credential'] },
    },
    { ...login('', 'x'), expect: { action: 'BLOCK', rule: 'SignalMissingCredential' } },
    { ...login(), expect: { action: 'ALLOW' } },
  ]),
  of(
    'fields of a form',
    [
      { method: 'POST', target: '/web/login', body: 'username1=a%40b&password1=x+y', expect: { action: 'ALLOW' } },
      {
        method: 'POST',
        target: '/web/login',
        body: 'username1=a&password2=x',
        expect: { action: 'BLOCK', rule: 'SignalMissingCredential' },
      },
    ],
    {
      source: using,
      config: {
        LoginPath: '/web/login',
        RequestInspection: {
          PayloadType: 'FORM_ENCODED',
          UsernameField: { Identifier: 'username1' },
          PasswordField: { Identifier: 'password1' },
        },
      },
    },
  ),
  of(
    'a session is long after six hours with a login every thirty minutes',
    [
      { ...same, ...fromMany, ...session, times: 13, every: 1800, expect: { action: 'ALLOW' } },
      {
        ...same,
        ...session,
        at: 21_601,
        expect: { action: 'BLOCK', rule: 'AttributeLongSession', labels: [':aggregate:attribute:long_session'] },
      },
    ],
    { overrides: { TokenRejected: 'Count' } },
  ),
  of(
    'a pause of more than thirty minutes makes it a new one',
    [
      { ...same, ...fromMany, ...session, times: 12, every: 1800 },
      { ...same, ...session, at: 21_602, expect: { action: 'ALLOW' } },
    ],
    { overrides: { TokenRejected: 'Count' } },
  ),
  of('a token that is rejected', [
    {
      ...same,
      token: 'nonsense',
      expect: { action: 'BLOCK', rule: 'TokenRejected', labels: ['token:rejected', 'token:rejected:invalid'] },
    },
    {
      ...same,
      token: { domain: 'other.example' },
      expect: { action: 'BLOCK', rule: 'TokenRejected', labels: ['token:rejected:domain_mismatch'] },
    },
    {
      ...same,
      at: 301,
      ...session,
      expect: { action: 'BLOCK', rule: 'TokenRejected', labels: ['token:rejected:expired'] },
    },
    { ...same, expect: { action: 'ALLOW', labels: ['token:absent'] } },
  ]),
  of(
    'stolen credentials are labelled, and blocked when a session uses them again',
    [
      { ...same, ...session, expect: { action: 'ALLOW', labels: [':signal:credential_compromised'] } },
      {
        ...login('ann@example.com', 'other'),
        ...session,
        expect: { action: 'ALLOW', without: [':signal:credential_compromised'] },
      },
      {
        ...same,
        ...session,
        expect: {
          action: 'BLOCK',
          rule: 'AttributeCompromisedCredentials',
          labels: [':aggregate:attribute:compromised_credentials'],
        },
      },
    ],
    { known: 'approximated', ...stolen },
  ),
  of(
    "AWS's test credentials count as stolen",
    [
      {
        ...login('WAF_TEST_CREDENTIAL@wafexample.com', 'WAF_TEST_CREDENTIAL_PASSWORD'),
        expect: { labels: [':signal:credential_compromised'] },
      },
      {
        ...login('WAF_TEST_CREDENTIAL@wafexample.com', 'another'),
        expect: { without: [':signal:credential_compromised'] },
      },
    ],
    { source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-deploying.html' },
  ),
  of(
    'only user names in the form of email addresses are looked up',
    [{ ...login('ann', 'secret'), ...session, expect: { without: [':signal:credential_compromised'] } }],
    { source: using, options: { stolenCredentials: new Set([credentialDigest('ann', 'secret')]) } },
  ),
  of(
    'more than ten user names of one session in thirty minutes',
    [
      { ...login(), ...fromMany, ...session, times: 10, expect: { action: 'ALLOW' } },
      {
        ...login('one more', 'p'),
        ...session,
        expect: {
          action: 'BLOCK',
          rule: 'AttributeUsernameTraversal',
          labels: [':aggregate:attribute:username_traversal'],
        },
      },
    ],
    { known: 'approximated' },
  ),
  of('one user name tried again and again is no traversal of user names', [
    { ...same, ...fromMany, ...session, times: 15, expect: { action: 'ALLOW' } },
  ]),
  of(
    'more than ten passwords of one user name in thirty minutes',
    [
      { ...login('ann'), ...fromMany, times: 10, expect: { action: 'ALLOW' } },
      {
        ...login('ann', 'one more'),
        address: '192.0.2.99',
        expect: {
          action: 'BLOCK',
          rule: 'AttributePasswordTraversal',
          labels: [':aggregate:attribute:password_traversal'],
        },
      },
    ],
    { known: 'approximated' },
  ),
  ...failedSteps('ip', 'VolumetricIpFailedLoginResponseHigh', {}),
  ...failedSteps('session', 'VolumetricSessionFailedLoginResponseHigh', { ...session, address: '192.0.2.#' }),
  of(
    'failed logins of an address are counted for ten minutes',
    [
      { ...same, times: 11, answer: FAILED },
      { ...same, at: 599, expect: { action: 'BLOCK', rule: 'VolumetricIpFailedLoginResponseHigh' } },
      { ...same, at: 600, expect: { action: 'ALLOW' } },
    ],
    { config: answered(status) },
  ),
  of(
    'successful logins give labels and no action',
    [
      { ...same, times: 11, answer: { status: 200 } },
      { ...same, expect: { action: 'ALLOW', labels: [':aggregate:volumetric:ip:successful_login_response:high'] } },
    ],
    { config: answered(status) },
  ),
  of(
    'answers of neither kind are not counted',
    [
      { ...same, times: 11, answer: { status: 500 } },
      { ...same, expect: { action: 'ALLOW', without: [':aggregate:volumetric:ip:failed_login_response:low'] } },
    ],
    { source: using, config: answered(status) },
  ),
  of(
    'web ACLs of other resources see no answers',
    [
      { ...same, times: 11, answer: FAILED },
      { ...same, expect: { action: 'ALLOW', without: [':aggregate:volumetric:ip:failed_login_response:low'] } },
    ],
    { config: answered(status), options: { resourceType: 'APPLICATION_LOAD_BALANCER' } },
  ),
  component('failure shown by a header', HEADER, { headers: [['RequestResult', 'LoginFailed']] }, true),
  component(
    'the name of the header is matched in its case',
    HEADER,
    { headers: [['requestresult', 'LoginFailed']] },
    false,
  ),
  component(
    'the value of the header is matched whole',
    HEADER,
    { headers: [['RequestResult', 'LoginFailed!']] },
    false,
  ),
  component('failure shown by the body', BODY, { body: '<p>Request failed</p>' }, true),
  component('the body is matched in its case', BODY, { body: 'request failed' }, false),
  component('the body is seen up to 65,536 bytes', BODY, { body: `${'x'.repeat(65_522)}Request failed` }, true),
  component('and not beyond', BODY, { body: `${'x'.repeat(65_523)}Request failed` }, false),
  component('failure shown by JSON', JSON_ANSWER, { body: '{"login":{"success":"False"}}' }, true),
  component('another value of the JSON', JSON_ANSWER, { body: '{"login":{"success":"false"}}' }, false),
  component('another place in the JSON', JSON_ANSWER, { body: '{"success":"False"}' }, false),
  of('a token of more than five addresses is labelled', [
    {
      ...same,
      ...fromMany,
      ...session,
      times: 5,
      expect: { without: [':aggregate:volumetric:session:token_reuse:ip'] },
    },
    {
      ...same,
      ...session,
      address: '198.51.100.1',
      expect: { action: 'ALLOW', labels: [':aggregate:volumetric:session:token_reuse:ip'] },
    },
  ]),
  of(
    'user pools are not supported',
    [
      {
        target: '/',
        expect: {
          action: 'BLOCK',
          rule: 'UnsupportedCognitoIDP',
          labels: [':unsupported:cognito_idp', ':UnsupportedCognitoIDP'],
        },
      },
    ],
    { options: { resourceType: 'COGNITO_USER_POOL' } },
  ),
];
