/** The text with its ASCII letters in lower case; other bytes as they are (`toLowerCase` would also change `À`). */
export function asciiLower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : text;
}
