import type { NumbersFound } from './literals/numbers-found.ts';
import type { NumberedTransformation } from './transformations/changeable.ts';

/** What finds texts in byte strings. */
export interface Finder {
  readonly find: (texts: readonly string[]) => NumbersFound | undefined;
}

/**
 * What a component of a request holds: its texts, or the answer that a fallback setting gives without looking. It remembers what was made of it, so
 * that nothing is transformed or looked through twice, whichever field and chain of transformations led to it.
 */
export class Component {
  /** None where the request lacks the component. Byte strings. */
  readonly texts: readonly string[];
  /** Set where oversize handling or a fallback behaviour decides for every statement on this component. */
  readonly verdict: boolean | undefined;
  /** By the number of the transformation. */
  readonly #after: (Component | undefined)[] = [];
  /** By the finder's number in the compilation; null where it found nothing. */
  readonly #found: (NumbersFound | null | undefined)[] = [];

  constructor(texts: readonly string[], verdict?: boolean) {
    this.texts = texts;
    this.verdict = verdict;
  }

  /** After a transformation; the component itself where that changes nothing. */
  after(step: NumberedTransformation): Component {
    if (this.verdict !== undefined || this.texts.length === 0) return this;
    const known = this.#after[step.number];
    if (known) return known;
    const made = this.#transformed(step);
    this.#after[step.number] = made;
    return made;
  }

  #transformed({ transform, mayChange }: NumberedTransformation): Component {
    let texts: string[] | undefined;
    for (let at = 0; at < this.texts.length; at++) {
      const text = this.texts[at] ?? '';
      const changed = mayChange(text) ? transform(text) : text;
      if (changed === text) continue;
      texts ??= [...this.texts];
      texts[at] = changed;
    }
    return texts ? new Component(texts) : this;
  }

  /** What a finder of this number finds in the texts; undefined where that is nothing. */
  found(number: number, finder: Finder): NumbersFound | undefined {
    const known = this.#found[number];
    if (known !== undefined) return known ?? undefined;
    const found = finder.find(this.texts);
    this.#found[number] = found ?? null;
    return found;
  }
}

export const ABSENT = new Component([]);
export const only = (text: string): Component => new Component([text]);
export const optionally = (text: string | undefined): Component => (text === undefined ? ABSENT : only(text));
