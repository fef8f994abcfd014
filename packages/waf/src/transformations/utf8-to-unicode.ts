/** UTF-8 sequences of two to four bytes become `%uHHHH`, as in ModSecurity's utf8toUnicode; ASCII and broken ones stay. */
export const utf8ToUnicode = (text: string): string =>
  text.replace(
    /[\xC2-\xDF][\x80-\xBF]|(?:\xE0[\xA0-\xBF]|[\xE1-\xEF][\x80-\xBF])[\x80-\xBF]|(?:\xF0[\x90-\xBF]|[\xF1-\xF3][\x80-\xBF]|\xF4[\x80-\x8F])[\x80-\xBF]{2}/g,
    (sequence) => `%u${codePoint(sequence).toString(16).padStart(4, '0')}`,
  );

function codePoint(sequence: string): number {
  let code = sequence.charCodeAt(0) & (0xff >> (sequence.length + 1));
  for (let at = 1; at < sequence.length; at++) code = (code << 6) | (sequence.charCodeAt(at) & 0x3f);
  return code;
}
