/** Every blank goes. */
export const removeWhitespace = (text: string): string => text.replace(/[ \f\t\n\r\v\xA0]+/g, '');
