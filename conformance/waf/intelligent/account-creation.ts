import { credentialDigest } from '@sallyport/waf';
import { type Case, casesOf, type Step } from './run.ts';

const group = 'AWSManagedRulesACFPRuleSet';
const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-acfp.html';
const using = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-acfp-rg-using.html';

const identifier = (Identifier: string) => ({ Identifier });
const config = {
  CreationPath: '/web/newaccount',
  RegistrationPagePath: '/web/registration',
  RequestInspection: {
    PayloadType: 'JSON',
    UsernameField: identifier('/form/username'),
    PasswordField: identifier('/form/password'),
    PhoneNumberFields: [identifier('/form/code'), identifier('/form/number')],
    AddressFields: [identifier('/form/street'), identifier('/form/city')],
  },
};
const answered = { ...config, ResponseInspection: { StatusCode: { SuccessCodes: [200], FailureCodes: [400] } } };

interface Form {
  readonly username?: string;
  readonly password?: string;
  readonly code?: string;
  readonly number?: string;
  readonly street?: string;
  readonly city?: string;
}
/** A registration of its own user name, from an address of its own, in a session of its own. */
const created = (form: Form = { username: 'u#', password: 'p' }): Omit<Step, 'expect'> => ({
  method: 'POST',
  target: '/web/newaccount',
  body: JSON.stringify({ form: { username: 'u#', password: 'p', ...form } }),
  address: '2001:db8::#',
  token: { id: 'session #' },
});
const ofAddress: Partial<Step> = { address: '203.0.113.7' };
const ofSession: Partial<Step> = { token: { id: 'one session' } };

const of = casesOf({ group, source, known: 'documented', config });

const counting = (...names: readonly string[]): Partial<Case> => ({
  overrides: Object.fromEntries(names.map((name) => [name, 'Count'])),
});

/** Thresholds of a volume: so many pass at a level, one more is at the next. */
interface Steps {
  readonly title: string;
  readonly rule: string;
  readonly label: string;
  readonly action: 'BLOCK' | 'CAPTCHA';
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly minutes: number;
  readonly request: Step;
  readonly more?: Partial<Case>;
}

function volume({ title, rule, label, action, low, medium, high, minutes, request, more }: Steps): readonly Case[] {
  const labelled = (level: string) => `:${label}:${level}`;
  return [
    of(
      `${title}: labels above ${low} and ${medium}, ${action} above ${high}`,
      [
        { ...request, times: low, expect: { without: [labelled('low')] } },
        { ...request, times: medium - low, expect: { labels: [labelled('low')], without: [labelled('medium')] } },
        { ...request, times: high - medium, expect: { labels: [labelled('medium')], without: [labelled('high')] } },
        { ...request, expect: { action, rule, labels: [labelled('high'), `:${rule}`] } },
      ],
      more,
    ),
    of(
      `${title}: forgotten after ${minutes} minutes`,
      [
        { ...request, times: high },
        { ...request, at: minutes * 60 - 1, expect: { action, rule } },
        { ...request, at: minutes * 60, expect: { action: 'ALLOW', without: [labelled('medium')] } },
      ],
      more,
    ),
  ];
}

/** So many answers, then one more request of the same client. */
const afterAnswers = (
  title: string,
  times: number,
  status: number,
  client: Partial<Step>,
  expect: NonNullable<Step['expect']>,
): Case =>
  of(
    title,
    [
      { ...created(), ...client, times, answer: { status } },
      { ...created(), ...client, expect },
    ],
    {
      config: answered,
      ...counting(
        'VolumetricSessionHigh',
        'VolumetricIpHigh',
        'VolumetricSessionTokenReuseIp',
        'AttributeUsernameTraversalHigh',
      ),
    },
  );

const succeeded = (whose: string, level: string) =>
  `:aggregate:volumetric:${whose}:successful_creation_response:${level}`;

const stolen = { options: { stolenCredentials: new Set([credentialDigest('ann@example.com', 'secret')]) } };

