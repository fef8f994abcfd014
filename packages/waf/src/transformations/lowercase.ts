/** A to Z become small letters; other bytes stay. */
export const lowercase = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
