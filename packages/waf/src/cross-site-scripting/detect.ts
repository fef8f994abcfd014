import { isDangerousAddress } from './address.ts';
import { hasDangerousAttribute } from './attribute-candidates.ts';
import { HtmlReader, type HtmlState, type HtmlToken } from './html-reader.ts';
import { nextToken } from './html-tokenizer.ts';
import { type AttributeDanger, dangerOfAttribute, isDangerousTag } from './names.ts';

/** What was found in a text. */
export interface CrossSiteScripting {
  /** What AWS WAF's logs list: `<` and `frameset` for that tag, `<?` and `xml`. No more kinds are published; the others are ours. */
  readonly matchedData: readonly string[];
}

/** Where an application may put a text, and the character without which no attack starts there. */
const PLACES: readonly (readonly [state: HtmlState, needs: string])[] = [
  ['data', '<'],
  ['before-attribute-name', ''],
  ['single-quoted-value', "'"],
  ['double-quoted-value', '"'],
  ['back-quoted-value', '`'],
];

/**
 * Looks for cross-site scripting by the method of libinjection: the text is read as HTML in each place where an application may put it, and
 * elements, attributes, addresses and comments that run scripts are looked for. `source` is a byte string.
 * https://github.com/libinjection/libinjection
 */
export function detectCrossSiteScripting(source: string): CrossSiteScripting | undefined {
  // Every attack has a tag, or a dangerous attribute with a value.
  if (!source.includes('<') && !hasDangerousAttribute(source)) return undefined;
  for (const [state, needs] of PLACES) {
    if (needs !== '' && !source.includes(needs)) continue;
    const matchedData = attackFrom(source, state);
    if (matchedData) return { matchedData };
  }
  return undefined;
}

function attackFrom(source: string, state: HtmlState): readonly string[] | undefined {
  const reader = new HtmlReader(source, state);
  let attribute: HtmlToken | undefined;
  for (let token = nextToken(reader); token; token = nextToken(reader)) {
    const found =
      token.type === 'attribute-value' ? attackInValue(source, attribute, token) : attackInToken(source, token);
    if (found) return found;
    attribute = token.type === 'attribute-name' ? token : undefined;
  }
  return undefined;
}

/** Enough for a log. */
const MOST_BYTES = 100;
const excerpt = (source: string, { start, end }: HtmlToken): string =>
  source.slice(start, Math.min(end, start + MOST_BYTES));

function attackInToken(source: string, token: HtmlToken): readonly string[] | undefined {
  if (token.type === 'doctype') return ['<!', excerpt(source, token)];
  if (token.type === 'tag-name' && isDangerousTag(source.slice(token.start, token.end)))
    return ['<', excerpt(source, token)];
  if (token.type === 'comment' && isDangerousComment(source.slice(token.start, token.end)))
    return isDeclaration(source, token) ? ['<?', declared(source, token)] : ['<!--', excerpt(source, token)];
  return undefined;
}

/**
 * `<?` and `xml` are logged for a declaration of XML in a body: https://github.com/hmrc/aws-ecs-kinesis-log-forwarder (scripts/kinesis.rb, a
 * record of a real web ACL).
 */
const DECLARED = 'xml';
const declared = (source: string, { start }: HtmlToken): string => source.slice(start, start + DECLARED.length);
const isDeclaration = (source: string, token: HtmlToken): boolean =>
  source[token.start - 1] === '?' && declared(source, token).toLowerCase() === DECLARED;

/** Internet Explorer ends comments with a backtick, and executes conditional ones; XML declares what it likes in them. */
function isDangerousComment(comment: string): boolean {
  if (comment.includes('`')) return true;
  const start = comment.slice(0, 6).toUpperCase();
  if (comment.length > 3 && (start.startsWith('[IF') || start.startsWith('XML'))) return true;
  return start === 'IMPORT' || start === 'ENTITY';
}

function attackInValue(
  source: string,
  attribute: HtmlToken | undefined,
  value: HtmlToken,
): readonly string[] | undefined {
  const danger = attribute && dangerOfAttribute(source.slice(attribute.start, attribute.end));
  if (!attribute || !danger || !isDangerousValue(source, danger, value)) return undefined;
  return [excerpt(source, attribute), '=', excerpt(source, value)];
}

function isDangerousValue(source: string, danger: AttributeDanger, { start, end }: HtmlToken): boolean {
  if (danger === 'address') return isDangerousAddress(source, start, end);
  return danger !== 'name' || dangerOfAttribute(source.slice(start, end)) !== undefined;
}
