import type { References, Shape } from '@sallyport/waf';
import { listMember, member, memberOn, numberMember, onlyMember, textMember, textsMember } from './member.ts';
import type { Field, Forwarded, Leaf, Rate, Statement } from './statement.ts';

/** What the statements of one rule have in common. */
export interface Reading {
  readonly shape: Shape;
  readonly references: References;
  /** What labels without a prefix of their own are looked for under. */
  readonly labelPrefix: string;
}

/** Reads a Statement that has compiled. */
export function readStatement(written: unknown, path: string, reading: Reading): Statement {
  const chosen = onlyMember(written);
  const base = { path: chosen ? `${path}.${chosen.name}` : path, written, shape: reading.shape };
  if (!chosen) return { ...base, kind: 'unknown' };
  switch (chosen.name) {
    case 'AndStatement':
    case 'OrStatement':
      return {
        ...base,
        kind: chosen.name === 'AndStatement' ? 'and' : 'or',
        of: listMember(chosen.value, 'Statements').map((inside, at) =>
          readStatement(inside, `${base.path}.Statements.${at}`, reading),
        ),
      };
    case 'NotStatement':
      return {
        ...base,
        kind: 'not',
        of: readStatement(member(chosen.value, 'Statement'), `${base.path}.Statement`, reading),
      };
    case 'RateBasedStatement':
      return readRate(chosen.value, base, reading);
    default:
      return readLeaf(chosen.name, chosen.value, base, reading);
  }
}

type Base = Pick<Leaf, 'path' | 'written' | 'shape'>;

function readLeaf(name: string, value: unknown, base: Base, reading: Reading): Leaf {
  switch (name) {
    case 'IPSetReferenceStatement':
      return ipSet(value, base, reading);
    case 'GeoMatchStatement':
      return { ...base, kind: 'geo', countries: textsMember(value, 'CountryCodes'), ...forwardedOf(value) };
    case 'AsnMatchStatement':
      return { ...base, kind: 'asn', numbers: listMember(value, 'AsnList').map(Number), ...forwardedOf(value) };
    case 'LabelMatchStatement':
      return {
        ...base,
        kind: 'label',
        scope: textMember(value, 'Scope') === 'NAMESPACE' ? 'NAMESPACE' : 'LABEL',
        key: textMember(value, 'Key') ?? '',
        prefix: reading.labelPrefix,
      };
    default:
      return textLeaf(name, value, base, reading);
  }
}

function textLeaf(name: string, value: unknown, base: Base, reading: Reading): Leaf {
  const field = fieldOf(member(value, 'FieldToMatch'));
  if (!field) return { ...base, kind: 'unknown' };
  const before = ordered(value, 'PreParseTextTransformations');
  const text = {
    ...base,
    field: before.length > 0 ? { ...field, isPreParsed: true as const } : field,
    transformations: [...before, ...ordered(value, 'TextTransformations')],
  };
  switch (name) {
    case 'ByteMatchStatement':
      return { ...text, kind: 'byte-match' };
    case 'RegexMatchStatement':
      return { ...text, kind: 'regex-match' };
    case 'RegexPatternSetReferenceStatement': {
      const arn = arnOf(value, reading);
      const set = reading.references.regexPatternSets?.get(arn);
      const patterns = set === undefined ? undefined : listMember(set, 'RegularExpressionList').length;
      return { ...text, kind: 'regex-set', arn, patterns };
    }
    case 'SizeConstraintStatement':
      return {
        ...text,
        kind: 'size',
        operator: textMember(value, 'ComparisonOperator') ?? '',
        size: numberMember(value, 'Size') ?? 0,
      };
    case 'SqliMatchStatement':
      return { ...text, kind: 'injection', of: 'sql' };
    case 'XssMatchStatement':
      return { ...text, kind: 'injection', of: 'xss' };
    default:
      return { ...base, kind: 'unknown' };
  }
}

const arnOf = (value: unknown, { shape }: Reading): string => textMember(value, shape === 'api' ? 'ARN' : 'Arn') ?? '';

