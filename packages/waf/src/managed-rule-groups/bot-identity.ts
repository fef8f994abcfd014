import { headerValue } from '@sallyport/http';
import type { Inspection } from '../inspection.ts';
import { addressIn } from './address-list.ts';
import { literalsIn } from './attack-pattern.ts';
import { BOT_NAMES } from './attacks/bot-names.ts';
import { BOT_CATEGORIES } from './attacks/bots.ts';
import { DEVELOPER_PLATFORM_BOTS, PROVIDERS, USER_TRIGGERED_BOTS, VERIFIED_BOTS } from './bot-lists.ts';
import type { BeforeRules } from './managed-rule-group.ts';
import type { ManagedSettings } from './settings.ts';
import { addTokenLabels } from './token-labels.ts';
import { isBefore, NEWEST } from './version.ts';

const USER_AGENT = { SingleHeader: { Name: 'user-agent' } };

interface Bot {
  readonly sign: string;
  readonly category: string;
}

const BOTS: readonly Bot[] = BOT_CATEGORIES.flatMap(({ label, names }) =>
  names.map((sign) => ({ sign, category: label })),
);

const BY_SIGN = new Map(BOTS.map((bot) => [bot.sign, bot]));

/** Signed requests (RFC 9421) say so; the keys to verify them are not at hand. */
const isSigned = ({ request }: Inspection): boolean =>
  headerValue(request.headers, 'signature-input')?.includes('tag="web-bot-auth"') ?? false;

/**
 * The labels that Bot Control adds to the requests of bots before its rules:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html
 */
export const botLabels =
  ({ version = NEWEST }: ManagedSettings): BeforeRules =>
  (setting) => {
    const { compilation } = setting;
    const prefix = compilation.labelPrefix;
    const signsIn = literalsIn(
      BOTS.map(({ sign }) => sign),
      USER_AGENT,
      setting,
    );
    const verified = addressIn(VERIFIED_BOTS, setting);
    const others = [
      { label: 'bot:user_triggered:verified', holds: addressIn(USER_TRIGGERED_BOTS, setting) },
      { label: 'bot:developer_platform:verified', holds: addressIn(DEVELOPER_PLATFORM_BOTS, setting) },
    ];
    const providers = PROVIDERS.map((provider) => ({
      label: `signal:cloud_service_provider:${provider}`,
      holds: addressIn(`CloudServiceProvider:${provider}`, setting),
    }));
    return (inspection) => {
      addTokenLabels(inspection, compilation.tokens);
      const add = (label: string): unknown => inspection.labels.add(`${prefix}${label}`);
      for (const { label, holds } of providers) if (holds(inspection)) add(label);
      if (isSigned(inspection) && !isBefore(version, '4.0'))
        inspection.approximations.push('whether the signature of a bot (Web Bot Auth) is valid is not known');
      const bot = BY_SIGN.get(signsIn(inspection)[0] ?? '');
      if (!bot) return;
      describe(bot, add);
      if (verified(inspection)) {
        add(`bot:category:${bot.category}`);
        add('bot:verified');
        return;
      }
      const kinds = others.filter(({ holds }) => holds(inspection));
      for (const { label } of kinds) add(label);
      if (kinds.length === 0) add('bot:unverified');
    };
  };

function describe({ sign }: Bot, add: (label: string) => unknown): void {
  const known = BOT_NAMES.get(sign);
  if (!known) return;
  add(`bot:name:${known.name}`);
  if (known.organization !== undefined) add(`bot:organization:${known.organization}`);
}
