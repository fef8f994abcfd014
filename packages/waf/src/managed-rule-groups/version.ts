import type { ManagedRule } from './managed-rule-group.ts';

/** `2.0`, as the changelog writes static versions. */
export type VersionNumber = `${number}.${number}`;

/** What differs between static versions: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-changelog.html */
export interface VersionNotes {
  /** The version that added the rule. */
  readonly since?: VersionNumber;
  /** The version that took it away. */
  readonly until?: VersionNumber;
  /** Earlier versions only count, whatever the action is now. */
  readonly countsBefore?: VersionNumber;
}

/** Numbers that compare as versions do; the newest where none is named. */
export const NEWEST = Number.POSITIVE_INFINITY;
const order = (version: VersionNumber): number => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
};

/** `Version_2.0` of a statement. AWS does not say which static version its default is; here it is the newest. */
export function versionOf(written: string | undefined): number {
  const [, number] = /^Version_(\d+\.\d+)$/.exec(written ?? '') ?? [];
  const [major = 0, minor = 0] = (number ?? '').split('.').map(Number);
  return number === undefined ? NEWEST : major * 1000 + minor;
}

export const isBefore = (version: number, mark: VersionNumber | undefined): boolean =>
  mark !== undefined && version < order(mark);

/** The rule as a version of its group has it; undefined where that has none. */
export function atVersion(
  rule: ManagedRule,
  version: number,
  nameLabelsSince: VersionNumber | undefined,
): ManagedRule | undefined {
  if (isBefore(version, rule.since) || (rule.until !== undefined && !isBefore(version, rule.until))) return undefined;
  const label = isBefore(version, nameLabelsSince)
    ? [rule.label].flat().filter((each) => each !== rule.name)
    : rule.label;
  return { ...rule, label, action: isBefore(version, rule.countsBefore) ? 'Count' : rule.action };
}