/** What is named in order of its Priority, NONE left out. */
const ordered = (value: unknown, name: string): readonly string[] =>
  listMember(value, name)
    .map((item) => ({ priority: numberMember(item, 'Priority') ?? 0, type: textMember(item, 'Type') ?? 'NONE' }))
    .sort((a, b) => a.priority - b.priority)
    .flatMap(({ type }) => (type === 'NONE' ? [] : [type]));

function ipSet(value: unknown, base: Base, reading: Reading): Leaf {
  const arn = arnOf(value, reading);
  const set = reading.references.ipSets?.get(arn);
  const settings = member(value, 'IPSetForwardedIPConfig');
  return {
    ...base,
    kind: 'ip-set',
    arn,
    ...(set === undefined ? {} : { addresses: textsMember(set, 'Addresses') }),
    ...(settings === undefined ? {} : { forwarded: forwarded(settings) }),
  };
}

function forwardedOf(value: unknown): { readonly forwarded?: Forwarded } {
  const settings = member(value, 'ForwardedIPConfig');
  return settings === undefined ? {} : { forwarded: forwarded(settings) };
}

function forwarded(settings: unknown): Forwarded {
  const position = textMember(settings, 'Position');
  return {
    header: textMember(settings, 'HeaderName') ?? '',
    fallback: textMember(settings, 'FallbackBehavior') === 'MATCH' ? 'MATCH' : 'NO_MATCH',
    position: position === 'LAST' || position === 'ANY' ? position : 'FIRST',
  };
}

function readRate(value: unknown, base: Base, reading: Reading): Rate {
  const scope = member(value, 'ScopeDownStatement');
  return {
    ...base,
    kind: 'rate',
    limit: numberMember(value, 'Limit') ?? 0,
    seconds: numberMember(value, 'EvaluationWindowSec') ?? 300,
    aggregate: textMember(value, 'AggregateKeyType') ?? 'IP',
    keys: listMember(value, 'CustomKeys').flatMap((key) => {
      const chosen = onlyMember(key);
      const of = textMember(chosen?.value, 'Name');
      return chosen ? [{ name: chosen.name, ...(of === undefined ? {} : { of }) }] : [];
    }),
    ...forwardedOf(value),
    ...(scope === undefined ? {} : { scope: readStatement(scope, `${base.path}.ScopeDownStatement`, reading) }),
  };
}

function fieldOf(written: unknown): Field | undefined {
  const chosen = onlyMember(written);
  if (!chosen) return undefined;
  const { name, value } = chosen;
  const of = textMember(value, 'Name')?.toLowerCase();
  const oversize = oneOf(textMember(value, 'OversizeHandling'), ['CONTINUE', 'MATCH', 'NO_MATCH'] as const);
  const scope = oneOf(textMember(value, 'MatchScope'), ['ALL', 'KEY', 'VALUE'] as const);
  const invalid = oneOf(textMember(value, 'InvalidFallbackBehavior'), [
    'MATCH',
    'NO_MATCH',
    'EVALUATE_AS_STRING',
  ] as const);
  const names = namesOf(member(value, 'MatchPattern'));
  const hasBody = name === 'Body' || name === 'JsonBody';
  return {
    name,
    ...(of === undefined ? {} : { of }),
    // https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html: CONTINUE where nothing is said.
    ...(oversize ? { oversize } : hasBody ? { oversize: 'CONTINUE' as const } : {}),
    ...(scope ? { scope } : {}),
    ...(invalid ? { invalid } : {}),
    ...(names ? { names } : {}),
    ...(name === 'JsonBody' ? { jsonPaths: textsMember(memberOn(value, 'MatchPattern'), 'IncludedPaths') } : {}),
  };
}

const oneOf = <T extends string>(text: string | undefined, names: readonly T[]): T | undefined =>
  names.find((name) => name === text);

function namesOf(pattern: unknown): Field['names'] {
  const chosen = onlyMember(pattern);
  if (!chosen || !/^(Included|Excluded)(Headers|Cookies)$/.test(chosen.name)) return undefined;
  const of = Array.isArray(chosen.value) ? chosen.value.map(String) : [];
  return { included: chosen.name.startsWith('Included'), of };
}
