const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;

/** Form feed, tab, line feed, carriage return, vertical tab, no-break space. */
const isOtherBlank = (code: number): boolean => (code >= 0x09 && code <= 0x0d) || code === NO_BREAK_SPACE;

/** Every run of blanks (form feed, tab, line feed, carriage return, vertical tab, no-break space) becomes one space. */
export const compressWhiteSpace = (text: string): string =>
  text.replace(/[\f\t\n\r\v\xA0][ \f\t\n\r\v\xA0]*| [ \f\t\n\r\v\xA0]+/g, ' ');

/** Whether a text holds a blank that is no single space. */
export function hasWhiteSpaceToCompress(text: string): boolean {
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE ? code === NO_BREAK_SPACE : code === SPACE ? before === SPACE : isOtherBlank(code)) return true;
    before = code;
  }
  return false;
}
