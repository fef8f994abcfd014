import { utf8 } from '@sallyport/http';
import type { PointerTree } from './json-pointer.ts';

/**
 * Is told of a key or a scalar value of a JSON document that the pointers include: strings unescaped; numbers, `true`, `false` and `null` as written
 * (AWS does not say). `path` gives the reference tokens that lead to it, during the call.
 */
export type JsonVisitor = (kind: 'key' | 'value', text: string, path: () => readonly string[]) => void;

const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![^\s,:\]}"[{])/y;
const HEX_DIGITS = /[0-9a-fA-F]{4}/y;
const DEEPEST = 512;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

interface Container {
  readonly kind: 'object' | 'array';
  readonly keys: DistinctKeys | undefined;
  /** Where the pointers stand in it. */
  readonly place: PointerTree | undefined;
  index: number;
  /** In an object: the key whose value is to come. */
  key: string | undefined;
}

/** A set is worth its making only for many. */
const FEW = 8;

/** The keys of an object so far. */
class DistinctKeys {
  private readonly few: string[] = [];
  private many: Set<string> | undefined;

  /** Whether the key is new. */
  add(key: string): boolean {
    if (this.many ? this.many.has(key) : this.few.includes(key)) return false;
    if (this.many) this.many.add(key);
    else if (this.few.push(key) > FEW) this.many = new Set(this.few);
    return true;
  }
}

/**
 * Reads JSON as leniently as AWS WAF says it does: a missing comma, a missing colon and a doubled colon are passed over; it
 * stops at an invalid character, a duplicate key, the end of a truncated text, or a root that is neither object nor array.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-request-component-list.html
 */
/** Its members are private by word only: V8 calls those of the language more slowly. */
class Reader {
  private readonly text: string;
  private readonly visit: JsonVisitor;
  private readonly open: Container[] = [];
  private at = 0;

  constructor(text: string, visit: JsonVisitor) {
    this.text = text;
    this.visit = visit;
  }

  private readonly path = (): readonly string[] => this.open.map(tokenOf);

  /** Whether the whole text was read. */
  read(pointers: PointerTree): boolean {
    this.skipBlanks();
    if (!this.opens(pointers)) return false;
    for (let inside = this.open.at(-1); inside; inside = this.open.at(-1)) if (!this.step(inside)) return false;
    this.skipBlanks();
    return this.at === this.text.length;
  }

  private skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.at))) this.at++;
  }

  private skip(letter: string): void {
    if (this.text[this.at] === letter) this.at++;
  }

  private opens(place: PointerTree | undefined): boolean {
    const letter = this.text[this.at];
    if ((letter !== '{' && letter !== '[') || this.open.length >= DEEPEST) return false;
    this.at++;
    const isObject = letter === '{';
    const keys = isObject ? new DistinctKeys() : undefined;
    this.open.push({ kind: isObject ? 'object' : 'array', keys, place, index: 0, key: undefined });
    return true;
  }

  private step(inside: Container): boolean {
    this.skipBlanks();
    if (this.closes(inside)) return true;
    if (inside.key === undefined) this.skip(',');
    else {
      this.skip(':');
      if (this.text[this.at - 1] === ':') this.skip(':');
    }
    this.skipBlanks();
    return inside.kind === 'object' && inside.key === undefined ? this.readKey(inside) : this.readValue(inside);
  }

  private closes(inside: Container): boolean {
    if (inside.key !== undefined || this.text[this.at] !== (inside.kind === 'object' ? '}' : ']')) return false;
    this.at++;
    this.open.pop();
    const outer = this.open.at(-1);
    if (outer) leaveValue(outer);
    return true;
  }

  private readKey(inside: Container): boolean {
    const key = this.readString();
    if (key === undefined || !inside.keys?.add(key)) return false;
    inside.key = key;
    if (inside.place?.isIncluded) this.visit('key', key, this.path);
    return true;
  }

  private readValue(inside: Container): boolean {
    const place = inside.place?.isIncluded ? inside.place : inside.place?.below.get(tokenOf(inside));
    if (this.opens(place)) return true;
    const text = this.readString() ?? this.readScalar();
    if (text === undefined) return false;
    if (place?.isIncluded) this.visit('value', text, this.path);
    leaveValue(inside);
    return true;
  }

  private readScalar(): string | undefined {
    const start = this.at;
    SCALAR.lastIndex = start;
    if (!SCALAR.test(this.text)) return undefined;
    this.at = SCALAR.lastIndex;
    return this.text.slice(start, this.at);
  }

  private readString(): string | undefined {
    const text = this.text;
    const start = this.at + 1;
    if (text.charCodeAt(this.at) !== QUOTE) return undefined;
    let isEscaped = false;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
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

/** The reference token of what is read in a container. */
const tokenOf = ({ key, index }: Container): string => key ?? String(index);

function leaveValue(outer: Container): void {
  outer.key = undefined;
  outer.index++;
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
