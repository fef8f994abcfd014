import { utf8 } from '@sallyport/http';
import { type PointerTree, under } from './json-pointer.ts';

/**
 * Is told of a key or a scalar value of a JSON document that the pointers include: strings unescaped; numbers, `true`, `false` and `null` as written
 * (AWS does not say). `path`: the reference tokens that lead to it, good until the call ends.
 */
export type JsonVisitor = (kind: 'key' | 'value', text: string, path: readonly string[]) => void;

const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![^\s,:\]}"[{])/y;
const HEX_DIGITS = /[0-9a-fA-F]{4}/y;
const DEEPEST = 512;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

interface Container {
  readonly kind: 'object' | 'array';
  readonly keys: Set<string>;
  /** Where the pointers stand in it. */
  readonly place: PointerTree | undefined;
  index: number;
  /** In an object: the key whose value is to come. */
  key: string | undefined;
}

const NO_KEYS = new Set<string>();

/**
 * Reads JSON as leniently as AWS WAF says it does: a missing comma, a missing colon and a doubled colon are passed over; it
 * stops at an invalid character, a duplicate key, the end of a truncated text, or a root that is neither object nor array.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-request-component-list.html
 */
class Reader {
  readonly #text: string;
  readonly #visit: JsonVisitor;
  readonly #open: Container[] = [];
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string, visit: JsonVisitor) {
    this.#text = text;
    this.#visit = visit;
  }

  /** Whether the whole text was read. */
  read(pointers: PointerTree): boolean {
    this.#skipBlanks();
    if (!this.#opens(pointers)) return false;
    for (let inside = this.#open.at(-1); inside; inside = this.#open.at(-1)) if (!this.#step(inside)) return false;
    this.#skipBlanks();
    return this.#at === this.#text.length;
  }

  #skipBlanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #skip(letter: string): void {
    if (this.#text[this.#at] === letter) this.#at++;
  }

  #opens(place: PointerTree | undefined): boolean {
    const letter = this.#text[this.#at];
    if ((letter !== '{' && letter !== '[') || this.#open.length >= DEEPEST) return false;
    this.#at++;
    const keys = letter === '{' ? new Set<string>() : NO_KEYS;
    this.#open.push({ kind: letter === '{' ? 'object' : 'array', keys, place, index: 0, key: undefined });
    return true;
  }

  #step(inside: Container): boolean {
    this.#skipBlanks();
    if (this.#closes(inside)) return true;
    if (inside.key === undefined) this.#skip(',');
    else {
      this.#skip(':');
      if (this.#text[this.#at - 1] === ':') this.#skip(':');
    }
    this.#skipBlanks();
    return inside.kind === 'object' && inside.key === undefined ? this.#readKey(inside) : this.#readValue(inside);
  }

  #closes(inside: Container): boolean {
    if (inside.key !== undefined || this.#text[this.#at] !== (inside.kind === 'object' ? '}' : ']')) return false;
    this.#at++;
    this.#open.pop();
    const outer = this.#open.at(-1);
    if (outer) this.#leaveValue(outer);
    return true;
  }

  #readKey(inside: Container): boolean {
    const key = this.#readString();
    if (key === undefined || inside.keys.has(key)) return false;
    inside.keys.add(key);
    inside.key = key;
    this.#path.push(key);
    if (inside.place?.isIncluded) this.#visit('key', key, this.#path);
    return true;
  }

  #readValue(inside: Container): boolean {
    if (inside.kind === 'array') this.#path.push(String(inside.index));
    const place = under(inside.place, inside.key ?? String(inside.index));
    if (this.#opens(place)) return true;
    const text = this.#readString() ?? this.#readScalar();
    if (text === undefined) return false;
    if (place?.isIncluded) this.#visit('value', text, this.#path);
    this.#leaveValue(inside);
    return true;
  }

  #leaveValue(outer: Container): void {
    this.#path.pop();
    outer.key = undefined;
    outer.index++;
  }

  #readScalar(): string | undefined {
    SCALAR.lastIndex = this.#at;
    const text = SCALAR.exec(this.#text)?.[0];
    this.#at += text?.length ?? 0;
    return text;
  }

  #readString(): string | undefined {
    const text = this.#text;
    const start = this.#at + 1;
    if (text.charCodeAt(this.#at) !== QUOTE) return undefined;
    let isEscaped = false;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        const inside = text.slice(start, at);
        return isEscaped ? unescaped(inside) : inside;
      }
      if (code < 0x20) return undefined;
      if (code !== BACKSLASH) continue;
      isEscaped = true;
      const length = escapeLength(text, at + 1);
      if (length === 0) return undefined;
      at += length;
    }
    return undefined;
  }
}

/** How many characters after a backslash belong to an escape; 0 where it is none. */
function escapeLength(text: string, at: number): number {
  if (text[at] !== 'u') return at < text.length && '"\\/bfnrt'.includes(text.charAt(at)) ? 1 : 0;
  HEX_DIGITS.lastIndex = at + 1;
  return HEX_DIGITS.test(text) ? 5 : 0;
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
  inside.replace(/(?:\\u[0-9a-fA-F]{4})+|\\([^u])/g, (all, letter: string | undefined) =>
    letter === undefined ? ofUnits(all) : (LETTERS.get(letter) ?? letter),
  );

/** Most are ASCII, whose bytes in UTF-8 they are themselves. */
function ofUnits(escapes: string): string {
  const units = escapes.replace(/\\u(.{4})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return /[^\x00-\x7f]/.test(units) ? utf8(units) : units;
}

/** Tells of the keys and values of a JSON text as far as it can be read, and gives whether that was all of it. */
export const readJson = (text: string, pointers: PointerTree, visit: JsonVisitor): boolean =>
  new Reader(text, visit).read(pointers);
