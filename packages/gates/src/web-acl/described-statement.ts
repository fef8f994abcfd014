import { type DescribedField, type DescribedStatement, TRANSFORMATIONS } from '@sallyport/waf';
import { type Attribute, headerAttribute } from '../attribute.ts';
import { type Condition, type Matcher, NEVER } from '../condition.ts';
import type { TextRewrite } from '../text-rewrite.ts';

type TextStatement = Extract<DescribedStatement, { kind: 'text' }>;

/** A web ACL's statement as a condition. What no attribute of a request holds is undecided, never wrong. */
export function statementCondition(statement: DescribedStatement): Condition {
  switch (statement.kind) {
    case 'all':
      return { all: statement.of.map(statementCondition) };
    case 'any':
      return { any: statement.of.map(statementCondition) };
    case 'not':
      return { not: statementCondition(statement.of) };
    case 'text':
      return textCondition(statement);
    case 'addresses':
      return addressCondition(statement.cidrs);
    case 'countries':
      return { test: 'text', on: 'country', matches: { is: 'one-of', of: statement.codes } };
    case 'never':
      return NEVER;
    case 'undecided':
      return undecided(statement.identity, statement.reason, statement);
  }
}

const undecided = (
  identity: string,
  reason: string,
  { holds, occurs }: Pick<Extract<DescribedStatement, { kind: 'undecided' }>, 'holds' | 'occurs'>,
): Condition => ({
  test: 'undecided',
  identity,
  reason,
  // Without a way to ask, the engine itself takes it for no match.
  decide: holds ?? (() => false),
  ...(occurs ? { occurs } : {}),
});

const addressCondition = (cidrs: readonly string[]): Condition =>
  cidrs.length === 0 ? NEVER : { test: 'address', in: { id: [...cidrs].sort().join(' '), cidrs } };

function textCondition(statement: TextStatement): Condition {
  const on = attributeOf(statement.on);
  const { matches, transformations } = statement;
  if (!on)
    return undecided(
      JSON.stringify({ ...statement, holds: undefined }),
      `what ${fieldTitle(statement.on)} holds`,
      statement,
    );
  return { test: 'text', on, matches: matcherOf(matches), through: transformations.map(rewriteOf) };
}

function attributeOf(field: DescribedField): Attribute | undefined {
  switch (field.field) {
    case 'method':
      return 'method';
    case 'uri-path':
      return 'path';
    case 'query-string':
      return 'query';
    case 'single-header':
      return headerAttribute(field.name);
    // Names of arguments are compared without regard to case, those of attributes are not.
    default:
      return undefined;
  }
}

const fieldTitle = (field: DescribedField): string =>
  field.field === 'single-query-argument'
    ? `query argument "${field.name}"`
    : field.field === 'other'
      ? field.name
      : field.field;

function matcherOf(matches: TextStatement['matches']): Matcher {
  if ('regex' in matches) return { is: 'regex', source: matches.regex, dialect: 'waf' };
  const { position, text } = matches;
  switch (position) {
    case 'EXACTLY':
      return { is: 'equal', to: text };
    case 'STARTS_WITH':
      return { is: 'starting-with', text };
    case 'ENDS_WITH':
      return { is: 'ending-with', text };
    case 'CONTAINS':
      return { is: 'containing', text };
    case 'CONTAINS_WORD':
      return { is: 'regex', source: wordPattern(text), dialect: 'waf' };
  }
}

/** A word, which holds letters, digits and underscores only, with none of them beside it. */
function wordPattern(word: string): string {
  const other = '[^A-Za-z0-9_]';
  return [`^${word}$`, `^${word}${other}`, `${other}${word}$`, `${other}${word}${other}`].join('|');
}

const TRANSFORM: ReadonlyMap<string, (text: string) => string> = new Map(Object.entries(TRANSFORMATIONS));

function rewriteOf(name: string): TextRewrite {
  switch (name) {
    case 'LOWERCASE':
      return { rewrite: 'lower-case' };
    case 'UPPERCASE':
      return { rewrite: 'upper-case' };
    case 'URL_DECODE':
      return { rewrite: 'percent-decode', plus: true };
    default:
      return { rewrite: 'opaque', name, apply: TRANSFORM.get(name) ?? ((text) => text) };
  }
}
