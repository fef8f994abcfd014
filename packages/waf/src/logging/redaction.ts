import type { FieldMatch, RateKeyIdentity } from '../compiled.ts';
import { type Disclosure, OPEN, REDACTED, withoutData } from './disclosure.ts';

/** The RedactedFields of a LoggingConfiguration. */
export interface Redaction {
  /** `UriPath`, `QueryString` or `Method`. */
  readonly hasField: (member: string) => boolean;
  readonly hasHeader: (name: string) => boolean;
}

/**
 * Keeps parts of requests out of log records. Match details and values of rate-based rules are left out where the rule's own
 * FieldToMatch names the part: of SingleHeader, not of Headers. AWS says so of SingleHeader; for the others, and for
 * rate-based rules, it is taken to hold alike (approximated).
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html
 */
export function redaction(of: Redaction): Disclosure {
  const redactedIf = (isRedacted: boolean, text: string): string => (isRedacted ? REDACTED : text);
  return {
    ...OPEN,
    method: (method) => redactedIf(of.hasField('Method'), method),
    path: (path) => redactedIf(of.hasField('UriPath'), path),
    query: (query) => redactedIf(of.hasField('QueryString'), query),
    headers: (all) => all.map(([name, value]) => [name, redactedIf(of.hasHeader(name), value)]),
    fieldMatch: (match) => (concernsMatch(of, match) ? withoutData(match) : match),
    rateValue: (key, value) => redactedIf(concernsKey(of, key), value),
  };
}

const concernsMatch = ({ hasField, hasHeader }: Redaction, { field, detail }: FieldMatch): boolean =>
  field === 'SingleHeader' ? hasHeader(detail.matchedFieldName ?? '') : hasField(field);

const KEY_FIELDS: Readonly<Record<string, string>> = {
  HTTPMethod: 'Method',
  QueryString: 'QueryString',
  UriPath: 'UriPath',
};

const concernsKey = ({ hasField, hasHeader }: Redaction, { member, name = '' }: RateKeyIdentity): boolean =>
  member === 'Header' || member === 'ForwardedIP' ? hasHeader(name) : hasField(KEY_FIELDS[member] ?? '');
