import { isOpaque, type Opaque, type Text } from '@sallyport/architecture';

/** Who sends the requests. `account` also has an AWS account, `credential` also one legitimate client credential. */
export type Attacker = 'internet' | 'account' | 'credential';

/** What an attacker knows and may do, as far as the gates ask. Where it sends from is another matter (see `ownRequests`). */
export interface Knowledge {
  /** Texts known beside the ordinary: a partner's API key, a literal that can be guessed. */
  readonly knows: (text: Opaque | string) => boolean;
  /** Whether it holds a credential that an authorizer accepts. */
  readonly isGranted: () => boolean;
  /** Whether it signs requests as a principal of an AWS account of its own. */
  readonly signs: () => boolean;
  /** Identities of the client certificates that it holds. */
  readonly certificates: () => readonly string[];
}

/** Whether an attacker can send a text that is compared: `undecided` where nothing is known of the text at all. */
export function canSend({ knows }: Pick<Knowledge, 'knows'>, text: Text, secret: boolean): boolean | 'undecided' {
  if (!isOpaque(text)) return !secret || knows(text);
  if (knows(text)) return true;
  return text.nature === 'unknown' ? 'undecided' : false;
}

/** Knowledge that keeps what it was asked: what was made with it holds for every attacker who would answer the same. */
export class AskedKnowledge implements Knowledge {
  readonly #of: Knowledge;
  readonly #texts = new Map<Opaque | string, boolean>();
  readonly #others = new Map<'isGranted' | 'signs' | 'certificates', string>();

  constructor(of: Knowledge) {
    this.#of = of;
  }

  readonly knows = (text: Opaque | string): boolean => {
    const answer = this.#texts.get(text) ?? this.#of.knows(text);
    this.#texts.set(text, answer);
    return answer;
  };

  readonly isGranted = (): boolean => {
    const answer = this.#of.isGranted();
    this.#others.set('isGranted', `${answer}`);
    return answer;
  };

  readonly signs = (): boolean => {
    const answer = this.#of.signs();
    this.#others.set('signs', `${answer}`);
    return answer;
  };

  readonly certificates = (): readonly string[] => {
    const answer = this.#of.certificates();
    this.#others.set('certificates', JSON.stringify(answer));
    return answer;
  };

  /** Whether somebody else would have given all the same answers. */
  isSharedBy(other: Knowledge): boolean {
    for (const [question, answer] of this.#others) if (spelt(other[question]()) !== answer) return false;
    for (const [text, answer] of this.#texts) if (other.knows(text) !== answer) return false;
    return true;
  }
}

const spelt = (answer: boolean | readonly string[]): string =>
  typeof answer === 'boolean' ? `${answer}` : JSON.stringify(answer);
