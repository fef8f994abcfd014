import type { Folding } from './folding.ts';
import { isUnary, isWord, type Token, type TokenType } from './token.ts';

const NUMBERS_AND_NAMES: ReadonlySet<TokenType> = new Set(['1', 'n']);
const OPERANDS: ReadonlySet<TokenType> = new Set(['1', 'n', 'v']);
const VALUES: ReadonlySet<TokenType> = new Set(['1', 'n', 'v', 's']);
const VALUES_AND_FUNCTIONS: ReadonlySet<TokenType> = new Set(['1', 'n', 'v', 's', 'f']);

/** Whether the three tokens that are not settled have become fewer. */
export function foldTriple(folding: Folding): boolean {
  const first = folding.at(0);
  const second = folding.at(1);
  const third = folding.at(2);
  if (!first || !second || !third) return false;
  if (isOneValue(first, second, third)) folding.drop(2);
  else if (isDottedExpression(first, second, third)) withoutSecond(folding, third);
  else return isUnary(second) ? withoutUnary(folding, first, third) : userFunction(folding, first, second, third);
  return true;
}

/** Whether the three count as their first alone: `1 + 1`, `a, b`, `name.name` and the like. */
function isOneValue(first: Token, second: Token, third: Token): boolean {
  switch (second.type) {
    case 'o':
      return isOneOperation(first, second, third);
    case ',':
      return (VALUES.has(first.type) && VALUES.has(third.type)) || isBetweenEqual(first, second, third);
    case '.':
      return (first.type === 'n' && third.type === 'n') || isBetweenEqual(first, second, third);
    default:
      return isBetweenEqual(first, second, third);
  }
}

/** Two operators, or two logic operators, with something between that is no new bracket. */
const isBetweenEqual = (first: Token, second: Token, third: Token): boolean =>
  first.type === third.type && (first.type === '&' || (first.type === 'o' && second.type !== '('));

function isOneOperation(first: Token, second: Token, third: Token): boolean {
  if (isBetweenEqual(first, second, third)) return true;
  if (first.type === 'v' && OPERANDS.has(third.type)) return true;
  if (NUMBERS_AND_NAMES.has(first.type) && NUMBERS_AND_NAMES.has(third.type)) return true;
  return second.value === '::' && third.type === 't' && VALUES.has(first.type);
}

/** MySQL reads SELECT.`name` as SELECT `name`. */
const isDottedExpression = (first: Token, second: Token, third: Token): boolean =>
  first.type === 'E' && second.type === '.' && third.type === 'n';

function withoutSecond(folding: Folding, third: Token): void {
  folding.replace(1, third);
  folding.drop(1);
}

/** `SELECT -1` is `SELECT 1`; `1, -1` is `1`. */
function withoutUnary(folding: Folding, first: Token, third: Token): boolean {
  if (first.type === ',' && VALUES.has(third.type)) {
    folding.replace(1, third);
    folding.drop(3);
    return true;
  }
  const isDropped =
    (third.type === '(' && (first.type === 'E' || first.type === 'B' || first.type === ',')) ||
    (third.type === 'f' && first.type === ',') ||
    (VALUES_AND_FUNCTIONS.has(third.type) && (first.type === 'k' || first.type === 'E' || first.type === 'B'));
  if (isDropped) withoutSecond(folding, third);
  return isDropped;
}

/** USER() takes no argument: with one it is some other function's name, and folds no further here. */
function userFunction(folding: Folding, first: Token, second: Token, third: Token): boolean {
  if (first.type === 'f' && second.type === '(' && third.type !== ')' && isWord(first, 'USER'))
    folding.replace(0, { ...first, type: 'n' });
  return false;
}
