/** Every run of blanks (form feed, tab, line feed, carriage return, vertical tab, no-break space) becomes one space. */
export const compressWhiteSpace = (text: string): string =>
  text.replace(/[\f\t\n\r\v\xA0][ \f\t\n\r\v\xA0]*| [ \f\t\n\r\v\xA0]+/g, ' ');

/** A blank other than a single space. */
const COMPRESSIBLE = /[\f\t\n\r\v\xA0]| {2}/;

/** Whether a text holds a blank that is no single space. */
export const hasWhiteSpaceToCompress = (text: string): boolean => COMPRESSIBLE.test(text);
