import type { AddressLists } from './address-list.ts';
import { BOT_NAMES } from './attacks/bot-names.ts';
import { DEVELOPER_PLATFORM_BOTS, PROVIDERS, USER_TRIGGERED_BOTS, VERIFIED_BOTS } from './bot-lists.ts';
import type { ManagedSettings } from './settings.ts';

/** A label that AWS adds, by its documentation, and that nobody can tell here. */
export interface UntoldLabel {
  /** The beginning of its full name. */
  readonly label: string;
  /** AWS's group that adds it. */
  readonly group: string;
  readonly reason: string;
  /** The list of addresses that tells it, where it is handed in. */
  readonly addressList?: string;
  /** The only inspection level that adds it. */
  readonly inspectionLevel?: 'TARGETED';
  /** Labels that begin so and are told; a namespace holds some of them. */
  readonly told?: ReadonlySet<string>;
}

const BOT_CONTROL = 'AWSManagedRulesBotControlRuleSet';
const PREFIX = 'awswaf:managed:aws:bot-control:';
const ofBotControl = (label: string, reason: string, more: Partial<UntoldLabel> = {}): UntoldLabel => ({
  label: `${PREFIX}${label}`,
  group: BOT_CONTROL,
  reason,
  ...more,
});

const ofList = (label: string, addressList: string): UntoldLabel =>
  ofBotControl(label, `the addresses of ${addressList} are not published, and none were handed in`, { addressList });

/** Names below a namespace of which only some are told. */
const ofNamespace = (namespace: string, told: readonly string[], reason: string): UntoldLabel =>
  ofBotControl(`${namespace}:`, reason, { told: new Set(told.map((name) => `${PREFIX}${namespace}:${name}`)) });

const NAMES = [...BOT_NAMES.values()];
const UNNAMED = 'what a bot of that label calls itself is not known';
const UNSIGNED = 'who has signed a request (Web Bot Auth), and for whom a bot acts, is not known';

/**
 * The labels that DescribeManagedRuleGroup lists beside those of the pages
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html,
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-bot-control-example-token-provenance.html and the pages of ATP and ACFP
 */
export const UNTOLD_LABELS: readonly UntoldLabel[] = [
  ofBotControl(
    'token',
    'whether a token comes from another kind of network is not known: AWS keeps to itself which is which',
    {
      inspectionLevel: 'TARGETED',
    },
  ),
  ...['bot:web_bot_auth', 'bot:account', 'bot:vendor'].map((label) => ofBotControl(label, UNSIGNED)),
  ofBotControl('bot:intent', 'what AWS takes a bot to be for is not published'),
  ofBotControl('signal:non_browser_header', 'which headers AWS takes for none of a browser is not published'),
  ofNamespace(
    'bot:name',
    NAMES.map(({ name }) => name),
    UNNAMED,
  ),
  ofNamespace(
    'bot:organization',
    NAMES.flatMap(({ organization }) => organization ?? []),
    UNNAMED,
  ),
  ofNamespace('signal:cloud_service_provider', PROVIDERS, 'which addresses belong to that provider is not known'),
  ofList('bot:verified', VERIFIED_BOTS),
  ofList('bot:user_triggered:verified', USER_TRIGGERED_BOTS),
  ofList('bot:developer_platform:verified', DEVELOPER_PLATFORM_BOTS),
  ...PROVIDERS.map((provider) =>
    ofList(`signal:cloud_service_provider:${provider}`, `CloudServiceProvider:${provider}`),
  ),
  {
    label: 'awswaf:managed:aws:atp:aggregate:attribute:suspicious_tls_fingerprint',
    group: 'AWSManagedRulesATPRuleSet',
    reason: 'which TLS fingerprints AWS suspects is not published',
  },
  {
    label: 'awswaf:managed:aws:acfp:risk_score',
    group: 'AWSManagedRulesACFPRuleSet',
    reason: 'how AWS scores the risk of a request is not published',
  },
];

/** Those that a group may add with these settings and lists. */
export const untoldBy = (
  group: string,
  { inspectionLevel }: Pick<ManagedSettings, 'inspectionLevel'>,
  lists: AddressLists,
): readonly UntoldLabel[] =>
  UNTOLD_LABELS.filter(
    (untold) =>
      untold.group === group &&
      !(untold.addressList !== undefined && lists.has(untold.addressList)) &&
      !(untold.inspectionLevel !== undefined && inspectionLevel === 'COMMON'),
  );

/** Whether a key of a label statement, which begins with `awswaf:`, may ask for the label. */
export const mayAskFor = ({ label, told }: UntoldLabel, scope: 'LABEL' | 'NAMESPACE', key: string): boolean => {
  if (told) return scope === 'LABEL' && key.startsWith(label) && !told.has(key);
  return key.startsWith(label) || (scope === 'NAMESPACE' && label.startsWith(key));
};
