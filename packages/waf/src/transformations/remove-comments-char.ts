/** The marks of comments go, what they enclose stays. */
export const removeCommentsChar = (text: string): string => text.replace(/\/\*|\*\/|--|#/g, '');
