import { type CompileOptions, MANAGED_RULE_GROUPS, mayAskFor, UNTOLD_LABELS } from '@sallyport/waf';
import type { Group, Rule } from '../reading/rule.ts';
import { type Leaf, leaves } from '../reading/statement.ts';

export type LabelLeaf = Extract<Leaf, { kind: 'label' }>;

/** Whether a rule's label answers what a label statement asks. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html */
export function answers(label: string, { scope, key, prefix }: LabelLeaf): boolean {
  if (key.startsWith('awswaf:')) return scope === 'LABEL' ? label === key : label.startsWith(key);
  if (!label.startsWith(prefix)) return false;
  const rest = label.slice(prefix.length);
  return scope === 'LABEL'
    ? `:${rest}`.endsWith(`:${key}`)
    : `:${rest.slice(0, rest.lastIndexOf(':') + 1)}`.includes(`:${key}`);
}

/** The rules that add a label which answers. */
export const emitters = (leaf: LabelLeaf, rules: readonly Rule[]): readonly Rule[] =>
  rules.filter(({ labels }) => labels.some((label) => answers(label, leaf)));

/** Namespaces of AWS's groups whose labels are those of their rules and no others. */
const CLOSED_NAMESPACES: ReadonlySet<string> = new Set([
  'core-rule-set',
  'admin-protection',
  'known-bad-inputs',
  'sql-database',
  'linux-os',
  'posix-os',
  'windows-os',
  'php-app',
  'wordpress-app',
]);

/**
 * Whether something other than the rules' own labels may answer: geographic labels, labels of tokens, of groups that are not
 * told, of managed groups that add more than their documented rules do.
 */
export function mayComeFromElsewhere(leaf: LabelLeaf, before: readonly Rule[], groups: readonly Group[]): boolean {
  const { key, prefix } = leaf;
  const full = key.startsWith('awswaf:') ? key : `${prefix}${key}`;
  const geo = /^awswaf:(clientip|forwardedip):geo:/.exec(full);
  if (geo) return before.some((rule) => givesGeography(rule, geo[1] === 'forwardedip'));
  const managed = /^awswaf:managed:([^:]+):([^:]+)?/.exec(full);
  // A key as wide as this takes in the labels of everything.
  if (/^awswaf:(managed:)?$/.test(full)) return true;
  if (!managed) return /^awswaf:[^:]*:rulegroup:/.test(full) && groups.some(isUntold);
  const [, vendor = '', namespace = ''] = managed;
  if (vendor === 'token' || vendor === 'captcha') return groups.some(({ managed: of }) => of !== undefined);
  const ofVendor = groups.filter((group) => group.managed?.vendor.toLowerCase() === vendor.toLowerCase());
  if (vendor !== 'aws') return ofVendor.length > 0;
  const isThere = ofVendor.some((group) => namespaceOf(group) === namespace || namespaceOf(group) === undefined);
  return isThere && !CLOSED_NAMESPACES.has(namespace);
}

/** Why nobody can tell whether the label is there that a statement asks for: a group of AWS may add it. */
export function untoldReason(
  { scope, key }: LabelLeaf,
  groups: readonly Group[],
  lists: CompileOptions['addressLists'],
): string | undefined {
  const untold = UNTOLD_LABELS.find(
    (label) =>
      mayAskFor(label, scope, key) &&
      !(label.addressList !== undefined && lists?.has(label.addressList)) &&
      groups.some(({ managed }) => managed?.vendor === 'AWS' && managed.name === label.group),
  );
  return untold && `whether the label "${key}" is there is unknown: ${untold.reason}`;
}

const isUntold = ({ managed, isTold }: Group): boolean => managed === undefined && !isTold;

const namespaceOf = ({ managed }: Group): string | undefined =>
  MANAGED_RULE_GROUPS.find(({ name }) => name === managed?.name)?.namespace;

const givesGeography = ({ statement }: Rule, forwarded: boolean): boolean =>
  statement !== undefined &&
  leaves(statement).some(({ leaf }) => leaf.kind === 'geo' && (leaf.forwarded !== undefined) === forwarded);

/** The country that a label names, where it is one of a country. */
export const countryOf = ({ key }: LabelLeaf): string | undefined =>
  /^awswaf:clientip:geo:country:([A-Z]{2})$/.exec(key)?.[1];
