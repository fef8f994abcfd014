import { type HtmlReader, type HtmlToken, isWhite } from './html-reader.ts';

const SLASH = 47;
const EQUALS = 61;
const GREATER = 62;

/** `>` */
export function tagEnd(reader: HtmlReader): HtmlToken {
  reader.isClosing = false;
  const next = reader.position + 1;
  return reader.emit('tag-end', next, next, next < reader.source.length ? 'data' : 'end');
}

/** After a slash inside a tag. */
export function selfClosing(reader: HtmlReader): HtmlToken | undefined {
  if (reader.isAtEnd) return undefined;
  if (reader.character !== '>') return beforeAttributeName(reader);
  reader.position--;
  return reader.emit('tag-self-close', reader.position + 2, reader.position + 2, 'data');
}

export function beforeAttributeName(reader: HtmlReader): HtmlToken | undefined {
  for (;;) {
    const character = reader.skipWhite();
    if (character === '') return undefined;
    if (character === '>') return reader.emit('tag-end', reader.position + 1, reader.position + 1, 'data');
    if (character !== '/') return attributeName(reader);
    reader.position++;
    if (reader.isAtEnd || reader.character === '>') return selfClosing(reader);
  }
}

/** The first character belongs to the name whatever it is. */
function attributeName(reader: HtmlReader): HtmlToken {
  const { source, position } = reader;
  for (let at = position + 1; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (isWhite(code)) return reader.emit('attribute-name', at, at + 1, 'after-attribute-name');
    if (code === SLASH) return reader.emit('attribute-name', at, at + 1, 'self-closing');
    if (code === EQUALS) return reader.emit('attribute-name', at, at + 1, 'before-attribute-value');
    if (code === GREATER) return reader.emit('attribute-name', at, at, 'tag-end');
  }
  return reader.emitRest('attribute-name');
}

export function afterAttributeName(reader: HtmlReader): HtmlToken | undefined {
  const character = reader.skipWhite();
  if (character === '') return undefined;
  if (character === '>') return tagEnd(reader);
  if (character !== '/' && character !== '=') return attributeName(reader);
  reader.position++;
  return character === '/' ? selfClosing(reader) : beforeAttributeValue(reader);
}

export function beforeAttributeValue(reader: HtmlReader): HtmlToken | undefined {
  const character = reader.skipWhite();
  if (character === '') return undefined;
  // Old versions of Internet Explorer take the backtick for a quote.
  const isQuote = character === '"' || character === "'" || character === '`';
  return isQuote ? quotedValue(character)(reader) : unquotedValue(reader);
}

/** A value in quotes. At the very beginning of the source the opening quote lies before it. */
export const quotedValue = (quote: string) => (reader: HtmlReader) => {
  if (reader.position > 0) reader.position++;
  const at = reader.source.indexOf(quote, reader.position);
  return at < 0 ? reader.emitRest('attribute-value') : reader.emit('attribute-value', at, at + 1, 'after-quoted-value');
};

function unquotedValue(reader: HtmlReader): HtmlToken {
  const { source, position } = reader;
  for (let at = position; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (isWhite(code)) return reader.emit('attribute-value', at, at + 1, 'before-attribute-name');
    if (code === GREATER) return reader.emit('attribute-value', at, at, 'tag-end');
  }
  return reader.emitRest('attribute-value');
}

export function afterQuotedValue(reader: HtmlReader): HtmlToken | undefined {
  const { character } = reader;
  if (character !== '/') return beforeAttributeName(reader);
  reader.position++;
  return selfClosing(reader);
}
