import { utf8 } from '@sallyport/http';

/** A key or a scalar value of a JSON document, with the reference tokens that lead to it. */
export interface JsonElement {
  readonly kind: 'key' | 'value';
  readonly path: readonly string[];
  /** Strings unescaped; numbers, `true`, `false` and `null` as written (AWS does not say). */
  readonly text: string;
}

const STRING = /"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![^\s,:\]}"[{])/y;
const BLANK = /[ \t\r\n]*/y;
const DEEPEST = 512;

interface Container {
  readonly kind: 'object' | 'array';
  readonly keys: Set<string>;
  index: number;
  /** In an object: the key whose value is to come. */
  key: string | undefined;
}

/**
 * Reads JSON as leniently as AWS WAF says it does: a missing comma, a missing colon and a doubled colon are passed over; it
 * stops at an invalid character, a duplicate key, the end of a truncated text, or a root that is neither object nor array.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-request-component-list.html
 */
class Reader {
  readonly elements: JsonElement[] = [];
  readonly #text: string;
  readonly #open: Container[] = [];
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the whole text was read. */
  read(): boolean {
    this.#match(BLANK);
    if (!this.#opens()) return false;
    while (this.#open.length > 0) if (!this.#step()) return false;
    this.#match(BLANK);
    return this.#at === this.#text.length;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #opens(): boolean {
    const letter = this.#text.charAt(this.#at);
    if ((letter !== '{' && letter !== '[') || this.#open.length >= DEEPEST) return false;
    this.#at++;
    this.#open.push({ kind: letter === '{' ? 'object' : 'array', keys: new Set(), index: 0, key: undefined });
    return true;
  }

  #step(): boolean {
    this.#match(BLANK);
    const inside = this.#open.at(-1);
    if (!inside) return false;
    if (this.#closes(inside)) return true;
    if (inside.key === undefined) this.#match(/,/y);
    else this.#match(/::?/y);
    this.#match(BLANK);
    return inside.kind === 'object' && inside.key === undefined ? this.#readKey(inside) : this.#readValue(inside);
  }

  #closes(inside: Container): boolean {
    if (inside.key !== undefined || this.#text.charAt(this.#at) !== (inside.kind === 'object' ? '}' : ']'))
      return false;
    this.#at++;
    this.#open.pop();
    const outer = this.#open.at(-1);
    if (outer) this.#leaveValue(outer);
    return true;
  }

  #readKey(inside: Container): boolean {
    const match = this.#match(STRING);
    if (!match) return false;
    const key = unescaped(match[1] ?? '');
    if (inside.keys.has(key)) return false;
    inside.keys.add(key);
    inside.key = key;
    this.elements.push({ kind: 'key', path: [...this.#path, key], text: key });
    return true;
  }

  #readValue(inside: Container): boolean {
    this.#path.push(inside.kind === 'object' ? (inside.key ?? '') : String(inside.index));
    if (this.#opens()) return true;
    const string = this.#match(STRING);
    const text = string ? unescaped(string[1] ?? '') : this.#match(SCALAR)?.[0];
    if (text === undefined) return false;
    this.elements.push({ kind: 'value', path: [...this.#path], text });
    this.#leaveValue(inside);
    return true;
  }

  #leaveValue(outer: Container): void {
    this.#path.pop();
    outer.key = undefined;
    outer.index++;
  }
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The byte string that a JSON string stands for. */
const unescaped = (inside: string): string =>
  inside.includes('\\')
    ? inside.replace(/(?:\\u[0-9a-fA-F]{4})+|\\([^u])/g, (all, letter: string | undefined) =>
        letter === undefined ? utf8(ofUnits(all)) : (LETTERS.get(letter) ?? letter),
      )
    : inside;

const ofUnits = (escapes: string): string =>
  escapes.replace(/\\u(.{4})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** The keys and values of a JSON text as far as it can be read, and whether that was all of it. */
export function readJson(text: string): { readonly elements: readonly JsonElement[]; readonly complete: boolean } {
  const reader = new Reader(text);
  const complete = reader.read();
  return { elements: reader.elements, complete };
}
