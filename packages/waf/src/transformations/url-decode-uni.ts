import { byteOfFourDigits } from './full-width.ts';

/** Like URL_DECODE, and `%uHHHH` too. */
export const urlDecodeUni = (text: string): string =>
  text.replace(
    /\+|%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})/gi,
    (_all, four: string | undefined, two: string | undefined) => {
      if (four !== undefined) return byteOfFourDigits(four);
      return two === undefined ? ' ' : String.fromCharCode(Number.parseInt(two, 16));
    },
  );
