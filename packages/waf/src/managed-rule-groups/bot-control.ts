import { attackStatement } from './attack-pattern.ts';
import { AUTOMATED_BROWSERS, BOT_CATEGORIES } from './attacks/bots.ts';
import { transformations } from './component.ts';
import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import type { ManagedSettings } from './settings.ts';
import { volumeStatement } from './volume.ts';

const USER_AGENT = { SingleHeader: { Name: 'user-agent' } };

/** Addresses of bots that AWS knows to be what they say; what is handed in under this name, nobody otherwise. */
export const VERIFIED_BOTS = 'VerifiedBots';

const named = (title: string, names: readonly string[]): unknown =>
  attackStatement({ title, patterns: names }, USER_AGENT, ['NONE']);

/** Bots by their names. Verified ones are let alone, but for those of CategoryAI: its rule applies to all. */
const category = ({ rule, label, names }: (typeof BOT_CATEGORIES)[number]): ManagedRule => ({
  name: `Category${rule}`,
  label: [`bot:category:${label}`, `Category${rule}`],
  action: 'Block',
  statement: named(`a bot of the category ${label}`, names),
  ...(rule === 'AI' ? {} : { unlessAddressIn: VERIFIED_BOTS }),
});

/** No browser of today leaves out `Mozilla/5.0`; some others say Opera. */
const NON_BROWSER = {
  AndStatement: {
    Statements: [
      {
        SizeConstraintStatement: {
          ComparisonOperator: 'GT',
          Size: 0,
          FieldToMatch: USER_AGENT,
          TextTransformations: transformations(['NONE']),
        },
      },
      {
        NotStatement: {
          Statement: {
            RegexMatchStatement: {
              RegexString: '^(?:Mozilla/|Opera/)',
              FieldToMatch: USER_AGENT,
              TextTransformations: transformations(['NONE']),
            },
          },
        },
      },
    ],
  },
};

const signal = (name: string, label: string, of: Pick<ManagedRule, 'statement' | 'addressList'>): ManagedRule => ({
  name,
  label: [`signal:${label}`, name],
  action: 'Block',
  ...of,
});

const COMMON: readonly ManagedRule[] = [
  ...BOT_CATEGORIES.map(category),
  signal('SignalAutomatedBrowser', 'automated_browser', {
    statement: named('an automated browser', AUTOMATED_BROWSERS),
  }),
  signal('SignalKnownBotDataCenter', 'known_bot_data_center', { addressList: true }),
  {
    ...signal('SignalNonBrowserUserAgent', 'non_browser_user_agent', { statement: NON_BROWSER }),
    unlessAddressIn: VERIFIED_BOTS,
  },
];

const WITHOUT_TOKEN = {
  NotStatement: {
    Statement: {
      ByteMatchStatement: {
        SearchString: 'aws-waf-token=',
        PositionalConstraint: 'CONTAINS',
        FieldToMatch: { SingleHeader: { Name: 'cookie' } },
        TextTransformations: transformations(['NONE']),
      },
    },
  },
};

const targeted = (name: string, label: string, action: ManagedRule['action'], statement?: unknown): ManagedRule => ({
  name: `TGT_${name}`,
  label: [`targeted:${label}`, `TGT_${name}`],
  action,
  ...(statement === undefined ? {} : { statement }),
});

/** How AWS spells the first label of these is not known here; the second is the name. */
const levels = (stem: string, actions: readonly ManagedRule['action'][]): readonly ManagedRule[] =>
  ['Low', 'Medium', 'High'].flatMap((level, at) => {
    const action = actions[at];
    const name = `TGT_${stem}${level}`;
    return action ? [{ name, label: name, action }] : [];
  });

/** Five requests without a token in five minutes are the only threshold that AWS prints; the others rest on its baselines. */
const TARGETED: readonly ManagedRule[] = [
  targeted(
    'VolumetricIpTokenAbsent',
    'aggregate:volumetric:ip:token_absent',
    'Challenge',
    volumeStatement({ key: 'address', limit: 4, windowSeconds: 300, among: WITHOUT_TOKEN }),
  ),
  { name: 'TGT_TokenAbsent', label: 'TGT_TokenAbsent', action: 'Count', statement: WITHOUT_TOKEN },
  targeted('VolumetricSession', 'aggregate:volumetric:session:high', 'Captcha'),
  targeted('VolumetricSessionMaximum', 'aggregate:volumetric:session:maximum', 'Block'),
  targeted('SignalAutomatedBrowser', 'signal:automated_browser', 'Captcha'),
  targeted('SignalBrowserAutomationExtension', 'signal:browser_automation_extension', 'Captcha'),
  targeted('SignalBrowserInconsistency', 'signal:browser_inconsistency', 'Captcha'),
  ...levels('ML_CoordinatedActivity', ['Challenge', 'Captcha', 'Captcha']),
  ...levels('TokenReuseIp', ['Count', 'Captcha', 'Block']),
  ...levels('TokenReuseCountry', ['Count', 'Captcha', 'Block']),
  ...levels('TokenReuseAsn', ['Count', 'Captcha', 'Block']),
];

export const BOT_CONTROL: ManagedRuleGroup = {
  name: 'AWSManagedRulesBotControlRuleSet',
  capacity: 50,
  namespace: 'bot-control',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html',
  rules: [...COMMON, ...TARGETED],
  configured: ({ inspectionLevel }: ManagedSettings) =>
    inspectionLevel === 'COMMON' ? COMMON : [...COMMON, ...TARGETED],
};
