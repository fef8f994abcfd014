import {
  afterAttributeName,
  afterQuotedValue,
  beforeAttributeName,
  beforeAttributeValue,
  quotedValue,
  selfClosing,
  tagEnd,
} from './attributes.ts';
import { type HtmlReader, type HtmlState, type HtmlToken, isWhite } from './html-reader.ts';
import { markupDeclaration } from './markup-declaration.ts';

type Step = (reader: HtmlReader) => HtmlToken | undefined;

/** The tokeniser of HTML5 with what old browsers did otherwise, as far as attacks need it. https://html.spec.whatwg.org/#tokenization */
const STEPS: Readonly<Record<HtmlState, Step>> = {
  data,
  'tag-open': tagOpen,
  'tag-end': tagEnd,
  'self-closing': selfClosing,
  'before-attribute-name': beforeAttributeName,
  'after-attribute-name': afterAttributeName,
  'before-attribute-value': beforeAttributeValue,
  'single-quoted-value': quotedValue("'"),
  'double-quoted-value': quotedValue('"'),
  'back-quoted-value': quotedValue('`'),
  'after-quoted-value': afterQuotedValue,
  end: () => undefined,
};

/** The next token; undefined at the end. */
export const nextToken: Step = (reader) => STEPS[reader.state](reader);

/** Text up to the next tag. */
function data(reader: HtmlReader): HtmlToken | undefined {
  const at = reader.source.indexOf('<', reader.position);
  if (at < 0) return reader.isAtEnd ? undefined : reader.emitRest('text');
  if (at > reader.position) return reader.emit('text', at, at + 1, 'tag-open');
  reader.position++;
  reader.state = 'tag-open';
  return tagOpen(reader);
}

const LETTER = /^[a-z]$/i;

/** After `<`. */
function tagOpen(reader: HtmlReader): HtmlToken | undefined {
  const { character } = reader;
  switch (character) {
    case '':
      return undefined;
    case '!':
      reader.position++;
      return markupDeclaration(reader);
    case '/':
      reader.position++;
      reader.isClosing = true;
      return endTagOpen(reader);
    case '?':
      reader.position++;
      return reader.emitUntil('comment', '>');
    // A comment of old versions of Internet Explorer and Safari.
    case '%':
      reader.position++;
      return reader.emitUntil('comment', '%>');
    default:
      return LETTER.test(character) || character === '\0' ? tagName(reader) : lessThan(reader);
  }
}

/** A `<` that opens nothing is text. */
function lessThan(reader: HtmlReader): HtmlToken {
  reader.position--;
  return reader.emit('text', reader.position + 1, reader.position + 1, 'data');
}

function endTagOpen(reader: HtmlReader): HtmlToken | undefined {
  const { character } = reader;
  if (character === '') return undefined;
  if (character === '>') return data(reader);
  if (LETTER.test(character)) return tagName(reader);
  reader.isClosing = false;
  return reader.emitUntil('comment', '>');
}

/** NUL bytes in a name are passed over later, as old browsers did. */
function tagName(reader: HtmlReader): HtmlToken {
  const { source, position } = reader;
  for (let at = position; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 47) return reader.emit('tag-name', at, at + 1, 'self-closing');
    if (code === 62) return endOfName(reader, at);
    if (code !== 0 && isWhite(code)) return reader.emit('tag-name', at, at + 1, 'before-attribute-name');
  }
  return reader.emitRest('tag-name');
}

function endOfName(reader: HtmlReader, at: number): HtmlToken {
  if (!reader.isClosing) return reader.emit('tag-name', at, at, 'tag-end');
  reader.isClosing = false;
  return reader.emit('closing-tag', at, at + 1, 'data');
}
