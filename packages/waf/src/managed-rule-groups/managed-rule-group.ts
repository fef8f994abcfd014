/** A rule of a managed group, as AWS documents it. */
export interface ManagedRule {
  readonly name: string;
  /** Its label after the group's prefix. */
  readonly label: string;
  readonly action: 'Block' | 'Count' | 'Captcha' | 'Challenge';
  /** Ours, in CloudFormation's shape, as AWS publishes none; absent where it is not modelled: then the rule is unknown. */
  readonly statement?: unknown;
}

/** A managed rule group: names, labels, actions and capacity documented, patterns approximated. */
export interface ManagedRuleGroup {
  readonly name: string;
  readonly capacity: number;
  /** The part of its labels after `awswaf:managed:aws:`. */
  readonly namespace: string;
  readonly rules: readonly ManagedRule[];
  /** The page that lists the rules. */
  readonly source: string;
}
