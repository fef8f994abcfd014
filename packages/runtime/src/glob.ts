/** One piece of a glob: a byte to be equal, any one byte, or any run of bytes. */
type Piece = { readonly byte: string } | 'one' | 'run';

/**
 * A glob as a predicate: `*` is any run of bytes, also `/`; `?` one byte; with `escapes` a `\` takes the next byte
 * literally. Takes at most (pattern × text) steps, whatever the pattern.
 */
export function compileGlob(pattern: string, escapes: boolean): (text: string) => boolean {
  const pieces = piecesOf(pattern, escapes);
  const literal = pieces.every((piece) => typeof piece === 'object');
  if (literal) return equalTo(textOf(pieces));
  const beginning = pieces.slice(0, -1);
  if (pieces.at(-1) === 'run' && beginning.every((piece) => typeof piece === 'object')) {
    const prefix = textOf(beginning);
    return (text) => text.startsWith(prefix);
  }
  return (text) => matches(pieces, text);
}

const equalTo = (wanted: string) => (text: string) => text === wanted;
const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'object' ? piece.byte : '')).join('');

function piecesOf(pattern: string, escapes: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const byte = pattern.charAt(at);
    if (escapes && byte === '\\' && at + 1 < pattern.length) pieces.push({ byte: pattern.charAt(++at) });
    else if (byte === '*') {
      if (pieces.at(-1) !== 'run') pieces.push('run');
    } else pieces.push(byte === '?' ? 'one' : { byte });
  }
  return pieces;
}

/** Goes through the text once, and back only to the last run passed. */
function matches(pieces: readonly Piece[], text: string): boolean {
  let piece = 0;
  let at = 0;
  let run = -1;
  let runAt = 0;
  while (at < text.length) {
    const wanted = pieces[piece];
    if (wanted === 'run') {
      run = piece++;
      runAt = at;
    } else if (wanted === 'one' || (wanted !== undefined && wanted.byte === text.charAt(at))) {
      piece++;
      at++;
    } else if (run >= 0) {
      piece = run + 1;
      at = ++runAt;
    } else return false;
  }
  while (pieces[piece] === 'run') piece++;
  return piece === pieces.length;
}
