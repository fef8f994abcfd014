/** The text as it is. */
export const none = (text: string): string => text;
