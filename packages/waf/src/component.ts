import type { NumbersFound } from './literals/numbers-found.ts';
import type { NumberedTransformation } from './transformations/changeable.ts';

/** What finds texts in byte strings. */
export interface Finder {
  readonly find: (texts: readonly string[]) => NumbersFound | undefined;
}

/** What a transformation of this number has made of a component. */
interface Made {
  readonly number: number;
  readonly component: Component;
  readonly next: Made | undefined;
}

/** What a finder of this number has found in a component. */
interface Findings {
  readonly number: number;
  readonly found: NumbersFound | undefined;
  readonly next: Findings | undefined;
}

/**
 * What a component of a request holds: its texts, or the answer that a fallback setting gives without looking. It remembers what was made of it, so
 * that nothing is transformed or looked through twice, whichever field and chain of transformations led to it. Its members are
 * private by word only: V8 reads those of the language more slowly.
 */
export class Component {
  /** None where the request lacks the component. Byte strings. */
  readonly texts: readonly string[];
  /** Set where oversize handling or a fallback behaviour decides for every statement on this component. */
  readonly verdict: boolean | undefined;
  /** Which transformations change nothing: a bit for each number. */
  private unchangedBy = 0;
  /** What others have made of it; they are few, so that a chain of them is shorter than a table. */
  private made: Made | undefined;
  private findings: Findings | undefined;

  constructor(texts: readonly string[], verdict?: boolean) {
    this.texts = texts;
    this.verdict = verdict;
  }

  /** After a transformation; the component itself where that changes nothing. */
  after(step: NumberedTransformation): Component {
    const bit = 1 << step.number;
    if ((this.unchangedBy & bit) !== 0 || this.verdict !== undefined || this.texts.length === 0) return this;
    for (let known = this.made; known; known = known.next) if (known.number === step.number) return known.component;
    const component = this.transformed(step);
    if (component === this) this.unchangedBy |= bit;
    else this.made = { number: step.number, component, next: this.made };
    return component;
  }

  private transformed({ transform, mayChange }: NumberedTransformation): Component {
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
    for (let known = this.findings; known; known = known.next) if (known.number === number) return known.found;
    const found = finder.find(this.texts);
    this.findings = { number, found, next: this.findings };
    return found;
  }
}

export const ABSENT = new Component([]);
export const only = (text: string): Component => new Component([text]);
export const optionally = (text: string | undefined): Component => (text === undefined ? ABSENT : only(text));
