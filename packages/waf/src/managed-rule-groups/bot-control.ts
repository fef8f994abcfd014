import { attackStatement } from './attack-pattern.ts';
import { AUTOMATED_BROWSERS, BOT_CATEGORIES } from './attacks/bots.ts';
import { FIRST_TOKEN_REUSE, MACHINE_LEARNING, TARGETED } from './bot-control-targeted.ts';
import { botLabels } from './bot-identity.ts';
import { VERIFIED_BOTS } from './bot-lists.ts';
import { transformations } from './component.ts';
import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import type { ManagedSettings } from './settings.ts';

const USER_AGENT = { SingleHeader: { Name: 'user-agent' } };

const named = (title: string, names: readonly string[]): unknown =>
  attackStatement({ title, patterns: names }, USER_AGENT, ['NONE']);

/** Bots by their names. Verified ones are let alone, but for those of CategoryAI: its rule applies to all. */
const category = ({ rule, label, names }: (typeof BOT_CATEGORIES)[number]): ManagedRule => ({
  name: `Category${rule}`,
  label: [`bot:category:${label}`, `Category${rule}`],
  action: 'Block',
  statement: named(`a bot of the category ${label}`, names),
  ...(rule === 'AI' ? {} : { unlessAddressIn: VERIFIED_BOTS }),
  ...(rule === 'PagePreview' || rule === 'Webhooks' ? { since: '5.0' } : {}),
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
  unlessAddressIn: VERIFIED_BOTS,
  ...of,
});

const COMMON: readonly ManagedRule[] = [
  ...BOT_CATEGORIES.map(category),
  signal('SignalAutomatedBrowser', 'automated_browser', {
    statement: named('an automated browser', AUTOMATED_BROWSERS),
  }),
  signal('SignalKnownBotDataCenter', 'known_bot_data_center', { addressList: true }),
  signal('SignalNonBrowserUserAgent', 'non_browser_user_agent', { statement: NON_BROWSER }),
];

export const BOT_CONTROL: ManagedRuleGroup = {
  name: 'AWSManagedRulesBotControlRuleSet',
  capacity: 50,
  namespace: 'bot-control',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html',
  nameLabelsSince: '2.0',
  rules: [...COMMON, ...TARGETED, ...MACHINE_LEARNING],
  configured: ({ inspectionLevel, machineLearning = true }: ManagedSettings) => {
    if (inspectionLevel === 'COMMON') return COMMON;
    const rules = [...COMMON, ...TARGETED, FIRST_TOKEN_REUSE];
    return machineLearning ? [...rules, ...MACHINE_LEARNING] : rules;
  },
  before: botLabels,
};
