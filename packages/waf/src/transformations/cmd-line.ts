import { lowercase } from './lowercase.ts';
import { trim } from './trim.ts';

const blanksAndCase = (text: string): string => lowercase(text.replace(/[ ,;\t\r\n]+/g, ' ').replace(/ ([/(])/g, '$1'));

/**
 * Deletes `\ " ' ^` and spaces before `/` and `(`, makes `,` and `;` spaces, many spaces one, and letters small.
 * Tabs and line ends count as spaces, as in ModSecurity's cmdLine.
 */
export const cmdLine = (text: string): string => blanksAndCase(text.replace(/[\\"'^]+/g, ''));

/** The same for Unix shells: deletes `\ " '` only, and trims. */
export const cmdLineUnix = (text: string): string => trim(blanksAndCase(text.replace(/[\\"']+/g, '')));

/** The same for Windows: deletes `" '` and `^` (with a line end after it), makes runs of `\` one, and trims. */
export const cmdLineWin = (text: string): string =>
  trim(
    blanksAndCase(
      text
        .replace(/\^\r?\n/g, '')
        .replace(/["'^]+/g, '')
        .replace(/\\{2,}/g, '\\'),
    ),
  );
