import type { Folding } from './folding.ts';
import { isArithmetic, isUnary, isWord, type Token, type TokenType } from './token.ts';
import { phraseType } from './word-type.ts';

/** What two neighbours become: `folded` looks again, `settled` goes on to three, `evil` ends the folding. */
export type PairOutcome = 'folded' | 'settled' | 'evil';

type Rule = (folding: Folding, first: Token, second: Token) => PairOutcome | undefined;

/** Looks at the first two tokens that are not settled. */
export function foldPair(folding: Folding): PairOutcome {
  const first = folding.at(0);
  const second = folding.at(1);
  if (!first || !second) return 'settled';
  for (const rule of RULES_BY_FIRST.get(first.type) ?? []) {
    const outcome = rule(folding, first, second);
    if (outcome) return outcome;
  }
  return second.type === '}' ? dropped(folding) : 'settled';
}

/** The last token goes, and everything is looked at again. */
function dropped(folding: Folding, settled = 0): PairOutcome {
  folding.drop(1, settled);
  return 'folded';
}

/** The same again where the folding stands. */
const droppedInPlace = (folding: Folding): PairOutcome => dropped(folding, folding.settled);

const droppedAndBack = (folding: Folding): PairOutcome => dropped(folding, Math.max(0, folding.settled - 1));

function retyped(folding: Folding, offset: number, token: Token, type: TokenType): PairOutcome {
  folding.replace(offset, { ...token, type });
  return 'folded';
}

/** `'a' 'b'` is one string, `;;` one semicolon. */
const twice: Rule = (folding, first, second) => (first.type === second.type ? droppedInPlace(folding) : undefined);

const doubledBracket: Rule = (folding, first, second) => (first.type === second.type ? dropped(folding) : undefined);

/** `= -`, `AND NOT` and the like. */
const unaryAfterOperator: Rule = (folding, _first, second) =>
  isUnary(second) || second.type === 't' ? dropped(folding) : undefined;

const unaryInBracket: Rule = (folding, _first, second) => (isUnary(second) ? droppedAndBack(folding) : undefined);

const MERGED_SECONDS = new Set<TokenType>(['k', 'n', 'o', 'U', 'f', 'E', 'T', 't', '&']);

/** `UNION ALL`, `GROUP BY`: a phrase that has a meaning of its own. */
const phrase: Rule = (folding, first, second) => {
  const type = phraseType(first.value, second.value);
  if (type === undefined || !MERGED_SECONDS.has(second.type)) return undefined;
  folding.replace(0, { ...first, type, value: `${first.value} ${second.value}` });
  return droppedAndBack(folding);
};

/** After a semicolon, Transact-SQL's IF starts a statement. */
const ifStatement: Rule = (folding, _first, second) =>
  second.type === 'f' && /^if/i.test(second.value) ? retyped(folding, 1, second, 'T') : undefined;

/** Names of columns, unless a bracket follows. */
const SOMETIMES_FUNCTIONS = new Set([
  'USER_ID',
  'USER_NAME',
  'DATABASE',
  'PASSWORD',
  'USER',
  'CURRENT_USER',
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);

const nameOfFunction: Rule = (folding, first, second) =>
  second.type === '(' && SOMETIMES_FUNCTIONS.has(first.value.toUpperCase())
    ? retyped(folding, 0, first, 'f')
    : undefined;

/** `IN (` compares; IN alone says nothing. */
const inList: Rule = (folding, first, second) => {
  if (!isWord(first, 'IN') && !isWord(first, 'NOT IN')) return undefined;
  return retyped(folding, 0, first, second.type === '(' ? 'o' : 'n');
};

/** `LIKE(` is a function. */
const likeFunction: Rule = (folding, first, second) => {
  if (!isWord(first, 'LIKE') && !isWord(first, 'NOT LIKE')) return undefined;
  if (second.type === '(') retyped(folding, 0, first, 'f');
  return 'settled';
};

const TYPED = new Set<TokenType>(['n', '1', 't', '(', 'f', 'v', 's']);

/** A type before a value goes. */
const typeBeforeValue: Rule = (folding, _first, second) => {
  if (!TYPED.has(second.type)) return undefined;
  folding.replace(0, second);
  return dropped(folding);
};

/** Collations are many; their names have an underscore. */
const collation: Rule = (folding, _first, second) => {
  if (second.type !== 'n') return undefined;
  const [name = ''] = second.value.split('\0', 1);
  if (name.includes('_')) {
    retyped(folding, 1, second, 't');
    folding.settled = 0;
  }
  return 'settled';
};

/** Transact-SQL reads `\%1` as `0 % 1`, and `\1` as `1`. */
const loneBackslash: Rule = (folding, first, second) => {
  if (!isArithmetic(second)) {
    folding.replace(0, second);
    return dropped(folding);
  }
  folding.replace(0, { ...first, type: '1' });
  folding.settled = 0;
  return 'folded';
};

/** ODBC's `{name expression}` is the expression; with an empty name MySQL reads what nobody else does. */
const brace: Rule = (folding, _first, second) => {
  if (second.type !== 'n') return undefined;
  if (second.value === '') {
    retyped(folding, 1, second, 'X');
    return 'evil';
  }
  folding.drop(2);
  return 'folded';
};

/** By the first token's type; the first rule that says something decides. */
const RULES_BY_FIRST: ReadonlyMap<TokenType, readonly Rule[]> = new Map<TokenType, readonly Rule[]>([
  ['s', [twice]],
  [';', [twice, ifStatement]],
  ['o', [unaryAfterOperator, phrase, likeFunction]],
  ['&', [unaryAfterOperator]],
  ['(', [unaryInBracket, doubledBracket]],
  [')', [doubledBracket]],
  ['k', [phrase, inList]],
  ['n', [phrase, nameOfFunction]],
  ['v', [nameOfFunction]],
  ['U', [phrase]],
  ['f', [phrase]],
  ['E', [phrase]],
  ['T', [phrase]],
  ['t', [phrase, typeBeforeValue]],
  ['A', [collation]],
  ['\\', [loneBackslash]],
  ['{', [brace]],
]);
