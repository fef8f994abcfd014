/** Where a rule stands, as the beginning of the labels it adds: `awswaf:111122223333:webacl:Edge:`. */
export type LabelPrefix = string;

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-requirements.html */
const RESERVED = new Set(['awswaf', 'aws', 'waf', 'managed', 'rulegroup', 'webacl', 'regexpatternset', 'ipset']);

/** What is wrong with the name of a label that a rule adds, or undefined. */
export function labelNameFault(name: string): string | undefined {
  const parts = name.split(':');
  if (!/^[0-9A-Za-z_\-:]+$/.test(name)) return 'characters other than A-Z, a-z, 0-9, hyphen, underscore and colon';
  if (parts.length > 6) return `${parts.length - 1} namespaces`;
  if (parts.some((part) => part === '' || part.length > 128)) return 'a part that is empty or above 128 characters';
  const reserved = parts.find((part) => RESERVED.has(part));
  return reserved && `the reserved word "${reserved}"`;
}

/** A label without the prefix of this context; undefined where it is another's. */
const inside = (label: string, prefix: LabelPrefix): string | undefined =>
  label.startsWith(prefix) ? label.slice(prefix.length) : undefined;

/**
 * Whether a label answers a key of scope LABEL: its full name, or, in the rule's own context, its name with any number of the
 * namespaces right before it. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html
 */
export function isLabel(label: string, key: string, prefix: LabelPrefix): boolean {
  if (key.startsWith('awswaf:')) return label === key;
  const rest = inside(label, prefix);
  return rest !== undefined && `:${rest}`.endsWith(`:${key}`);
}

/** Whether a label lies in a key of scope NAMESPACE: contiguous namespaces of the rule's own context, or from the prefix on. */
export function isInNamespace(label: string, key: string, prefix: LabelPrefix): boolean {
  if (key.startsWith('awswaf:')) return label.startsWith(key);
  const rest = inside(label, prefix);
  return rest !== undefined && `:${rest.slice(0, rest.lastIndexOf(':') + 1)}`.includes(`:${key}`);
}
