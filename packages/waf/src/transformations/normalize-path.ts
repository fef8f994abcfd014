/** What a tidy path lacks: two slashes in a row, and segments of one dot or two. */
const UNTIDY = /\/\/|(?:^|\/)\.\.?(?:\/|$)/;

/**
 * Makes many slashes one, and takes away `./` and `../`, but for those `../` at the start that nothing stands before.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function normalizePath(text: string): string {
  if (!UNTIDY.test(text)) return text;
  const absolute = text.startsWith('/');
  const kept: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  }
  const path = kept.join('/');
  if (path === '') return absolute ? '/' : '';
  return `${absolute ? '/' : ''}${path}${text.endsWith('/') ? '/' : ''}`;
}

/** The same, after every backslash has become a slash. */
export const normalizePathWin = (text: string): string => normalizePath(text.replaceAll('\\', '/'));
