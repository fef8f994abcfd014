const bytesOfPairs = (digits: string): string =>
  digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));

/** Pairs of hexadecimal digits become bytes. A text that is not all pairs stays (approximated: AWS does not say). */
export const hexDecode = (text: string): string => (/^(?:[0-9a-fA-F]{2})+$/.test(text) ? bytesOfPairs(text) : text);

/** SQL's hexadecimal literals become their bytes: `0x414243` is `ABC`. */
export const sqlHexDecode = (text: string): string =>
  text.replace(/0x((?:[0-9a-fA-F]{2})+)/gi, (_all, digits: string) => bytesOfPairs(digits));
