import type { ActionName } from '../actions/action.ts';
import type { Inspection } from '../inspection.ts';
import type { BehaviorSetting } from './behavior.ts';
import type { ManagedSettings } from './settings.ts';
import type { VersionNotes, VersionNumber } from './version.ts';

/** A rule of a managed group, as AWS documents it. */
export interface ManagedRule extends VersionNotes {
  readonly name: string;
  /** Its label, or labels, after the group's prefix. */
  readonly label: string | readonly string[];
  readonly action: 'Block' | 'Count' | 'Captcha' | 'Challenge';
  /** In CloudFormation's shape; absent where AWS publishes no pattern and none of ours is here: then the rule is unknown. */
  readonly statement?: unknown;
  /** Why there is no statement; that AWS publishes no pattern, where nothing is said. */
  readonly unknown?: string;
  /** The actions that an override may give it; any, where nothing is said. */
  readonly overridableTo?: readonly ActionName[];
  /** A list of addresses that AWS keeps: the rule matches what is handed in under the rule's name, and is unknown without it. */
  readonly addressList?: true;
  /** A list of addresses, handed in under this name, to which the rule does not apply; without it, it applies to all. */
  readonly unlessAddressIn?: string;
}

/** The actions that take the place of the rules' own, by the rule's name. */
export type ActionOverrides = ReadonlyMap<string, { readonly name: ActionName }>;

export type BeforeRules = (setting: BehaviorSetting) => (inspection: Inspection) => void;

/** A managed rule group: names, labels, actions and capacity as documented. */
export interface ManagedRuleGroup {
  readonly name: string;
  readonly capacity: number;
  /** The part of its labels after `awswaf:managed:aws:`. */
  readonly namespace: string;
  /** The version from which on each rule adds its own name as a label; all, where nothing is said. */
  readonly nameLabelsSince?: VersionNumber;
  /** All its rules, as they are in the newest version without settings. */
  readonly rules: readonly ManagedRule[];
  /** The rules that its settings leave, where it has settings. */
  readonly configured?: (settings: ManagedSettings, overrides: ActionOverrides) => readonly ManagedRule[];
  /** What the group does with a request before its rules: mostly labels. */
  readonly before?: (settings: ManagedSettings) => BeforeRules;
  /** The page that lists the rules. */
  readonly source: string;
}

const NO_CHANGE = [{ Priority: 0, Type: 'NONE' }];

/** A component above so many bytes. */
export const above = (Size: number, FieldToMatch: unknown): unknown => ({
  SizeConstraintStatement: { ComparisonOperator: 'GT', Size, FieldToMatch, TextTransformations: NO_CHANGE },
});

/** A component that is exactly this text. */
export const exactly = (SearchString: string, FieldToMatch: unknown): unknown => ({
  ByteMatchStatement: {
    SearchString,
    PositionalConstraint: 'EXACTLY',
    FieldToMatch,
    TextTransformations: NO_CHANGE,
  },
});
