const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** The text without blanks at its beginning. */
export function trimLeft(text: string): string {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  return text.slice(start);
}

/** The text without blanks at its end. */
export function trimRight(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The text without blanks at its beginning and end. */
export const trim = (text: string): string => trimRight(trimLeft(text));