export const ACCOUNT_CREATION_CASES: readonly Case[] = [
  of(
    'the registration page is challenged without a token',
    [
      {
        target: '/Web/registrationPage',
        headers: [['Accept', 'text/html,*/*']],
        expect: { action: 'CHALLENGE', rule: 'AllRequests', labels: ['token:absent'] },
      },
      {
        target: '/web/registration',
        headers: [['Accept', 'text/html']],
        token: {},
        expect: { action: 'ALLOW', counts: ['AllRequests'] },
      },
      { target: '/web/registration', headers: [['Accept', 'application/json']], expect: { action: 'ALLOW' } },
      { method: 'POST', target: '/web/registration', headers: [['Accept', 'text/html']], expect: { action: 'ALLOW' } },
    ],
    { source: using },
  ),
  of('all other rules require a token', [
    { ...created(), ...ofAddress, token: 'none of ours', times: 21, expect: { action: 'ALLOW' } },
  ]),
  ...volume({
    title: 'creations of an address',
    rule: 'VolumetricIpHigh',
    label: 'aggregate:volumetric:ip:creation',
    action: 'CAPTCHA',
    low: 10,
    medium: 15,
    high: 20,
    minutes: 10,
    request: { ...created(), ...ofAddress },
  }),
  ...volume({
    title: 'creations of a session',
    rule: 'VolumetricSessionHigh',
    label: 'aggregate:volumetric:session:creation',
    action: 'BLOCK',
    low: 1,
    medium: 5,
    high: 10,
    minutes: 30,
    request: { ...created(), ...ofSession },
    more: counting('VolumetricSessionTokenReuseIp', 'AttributeUsernameTraversalHigh'),
  }),
  of(
    'user names of a session: labels above 1 and 5, Block above 10',
    [
      { ...created(), ...ofSession, expect: { without: [':aggregate:attribute:username_traversal:creation:low'] } },
      {
        ...created({ username: 'b#' }),
        ...ofSession,
        times: 4,
        expect: { labels: [':aggregate:attribute:username_traversal:creation:low'] },
      },
      {
        ...created({ username: 'c#' }),
        ...ofSession,
        times: 5,
        expect: { labels: [':aggregate:attribute:username_traversal:creation:medium'] },
      },
      {
        ...created({ username: 'd' }),
        ...ofSession,
        expect: {
          action: 'BLOCK',
          rule: 'AttributeUsernameTraversalHigh',
          labels: [':aggregate:attribute:username_traversal:creation:high'],
        },
      },
    ],
    counting('VolumetricSessionTokenReuseIp', 'VolumetricSessionHigh'),
  ),
  ...volume({
    title: 'creations with one telephone number',
    rule: 'VolumetricPhoneNumberHigh',
    label: 'aggregate:volumetric:phone_number',
    action: 'BLOCK',
    low: 1,
    medium: 5,
    high: 10,
    minutes: 30,
    request: created({ code: '+49', number: '89 1234' }),
  }),
  of(
    'telephone numbers are told apart by all their fields',
    [
      { ...created({ code: '+49', number: '1' }), times: 10 },
      {
        ...created({ code: '+43', number: '1' }),
        expect: { action: 'ALLOW', without: [':aggregate:volumetric:phone_number:low'] },
      },
    ],
    { source: using },
  ),
  of('creations with one physical address: CAPTCHA above 10, with the label medium above 50', [
    { ...created({ street: 'A', city: 'B' }), times: 10, expect: { action: 'ALLOW' } },
    {
      ...created({ street: 'A', city: 'B' }),
      times: 40,
      expect: {
        action: 'CAPTCHA',
        rule: 'VolumetricAddressLow',
        labels: [':aggregate:volumetric:address:low', ':VolumetricAddressLow'],
      },
    },
    {
      ...created({ street: 'A', city: 'B' }),
      times: 50,
      expect: {
        action: 'CAPTCHA',
        labels: [':aggregate:volumetric:address:medium', ':VolumetricAddressMedium'],
        without: [':VolumetricAddressLow'],
      },
    },
    {
      ...created({ street: 'A', city: 'B' }),
      expect: { action: 'BLOCK', rule: 'VolumetricAddressHigh', labels: [':aggregate:volumetric:address:high'] },
    },
  ]),
  of(
    'stolen credentials are blocked at once',
    [
      {
        ...created({ username: 'Ann@example.com', password: 'secret' }),
        expect: {
          action: 'BLOCK',
          rule: 'SignalCredentialCompromised',
          labels: [':signal:credential_compromised', ':SignalCredentialCompromised'],
        },
      },
      { ...created({ username: 'ann@example.com', password: 'other' }), expect: { action: 'ALLOW' } },
    ],
    stolen,
  ),
  of('a registration without a password is labelled', [
    { ...created({ password: '' }), expect: { action: 'ALLOW', labels: [':signal:missing_credential'] } },
  ]),
  of(
    'a token that tells of an automated browser',
    [
      {
        ...created(),
        token: { browser: { webdriver: true } },
        expect: { action: 'BLOCK', rule: 'AutomatedBrowser', labels: [':signal:automated_browser'] },
      },
    ],
    { known: 'approximated' },
  ),
  of(
    'a token whose browser calls itself otherwise than the request does',
    [
      {
        ...created(),
        token: { browser: { userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' } },
        expect: { action: 'CAPTCHA', rule: 'BrowserInconsistency', labels: [':signal:browser_inconsistency'] },
      },
    ],
    { known: 'approximated' },
  ),
  of(
    'a token that tells of little human interactivity',
    [
      {
        ...created(),
        token: { interactivity: 'low' },
        expect: {
          action: 'CAPTCHA',
          rule: 'SignalClientHumanInteractivityAbsentLow',
          labels: [':signal:client:human_interactivity:low', ':SignalClientHumanInteractivityAbsentLow'],
        },
      },
      {
        ...created(),
        token: { interactivity: 'high' },
        expect: { action: 'ALLOW', labels: [':signal:client:human_interactivity:high'] },
      },
    ],
    { known: 'approximated' },
  ),
  afterAnswers('10 successful creations of an address', 10, 200, ofAddress, {
    action: 'ALLOW',
    labels: [succeeded('ip', 'medium')],
  }),
  afterAnswers('11 successful creations of an address', 11, 200, ofAddress, {
    action: 'BLOCK',
    rule: 'VolumetricIPSuccessfulResponse',
    labels: [succeeded('ip', 'high'), ':VolumetricIPSuccessfulResponse'],
  }),
  afterAnswers('failed creations of an address are only labelled', 11, 400, ofAddress, {
    action: 'ALLOW',
    labels: [':aggregate:volumetric:ip:failed_creation_response:high'],
  }),
  afterAnswers('1 successful creation of a session', 1, 200, ofSession, { action: 'ALLOW' }),
  afterAnswers('2 successful creations of a session', 2, 200, ofSession, {
    action: 'BLOCK',
    rule: 'VolumetricSessionSuccessfulResponse',
    labels: [succeeded('session', 'low'), ':VolumetricSessionSuccessfulResponse'],
  }),
  of('a token of five addresses passes, one of six does not', [
    { ...created(), ...ofSession, times: 5, expect: { action: 'ALLOW' } },
    {
      ...created(),
      ...ofSession,
      ...ofAddress,
      expect: {
        action: 'BLOCK',
        rule: 'VolumetricSessionTokenReuseIp',
        labels: [':aggregate:volumetric:session:creation:token_reuse:ip', ':VolumetricSessionTokenReuseIp'],
      },
    },
  ]),
  of(
    'user pools are not supported',
    [{ expect: { action: 'BLOCK', rule: 'UnsupportedCognitoIDP', labels: [':unsupported:cognito_idp'] } }],
    { options: { resourceType: 'COGNITO_USER_POOL' } },
  ),
];
