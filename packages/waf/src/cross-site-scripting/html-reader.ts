/** What an HTML token is. */
export type HtmlTokenType =
  | 'text'
  | 'tag-name'
  | 'tag-end'
  | 'tag-self-close'
  | 'closing-tag'
  | 'attribute-name'
  | 'attribute-value'
  | 'comment'
  | 'doctype';

/** A token and its place in the source. */
export interface HtmlToken {
  readonly type: HtmlTokenType;
  readonly start: number;
  readonly end: number;
}

/** What the reader expects next. */
export type HtmlState =
  | 'data'
  | 'tag-open'
  | 'tag-end'
  | 'self-closing'
  | 'before-attribute-name'
  | 'after-attribute-name'
  | 'before-attribute-value'
  | 'single-quoted-value'
  | 'double-quoted-value'
  | 'back-quoted-value'
  | 'after-quoted-value'
  | 'end';

/** Where the reading of a byte string as HTML stands. */
export class HtmlReader {
  readonly source: string;
  state: HtmlState;
  position = 0;
  /** Whether the tag began with `</`. */
  isClosing = false;

  constructor(source: string, state: HtmlState) {
    this.source = source;
    this.state = state;
  }

  get isAtEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** The character under view; empty at the end. */
  get character(): string {
    return this.source.charAt(this.position);
  }

  /** Passes over white space; gives the character after it, empty at the end. */
  skipWhite(): string {
    while (isWhite(this.source.charCodeAt(this.position))) this.position++;
    return this.character;
  }

  /** A token from the position up to a place, after which the reading goes on elsewhere, in another state. */
  emit(type: HtmlTokenType, end: number, next: number, state: HtmlState): HtmlToken {
    const start = this.position;
    this.position = next;
    this.state = state;
    return { type, start, end };
  }

  /** A token of all that is left. */
  emitRest(type: HtmlTokenType): HtmlToken {
    const { length } = this.source;
    return this.emit(type, length, length, 'end');
  }

  /** A token up to the text that ends it, or of all that is left. */
  emitUntil(type: HtmlTokenType, ending: string): HtmlToken {
    const at = this.source.indexOf(ending, this.position);
    return at < 0 ? this.emitRest(type) : this.emit(type, at, at + ending.length, 'data');
  }
}

/** NUL and the vertical tab too, as old browsers had it. */
export const isWhite = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0;
