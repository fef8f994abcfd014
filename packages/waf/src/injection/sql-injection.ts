/** Placeholder until the tokeniser lands. */
export const isSqlInjection = (_text: string, _level: 'LOW' | 'HIGH'): boolean => false;
