import type { Dialect } from './operator.ts';
import type { Token } from './token.ts';
import { type Context, Tokenizer } from './tokenizer.ts';

/** Functions that wait, read files, run programs or raise errors that tell data: nobody writes them into a form. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['SLEEP', 'BENCHMARK', 'PG_SLEEP', 'LOAD_FILE', 'EXTRACTVALUE', 'UPDATEXML', 'LOAD_EXTENSION', 'RANDOMBLOB'],
  ...['XMLTYPE', 'UTL_INADDR.GET_HOST_ADDRESS', 'UTL_HTTP.REQUEST', 'DBMS_PIPE.RECEIVE_MESSAGE', 'DBMS_LOCK.SLEEP'],
  ...['PG_READ_FILE', 'LO_IMPORT', 'OPENROWSET', 'GROUP_CONCAT', 'STRING_AGG', 'JSON_EXTRACT', 'JSON_KEYS'],
]);

/** Where databases keep what they know about themselves, and stored procedures that run programs. */
const NAMES: ReadonlySet<string> = new Set([
  ...['INFORMATION_SCHEMA', 'SYSOBJECTS', 'SYSCOLUMNS', 'SQLITE_MASTER', 'SQLITE_SCHEMA', 'PG_CATALOG', 'PG_USER'],
  ...[
    'PG_SHADOW',
    'ALL_TABLES',
    'USER_TABLES',
    'MSYSOBJECTS',
    'XP_CMDSHELL',
    'XP_DIRTREE',
    'XP_REGREAD',
    'SP_OACREATE',
  ],
]);

/** What starts a statement, and the words of which one makes it a statement whatever stands between. */
const STATEMENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['UNION', new Set(['SELECT'])],
  ['SELECT', new Set(['FROM', 'INTO'])],
  ['INSERT', new Set(['VALUES'])],
  ['DELETE', new Set(['FROM'])],
  ['UPDATE', new Set(['SET'])],
  ['DROP', new Set(['TABLE', 'DATABASE', 'SCHEMA'])],
  ['WAITFOR', new Set(['DELAY', 'TIME'])],
  ['INTO', new Set(['OUTFILE', 'DUMPFILE'])],
  ['EXEC', new Set(['MASTER', 'XP_CMDSHELL'])],
]);

/** `SET` is the shortest word of all these. */
const SHORTEST = 3;

/** A statement's parts stand at most so many tokens apart. */
const MOST_BETWEEN = 24;

/**
 * The words of SQL that no prose has together, wherever in the text they stand; undefined where there are none. AWS does not publish what
 * its high sensitivity looks for: these signatures are ours (approximated).
 */
export function attackPhrase(source: string, context: Context, dialect: Dialect): readonly string[] | undefined {
  const tokenizer = new Tokenizer(source, context, dialect);
  let before: Token | undefined;
  let statement: { readonly word: string; readonly at: number; readonly ends: ReadonlySet<string> } | undefined;
  for (let token = tokenizer.next(); token; token = tokenizer.next()) {
    if (before && isTelltalePair(before, token)) return [before.value, token.value];
    before = token;
    if (token.value.length < SHORTEST || token.type === 's' || token.type === 'c') continue;
    const word = token.value.toUpperCase();
    if (isTelltaleName(token, word)) return [token.value];
    if (statement && tokenizer.count - statement.at <= MOST_BETWEEN && statement.ends.has(word))
      return [statement.word, token.value];
    const ends = STATEMENTS.get(word);
    if (ends) statement = { word: token.value, at: tokenizer.count, ends };
  }
  return undefined;
}

/** What is called, or MySQL's number without an exponent, which splits words that stand for themselves elsewhere. */
function isTelltalePair({ type, value }: Token, next: Token): boolean {
  if (type !== 'f' && type !== 'n') return false;
  if (next.type === '(' && FUNCTIONS.has(value.toUpperCase())) return true;
  const isSplit = next.type === '(' || next.type === ')' || next.type === ',' || next.value.startsWith('.');
  return isSplit && EMPTY_EXPONENT.test(value);
}

/** https://github.com/libinjection/libinjection/issues/59 */
const EMPTY_EXPONENT = /^\d+\.\d*e$/i;

/** The name may have a schema or a table after a dot. */
function isTelltaleName({ type, sigils }: Token, word: string): boolean {
  if (type === 'v') return sigils === 2 && (word === 'VERSION' || word === 'DATADIR' || word === 'SERVERNAME');
  if (type !== 'n' && type !== 'k' && type !== 'f') return false;
  const dot = word.indexOf('.');
  return NAMES.has(dot < 0 ? word : word.slice(0, dot));
}
