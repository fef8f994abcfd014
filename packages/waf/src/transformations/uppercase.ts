/** a to z become capitals; other bytes stay. */
export const uppercase = (text: string): string => text.replace(/[a-z]+/g, (run) => run.toUpperCase());
