import { ACCOUNT_CREATION_CASES } from './account-creation.ts';
import { ACCOUNT_TAKEOVER_CASES } from './account-takeover.ts';
import { ANTI_DDOS_CASES } from './anti-ddos.ts';
import { BOT_CONTROL_CASES, VERSION_CASES } from './bot-control.ts';
import { type Case, outcomesOf } from './run.ts';
import { TOKEN_CASES } from './tokens.ts';

/** Every case of the intelligent rule groups. */
export const CASES: readonly Case[] = [
  ...ACCOUNT_TAKEOVER_CASES,
  ...ACCOUNT_CREATION_CASES,
  ...BOT_CONTROL_CASES,
  ...VERSION_CASES,
  ...ANTI_DDOS_CASES,
  ...TOKEN_CASES,
];

/** What the engine decides of every request of every case that expects something, as plain data. */
export const decisions = (): readonly (readonly string[])[] =>
  CASES.map((of) =>
    outcomesOf(of)
      .filter(({ step }) => step.expect)
      .map(({ evaluation: { action, terminatingRuleInGroup, labels, countedRules } }) =>
        JSON.stringify([action, terminatingRuleInGroup ?? null, labels, countedRules]),
      ),
  );
