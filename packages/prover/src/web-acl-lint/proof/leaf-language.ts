import { type Condition, statementCondition } from '@sallyport/gates';
import type { DescribedStatement } from '@sallyport/waf';
import {
  byteTable,
  type Language,
  Languages,
  patternLanguage,
  preImageThrough,
  shortestText,
} from '../../language/index.ts';
import type { Field, TextLeaf } from '../reading/statement.ts';

/** Beyond so many states a language is not looked into any further. */
const MOST_STATES = 3000;

type TextDescription = Extract<DescribedStatement, { kind: 'text' }>;

/** The text tests that a statement consists of: several for a set of patterns. */
export function textDescriptions(described: DescribedStatement): readonly TextDescription[] {
  if (described.kind === 'text') return [described];
  return described.kind === 'any' ? described.of.flatMap(textDescriptions) : [];
}

const isVisible = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || byte >= 0x80;
const isToken = (byte: number): boolean => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte));

/** What a field can hold on the wire (RFC 9112, RFC 9110), as it is before any transformation. */
function universeOf(languages: Languages, field: Field): Language {
  const some = (has: (byte: number) => boolean): Language => languages.bytes(byteTable(has));
  const run = (has: (byte: number) => boolean): Language => languages.repeat(some(has));
  const not =
    (...bytes: readonly number[]) =>
    (byte: number): boolean =>
      isVisible(byte) && !bytes.includes(byte);
  const isInner = (byte: number): boolean => isVisible(byte) || byte === 0x20 || byte === 0x09;
  // Header values have no blanks at their ends (RFC 9110, section 5.5).
  const end = some(isVisible);
  const line = languages.optional(languages.sequence([end, languages.optional(languages.then(run(isInner), end))]));
  // The query is another text by the time that it is taken apart.
  if (field.isPreParsed) return languages.all;
  switch (field.name) {
    case 'Method':
      return languages.then(some(isToken), run(isToken));
    case 'UriPath':
      return languages.then(languages.byte(0x2f), run(not(0x23, 0x3f)));
    case 'QueryString':
      return run(not(0x23));
    case 'SingleQueryArgument':
    case 'AllQueryArguments':
      return run(not(0x23, 0x26));
    case 'SingleHeader':
      return line;
    case 'Headers': {
      const name = languages.then(some(isToken), run(isToken));
      if (field.scope === 'KEY') return name;
      return field.scope === 'VALUE' ? line : languages.either([name, line]);
    }
    case 'Cookies':
      return run((byte) => isInner(byte) && byte !== 0x3b);
    case 'HeaderOrder':
      return run((byte) => byte === 0x3a || (isToken(byte) && !(byte >= 0x41 && byte <= 0x5a)));
    default:
      return languages.all;
  }
}

/** The condition's matcher, and what the text goes through before it. */
function pattern(languages: Languages, described: TextDescription): Language | undefined {
  // Any attribute serves: only the matcher and the rewrites are of interest.
  const condition: Condition = statementCondition({ ...described, on: { field: 'uri-path' } });
  if (!('test' in condition) || condition.test !== 'text') return undefined;
  const { matches, through = [] } = condition;
  const wanted =
    matches.is === 'equal'
      ? typeof matches.to === 'string'
        ? languages.literal(matches.to)
        : undefined
      : matches.is === 'one-of'
        ? undefined
        : patternLanguage(languages, matches);
  return wanted && preImageThrough(languages, through, wanted);
}

/**
 * A text that makes a statement hold and that its field can carry; null where there is certainly none, undefined where nobody
 * can tell.
 */
export function matchingText(leaf: TextLeaf, described: DescribedStatement): string | null | undefined {
  const languages = new Languages();
  const universe = universeOf(languages, leaf.field);
  let isSure = true;
  for (const each of textDescriptions(described)) {
    const language = pattern(languages, each);
    const found = language && shortestText(languages, languages.both([language, universe]), MOST_STATES);
    if (typeof found === 'string') return found;
    isSure &&= found === null;
  }
  return isSure && textDescriptions(described).length > 0 ? null : undefined;
}

/** Whether the prover can look into every test of a statement. */
export const isUnderstood = (described: DescribedStatement): boolean => {
  const languages = new Languages();
  return textDescriptions(described).every((each) => pattern(languages, each) !== undefined);
};
