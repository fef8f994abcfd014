import { type AttackClass, attackStatement } from './attack-pattern.ts';
import type { ManagedRule } from './managed-rule-group.ts';

const ALL = { MatchPattern: { All: {} }, OversizeHandling: 'CONTINUE' };

/**
 * What a rule inspects, by the end of its name. Rules on bodies and headers see what the limits leave of them (CONTINUE):
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html. That cookies are seen value
 * by value, and headers by name and value in every group, is our reading.
 */
export const COMPONENTS = {
  HEADER: { Headers: { ...ALL, MatchScope: 'ALL' } },
  COOKIE: { Cookies: { ...ALL, MatchScope: 'VALUE' } },
  URIPATH: { UriPath: {} },
  QUERYSTRING: { QueryString: {} },
  QUERYARGUMENTS: { AllQueryArguments: {} },
  BODY: { Body: { OversizeHandling: 'CONTINUE' } },
} as const;

export type ComponentName = keyof typeof COMPONENTS;

/** Transformations by the words of https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-changelog.html */
export const DECODED = ['URL_DECODE_UNI'] as const;
export const TWICE_DECODED = ['URL_DECODE_UNI', 'URL_DECODE_UNI'] as const;

export const transformations = (names: readonly string[]): unknown =>
  names.map((Type, Priority) => ({ Type, Priority }));

/** A rule that blocks what it finds in one component. The label is given in full: AWS spells the same component in several ways. */
export const blocking = (
  name: string,
  label: string,
  attack: AttackClass,
  component: ComponentName,
  through: readonly string[] = TWICE_DECODED,
): ManagedRule => ({
  name,
  label,
  action: 'Block',
  statement: attackStatement(attack, COMPONENTS[component], through),
});
