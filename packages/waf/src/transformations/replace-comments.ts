/** Each C comment becomes one space, an unterminated one too; a lone end stays. */
export function replaceComments(text: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf('/*'); at >= 0; at = text.indexOf('/*', from)) {
    out += `${text.slice(from, at)} `;
    const end = text.indexOf('*/', at + 2);
    if (end < 0) return out;
    from = end + 2;
  }
  return out + text.slice(from);
}
