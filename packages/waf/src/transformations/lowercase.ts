/** Letters of Latin-1 that have a small one beyond ASCII: their bytes stay. */
const OTHER_CAPITALS = /[\xC0-\xDE]/;

/** A to Z become small letters; other bytes stay. */
export const lowercase = (text: string): string =>
  OTHER_CAPITALS.test(text) ? text.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : text.toLowerCase();
