import { type BehaviorStatement, behavior } from './behavior.ts';
import { transformations } from './component.ts';
import { type DdosEvent, eventOf, type Suspicion } from './ddos-event.ts';
import type { ActionOverrides, BeforeRules, ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import type { ManagedSettings, Sensitivity } from './settings.ts';
import { addTokenLabels } from './token-labels.ts';

/** "The higher the sensitivity, the more levels of labeling that the rule matches." */
const MATCHED: Readonly<Record<Sensitivity, readonly Suspicion[]>> = {
  LOW: ['high'],
  MEDIUM: ['medium', 'high'],
  HIGH: ['low', 'medium', 'high'],
};

/** That a label of this group, without its prefix, was added to the request. */
const labelled = (title: string, names: readonly string[]): BehaviorStatement =>
  behavior({
    title,
    matches:
      ({ compilation: { labelPrefix } }) =>
      ({ labels }) =>
        names.some((name) => labels.has(`${labelPrefix}${name}`)),
  });

const all = (...Statements: readonly unknown[]): unknown => ({ AndStatement: { Statements } });

const DURING_EVENT = labelled('during an event', ['event-detected']);
const CHALLENGEABLE = labelled('the request can be challenged', ['challengeable-request']);

const suspected = (sensitivity: Sensitivity): BehaviorStatement =>
  labelled(
    `suspicion at sensitivity ${sensitivity}`,
    MATCHED[sensitivity].map((level) => `${level}-suspicion-ddos-request`),
  );

/**
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html: the second rule is evaluated only
 * where the action of the first is overridden to Count, and neither where UsageOfAction is DISABLED.
 */
function rules(settings: ManagedSettings, overrides: ActionOverrides): readonly ManagedRule[] {
  const { challenges = true, sensitivityToChallenge = 'HIGH', sensitivityToBlock = 'LOW' } = settings;
  const counts = overrides.get('ChallengeAllDuringEvent')?.name === 'COUNT';
  const challengeAll = rule('ChallengeAllDuringEvent', 'Challenge', all(DURING_EVENT, CHALLENGEABLE));
  const challengeSuspects = rule(
    'ChallengeDDoSRequests',
    'Challenge',
    all(DURING_EVENT, CHALLENGEABLE, suspected(sensitivityToChallenge)),
  );
  const block = rule('DDoSRequests', 'Block', all(DURING_EVENT, suspected(sensitivityToBlock)));
  if (!challenges) return [block];
  return counts ? [challengeAll, challengeSuspects, block] : [challengeAll, block];
}

/** "You can only override this rule action to Allow or Count": of the two that challenge. */
const rule = (name: string, action: ManagedRule['action'], statement: unknown): ManagedRule => ({
  name,
  label: name,
  action,
  statement,
  ...(action === 'Challenge' ? { overridableTo: ['ALLOW', 'COUNT', 'CHALLENGE'] } : {}),
});

const counting: ActionOverrides = new Map([['ChallengeAllDuringEvent', { name: 'COUNT' }]]);

const exempt = (RegexString: string): unknown => ({
  RegexMatchStatement: {
    RegexString,
    FieldToMatch: { UriPath: {} },
    TextTransformations: transformations(['NONE']),
  },
});

/** Watches the traffic, and labels what is seen of it. */
const watch =
  ({ challenges = true, exemptUriRegexes = [] }: ManagedSettings): BeforeRules =>
  (setting) => {
    const { compilation, group, holds } = setting;
    const exemptions = exemptUriRegexes.map((regex) => holds(exempt(regex)));
    return (inspection) => {
      addTokenLabels(inspection, compilation.tokens);
      const add = (label: string): unknown => inspection.labels.add(`${compilation.labelPrefix}${label}`);
      if (challenges && !exemptions.some((matches) => matches(inspection))) add('challengeable-request');
      label(eventOf(inspection, group), add);
    };
  };

function label({ detected, suspicion }: DdosEvent, add: (label: string) => unknown): void {
  if (!detected) return;
  add('event-detected');
  if (suspicion === undefined) return;
  add('ddos-request');
  add(`${suspicion}-suspicion-ddos-request`);
}

export const ANTI_DDOS: ManagedRuleGroup = {
  name: 'AWSManagedRulesAntiDDoSRuleSet',
  capacity: 50,
  namespace: 'anti-ddos',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html',
  rules: rules({ pathsAreRegexes: false }, counting),
  configured: rules,
  before: watch,
};
