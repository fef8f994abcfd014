import { sealed, unsealed } from '@sallyport/waf';

/** What an interstitial page asks of a browser (a little work), and of a person (a sum). Sealed, so that nothing has to be kept. */
export interface Question {
  readonly kind: 'challenge' | 'captcha';
  /** The domain that the token will be set to. */
  readonly domain: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly asked: number;
  /** Different for every page. */
  readonly nonce: string;
}

/** How long a page may be left open. */
const VALID_MILLISECONDS = 10 * 60_000;

/** Questions have a seal of their own, so that none can be shown as a token. */
const keyOfQuestions = (key: string): string => `question ${key}`;

export const sealedQuestion = (question: Question, key: string): string => sealed(question, keyOfQuestions(key));

/** The question, where it was asked here and not too long ago. */
export function readQuestion(text: string, key: string, now: number): Question | undefined {
  const value = unsealed(text, keyOfQuestions(key));
  return isQuestion(value) && now - value.asked <= VALID_MILLISECONDS ? value : undefined;
}

const isQuestion = (value: unknown): value is Question =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  (value.kind === 'challenge' || value.kind === 'captcha') &&
  'domain' in value &&
  typeof value.domain === 'string' &&
  'asked' in value &&
  typeof value.asked === 'number' &&
  'nonce' in value &&
  typeof value.nonce === 'string';

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/); the page has the same in its script. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** A script has to try some thousand numbers until this many bits of the hash are zero. */
const WORK_MASK = 0xfff;

export const isWorkDone = ({ nonce }: Question, work: number): boolean =>
  Number.isInteger(work) && (hash(`${nonce} ${work}`) & WORK_MASK) === 0;

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** The puzzle that stands in for AWS's: two numbers, written out, to be added. */
export function puzzle({ nonce }: Question): { readonly text: string; readonly answer: number } {
  const mixed = hash(`puzzle ${nonce}`);
  const [first, second] = [mixed % 9, (mixed >>> 8) % 9];
  return { text: `${WORDS[first]} and ${WORDS[second]}`, answer: first + second + 2 };
}
