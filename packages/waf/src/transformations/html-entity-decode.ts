/** Named references, without regard to case, and the byte that each stands for. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['nbsp', '\xA0'],
  ['nonbreakingspace', '\xA0'],
  ['apos', "'"],
  ['tab', '\t'],
  ['newline', '\n'],
  ['lpar', '('],
  ['rpar', ')'],
  ['lcub', '{'],
  ['lbrace', '{'],
  ['rcub', '}'],
  ['rbrace', '}'],
  ['lsqb', '['],
  ['lbrack', '['],
  ['rsqb', ']'],
  ['rbrack', ']'],
  ['colon', ':'],
  ['semi', ';'],
  ['comma', ','],
  ['period', '.'],
  ['sol', '/'],
  ['bsol', '\\'],
  ['num', '#'],
  ['excl', '!'],
  ['quest', '?'],
  ['equals', '='],
  ['plus', '+'],
  ['ast', '*'],
  ['percnt', '%'],
  ['dollar', '$'],
  ['commat', '@'],
  ['hat', '^'],
  ['lowbar', '_'],
  ['grave', '`'],
  ['diacriticalgrave', '`'],
  ['verbar', '|'],
  ['vert', '|'],
]);

/**
 * Decodes HTML character references. Of a number beyond one byte the low byte is kept, and the semicolon may be missing,
 * as in ModSecurity, whose names for transformations AWS WAF shares (approximated: AWS says neither).
 */
export const htmlEntityDecode = (text: string): string =>
  text.replace(
    /&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([a-zA-Z]{2,18}));?/g,
    (all: string, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16) & 0xff);
      if (decimal !== undefined) return String.fromCharCode(Number.parseInt(decimal, 10) & 0xff);
      return NAMED.get((name ?? '').toLowerCase()) ?? all;
    },
  );
