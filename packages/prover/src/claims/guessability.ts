import { SAMPLE_VALUES } from './sample-values.ts';

/**
 * Below this many bits a literal counts as guessable. API Gateway throttles an account to 10,000 requests a second by
 * default, so 2^64 tries take some 58 million years and 2^40 take three and a half: the line lies far beyond what can be
 * tried and well below what a generator gives (20 random letters and digits: 103 bits after case folding).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const GUESSABLE_BELOW_BITS = 64;

/** Whether somebody who has read the template's names and AWS's documentation could guess this text. */
export function isGuessable(text: string, names: readonly string[] = []): boolean {
  return estimatedBits(text, names) < GUESSABLE_BELOW_BITS;
}

/** How many bits a guesser who knows these names needs for this text. */
export function estimatedBits(text: string, names: readonly string[] = []): number {
  return estimator(() => names)(text);
}

/**
 * How many bits a guesser needs for a text, estimated from below: the cheapest way of writing it as words, names of the
 * architecture, runs, sequences, repetitions and single characters. Case is folded first, since load balancers fold it and
 * people rarely use it. The estimate errs towards "guessable" for texts that look made up by a person.
 */
export function estimator(names: () => readonly string[]): (text: string) => number {
  // Where every secret is generated, nothing is ever asked.
  let vocabulary: Vocabulary | undefined;
  const known = new Map<string, number>();
  const estimate = (folded: string): number => {
    if (SAMPLE_VALUES.some(({ value }) => value.toLowerCase() === folded)) return 0;
    vocabulary ??= new Vocabulary(names());
    return cheapest(folded, vocabulary);
  };
  return (text) => {
    const folded = text.toLowerCase();
    const bits = known.get(folded) ?? estimate(folded);
    known.set(folded, bits);
    return bits;
  };
}

/** What a text costs, piece by piece from its start: `cost[end]` is the cheapest way of writing what stands before `end`. */
function cheapest(text: string, vocabulary: Vocabulary): number {
  const single = Math.log2(alphabetSize(text));
  const cost: number[] = [0];
  for (let end = 1; end <= text.length; end++) {
    let best = (cost[end - 1] ?? 0) + (/[-_. ]/.test(text.charAt(end - 1)) ? SEPARATOR_BITS : single);
    const pieces = [...words(text, end, vocabulary), ...sequences(text, end), ...repetitions(text, end)];
    for (const { length, bits } of pieces) best = Math.min(best, (cost[end - length] ?? 0) + bits);
    cost.push(best);
  }
  return cost[text.length] ?? 0;
}

/** There are four of them, and people use one kind throughout. */
const SEPARATOR_BITS = 2;

/** Something that stands right before a place of the text, and what it costs as one thing rather than as characters. */
interface Piece {
  readonly length: number;
  readonly bits: number;
}

function words(text: string, end: number, vocabulary: Vocabulary): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let length = 2; length <= Math.min(end, vocabulary.longest); length++) {
    const bits = vocabulary.bits(text.slice(end - length, end));
    if (bits !== undefined) pieces.push({ length, bits });
  }
  return pieces;
}

/** `abcdef`, `4321`, `qwert`: three or more neighbours, forwards or backwards. */
function sequences(text: string, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let length = 3; length <= end && isSequence(text.slice(end - length, end)); length++)
    pieces.push({ length, bits: Math.log2(36 * 2 * length) });
  return pieces;
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789',
  'qwertzuiop',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1234567890',
].flatMap((row) => [row, [...row].reverse().join('')]);

const isSequence = (piece: string): boolean => ROWS.some((row) => row.includes(piece));

/** Longer blocks that repeat have enough in them. */
const LONGEST_BLOCK = 32;

/** What repeats the block right before it, once or more often, costs the length of the block and the number of times. */
function repetitions(text: string, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let block = 1; block <= Math.min(LONGEST_BLOCK, end - 1); block++) {
    let same = 0;
    while (end - 1 - same - block >= 0 && text[end - 1 - same] === text[end - 1 - same - block]) same++;
    const times = Math.floor(same / block);
    if (times > 0) pieces.push({ length: times * block, bits: Math.log2(2 * block * (times + 1)) });
  }
  return pieces;
}

/** How many characters a guesser has to try for each place, given which kinds occur. */
function alphabetSize(text: string): number {
  const distinct = new Set(text).size;
  const size = /^[0-9]*$/.test(text)
    ? 10
    : /^[0-9a-f-]*$/.test(text)
      ? 16
      : (/[a-z]/.test(text) ? 26 : 0) + (/[0-9]/.test(text) ? 10 : 0) + (/[^a-z0-9]/.test(text) ? 33 : 0);
  // A long text of few different characters was not drawn from the whole alphabet.
  return Math.max(2, text.length >= 16 && distinct < 8 ? Math.min(size, distinct) : size);
}

/** Words that people put into secrets, and the names that the template itself shows. */
class Vocabulary {
  readonly longest: number;
  readonly #bits = new Map<string, number>();

  constructor(names: readonly string[]) {
    for (const word of WORDS) this.#bits.set(word, Math.log2(WORDS.length));
    const parts = new Set(names.flatMap(nameParts));
    for (const part of parts) this.#bits.set(part, Math.log2(parts.size + 1));
    this.longest = [...this.#bits.keys()].reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  bits(piece: string): number | undefined {
    const plain = this.#bits.get(piece);
    if (plain !== undefined) return plain;
    if (/^(19|20)[0-9]{2}$/.test(piece)) return Math.log2(200);
    if (piece.length < 4 || !/[a-z]/.test(piece) || !/[0134578@$!]/.test(piece)) return undefined;
    const spelt = this.#bits.get(piece.replace(/[0134578@$!]/g, (char) => LOOKALIKES[char] ?? char));
    return spelt === undefined ? undefined : spelt + 2;
  }
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** A name, and the words of which it is made (`ProtectedApiKey` → `protected`, `api`, `key`). */
function nameParts(name: string): readonly string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  return [name, words.join(''), ...words].map((part) => part.toLowerCase()).filter((part) => part.length >= 4);
}

/** Words of the kind that stand in hand-made secrets. */
const WORDS: readonly string[] = (
  'secret secrets password passwd pass passphrase token key keys apikey api access auth authorization bearer header value ' +
  'values custom origin verify verified random string sample example examples test tests testing tester demo dummy foo bar ' +
  'baz qux hello world welcome change changeme replace replaceme todo your my our the this that please here insert enter ' +
  'some any default admin administrator root user users guest public private internal external prod production staging ' +
  'stage dev develop development qa uat local localhost cloud cloudfront front aws amazon gateway apigateway lambda edge ' +
  'waf firewall shield protect protected protection secure secured security safe super strong very long enough only ' +
  'shared common global master main primary backup temp temporary new old first second third one two three four five six ' +
  'seven eight nine ten zero alpha beta gamma delta omega red green blue black white orange yellow dragon monkey shadow ' +
  'sunshine princess football baseball letmein login master iloveyou trustno company corp inc client partner customer ' +
  'service services server backend frontend web website app application mobile site domain http https rest json data ' +
  'database bucket lock locked door open sesame magic word words number numbers abc xyz abcd qwerty asdf uuid guid hash ' +
  'spring summer autumn winter january february march april june july august september october november december monday ' +
  'tuesday wednesday thursday friday saturday sunday version release build deploy region account not for use do use with and ' +
  'from between must match same as is it be in on of to by at or no yes true false null none empty placeholder characters'
).split(' ');
