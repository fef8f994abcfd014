/** A byte string as one word of a POSIX shell. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (/[^\x20-\x7e]/.test(text)) return `$'${text.replace(/[\\']|[^\x20-\x7e]/g, escaped)}'`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text in which variables are to be expanded, such as `x-api-key: $PARTNER_KEY`; only these variables are. */
export function expanded(text: string, variables: readonly string[]): string {
  const kept = new Set(variables);
  const word = text.replace(/\$[A-Z0-9_]+|[\\"`$]/g, (piece) => (kept.has(piece) ? piece : `\\${piece}`));
  return `"${word}"`;
}

const escaped = (char: string): string =>
  char === '\\' || char === "'" ? `\\${char}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
