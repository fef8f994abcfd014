/** `%HH` becomes its byte and `+` a space; what is no escape stays. */
export const urlDecode = (text: string): string =>
  text.replace(/\+|%([0-9a-fA-F]{2})/g, (_all, hex: string | undefined) =>
    hex === undefined ? ' ' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
