import { readNumber } from './number.ts';
import {
  type Dialect,
  isDisputedComment,
  readBackslash,
  readDash,
  readHash,
  readLongOperator,
  readOperator,
  readSlash,
  readUnknown,
  readVariable,
} from './operator.ts';
import {
  readBinaryString,
  readDollar,
  readHexString,
  readNationalString,
  readOracleString,
  readPrefixedString,
  readQuoted,
  readString,
  readTicked,
  readUnicodeString,
} from './strings.ts';
import { single, type Token, type TokenType } from './token.ts';
import { readBracketed, readWord } from './word.ts';

type Reader = (source: string, start: number, dialect: Dialect) => Token;

const standingForItself =
  (type: TokenType): Reader =>
  (source, start) =>
    single(type, source, start);

/** Who reads a token, by the characters that it may start with; every other character starts a word. */
const READERS_BY_START: readonly (readonly [starts: string, reader: Reader])[] = [
  ['!&*:<=>|', readLongOperator],
  ['%+^~', readOperator],
  ['"\'', readString],
  ['#', readHash],
  ['$', readDollar],
  ['-', readDash],
  ['/', readSlash],
  ['.0123456789', readNumber],
  ['?]', readUnknown],
  ['@', readVariable],
  ['[', readBracketed],
  ['\\', readBackslash],
  ['`', readTicked],
  ['bB', readBinaryString],
  ['xX', readHexString],
  ['eE', readPrefixedString],
  ['nN', readNationalString],
  ['qQ', readOracleString],
  ['uU', readUnicodeString],
  ['(', standingForItself('(')],
  [')', standingForItself(')')],
  ['{', standingForItself('{')],
  ['}', standingForItself('}')],
  [',', standingForItself(',')],
  [';', standingForItself(';')],
];

/** Every control character counts as white space at the start of a token. */
const isBlank = (code: number): boolean => code <= 32 || code === 127 || code === 160;

const READERS: readonly (Reader | undefined)[] = Array.from({ length: 256 }, (_, code) => {
  if (isBlank(code)) return undefined;
  const character = String.fromCharCode(code);
  return READERS_BY_START.find(([starts]) => starts.includes(character))?.[1] ?? readWord;
});

/** Where a text is inserted into SQL: as it is, or inside quotes that the application has opened. */
export type Context = '' | "'" | '"';

const HASH = 35;
const DASH = 45;

/** Reads a text as SQL, token by token. */
export class Tokenizer {
  readonly source: string;
  readonly context: Context;
  readonly dialect: Dialect;
  /** How many tokens were read, comments and those that are folded away included. */
  count = 0;
  /** Whether something was met that the other dialect reads differently. */
  isDisputed = false;
  private position = 0;

  constructor(source: string, context: Context, dialect: Dialect) {
    this.source = source;
    this.context = context;
    this.dialect = dialect;
  }

  next(): Token | undefined {
    const { source } = this;
    if (this.position === 0 && this.context !== '' && source !== '')
      return this.take(readQuoted(source, 0, this.context, ''));
    for (; this.position < source.length; this.position++) {
      const code = source.charCodeAt(this.position);
      const read = READERS[code];
      if (!read) continue;
      this.isDisputed ||= code === HASH || (code === DASH && this.isDisputedDash());
      return this.take(read(source, this.position, this.dialect));
    }
    return undefined;
  }

  private take(token: Token): Token {
    this.count++;
    this.position = token.end;
    return token;
  }

  private isDisputedDash(): boolean {
    return this.dialect === 'ansi' && isDisputedComment(this.source, this.position);
  }
}
