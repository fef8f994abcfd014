import type { HtmlReader, HtmlToken } from './html-reader.ts';

/** After `<!`. */
export function markupDeclaration(reader: HtmlReader): HtmlToken {
  const { source, position } = reader;
  if (/^doctype$/i.test(source.slice(position, position + 7))) return reader.emitUntil('doctype', '>');
  if (source.startsWith('[CDATA[', position)) {
    reader.position += 7;
    return reader.emitUntil('text', ']]>');
  }
  if (!source.startsWith('--', position)) return reader.emitUntil('comment', '>');
  reader.position += 2;
  return comment(reader);
}

/** A comment ends with `-->` or `-!>`, with NUL bytes after the first dash if need be. */
function comment(reader: HtmlReader): HtmlToken {
  const { source, position } = reader;
  const last = source.length - 3;
  for (let dash = source.indexOf('-', position); dash >= 0 && dash <= last; dash = source.indexOf('-', dash + 1)) {
    let at = dash + 1;
    while (source.charCodeAt(at) === 0) at++;
    if (source.startsWith('->', at) || source.startsWith('!>', at)) return reader.emit('comment', dash, at + 2, 'data');
  }
  return reader.emitRest('comment');
}
