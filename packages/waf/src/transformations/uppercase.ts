/** Bytes from 128 on may be letters of Latin-1 with a capital elsewhere: they stay. */
const BEYOND_ASCII = /[\x80-\xFF]/;

/** a to z become capitals; other bytes stay. */
export const uppercase = (text: string): string =>
  BEYOND_ASCII.test(text) ? text.replace(/[a-z]+/g, (run) => run.toUpperCase()) : text.toUpperCase();
