/** Placeholder until the tokeniser lands. */
export const isCrossSiteScripting = (_text: string): boolean => false;
