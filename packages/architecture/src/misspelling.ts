/** Names as far apart as this are taken for two spellings of one. */
const MOST_EDITS = 2;

/** The known name that another one is likely a misspelling of: the nearest, where it is near enough. */
export function meantName(given: string, known: Iterable<string>): string | undefined {
  const mostEdits = Math.min(MOST_EDITS, Math.floor((given.length - 1) / 2));
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    if (Math.abs(name.length - given.length) > mostEdits) continue;
    const edits = editsBetween(given.toLowerCase(), name.toLowerCase());
    if (edits <= mostEdits && edits < (best?.edits ?? mostEdits + 1)) best = { name, edits };
  }
  return best?.name;
}

/** How many letters have to be put in, taken out, replaced, or changed with their neighbour. */
function editsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
