import { bytesOfLatin1, utf8 } from '@sallyport/http';
import { DistinctTexts, hashWith, NO_HASH, type Source } from './distinct-texts.ts';
import type { PointerTree } from './json-pointer.ts';
import { endOfScalar } from './json-scalar.ts';

/**
 * Is told of a key or a scalar value of a JSON document that the pointers include: strings unescaped; numbers, `true`, `false` and `null` as written
 * (AWS does not say). `path` gives the reference tokens that lead to it, during the call; `number` is the same for equal texts.
 */
export type JsonVisitor = (kind: 'key' | 'value', text: string, path: () => readonly string[], number: number) => void;

const HEX_DIGITS = /[0-9a-fA-F]{4}/y;
const DEEPEST = 512;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OBJECT = { open: 0x7b, close: 0x7d };
const ARRAY = { open: 0x5b, close: 0x5d };

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** No key, and no number of a text. */
const NONE = -1;

/** An object or an array that is open. */
interface Container {
  readonly isObject: boolean;
  /** Where the pointers stand in it. */
  readonly place: PointerTree | undefined;
  readonly outer: Container | undefined;
  readonly depth: number;
  index: number;
  /** In an object: the number of the key whose value is to come. */
  key: number;
  /** Where its keys begin among those of all that are open. */
  readonly firstKey: number;
  /** Its keys, once they are many. */
  manyKeys: Set<number> | undefined;
}

/** A set is worth its making only for many. */
const FEW = 8;

/**
 * Reads JSON as leniently as AWS WAF says it does: a missing comma, a missing colon and a doubled colon are passed over; it
 * stops at an invalid character, a duplicate key, the end of a truncated text, or a root that is neither object nor array.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-request-component-list.html
 */
/** Its members are private by word only: V8 calls those of the language more slowly. */
class Reader {
  private readonly source: Source;
  private readonly bytes: Uint8Array;
  private readonly length: number;
  private readonly visit: JsonVisitor;
  private readonly distinct: DistinctTexts;
  private inside: Container | undefined;
  /** The keys of all objects that are open, by the numbers of their texts: those of the innermost last. */
  private readonly keys: number[] = [];
  private keyCount = 0;
  private at = 0;
  /** Where the string or the scalar that was read last begins and ends, quotes left out. */
  private start = 0;
  private end = 0;
  private hash = NO_HASH;
  private isEscaped = false;

  constructor(source: Source, visit: JsonVisitor) {
    this.source = source;
    this.bytes = source.bytes;
    this.length = source.text.length;
    this.visit = visit;
    this.distinct = new DistinctTexts(source);
  }

  private readonly path = (): readonly string[] => {
    const tokens: string[] = [];
    for (let container = this.inside; container; container = container.outer) tokens.push(this.tokenOf(container));
    return tokens.reverse();
  };

  /** The reference token of what is read in a container. */
  private tokenOf({ key, index }: Container): string {
    return key === NONE ? String(index) : (this.distinct.texts[key] ?? '');
  }

  /** Whether the whole text was read. */
  read(pointers: PointerTree): boolean {
    if (!this.opens(this.skipBlanks(), pointers)) return false;
    for (let { inside } = this; inside; inside = this.inside) if (!this.step(inside)) return false;
    this.skipBlanks();
    return this.at === this.length;
  }

  /** The code of the character behind the blanks; NONE at the end. */
  private skipBlanks(): number {
    for (let { at } = this; at < this.length; at++) {
      const code = this.bytes[at] ?? 0;
      if (code <= SPACE && isBlank(code)) continue;
      this.at = at;
      return code;
    }
    this.at = this.length;
    return NONE;
  }

  private opens(code: number, place: PointerTree | undefined): boolean {
    if (code !== OBJECT.open && code !== ARRAY.open) return false;
    const { inside: outer, keyCount: firstKey } = this;
    const depth = outer ? outer.depth + 1 : 1;
    if (depth > DEEPEST) return false;
    this.at++;
    const isObject = code === OBJECT.open;
    this.inside = { isObject, place, outer, depth, index: 0, key: NONE, firstKey, manyKeys: undefined };
    return true;
  }

  private step(inside: Container): boolean {
    let code = this.skipBlanks();
    if (inside.key === NONE) {
      if (code === (inside.isObject ? OBJECT.close : ARRAY.close)) return this.closes(inside);
      if (code === COMMA) code = this.next();
      return inside.isObject ? this.readKey(code, inside) : this.readValue(code, inside);
    }
    if (code === COLON) code = this.nextOfTwo();
    return this.readValue(code, inside);
  }

  /** The code behind the character under view, and behind blanks. */
  private next(): number {
    this.at++;
    return this.skipBlanks();
  }

  /** The same behind a colon, or two that stand together. */
  private nextOfTwo(): number {
    this.at++;
    return this.at < this.length && this.bytes[this.at] === COLON ? this.next() : this.skipBlanks();
  }

  private closes({ outer, firstKey }: Container): boolean {
    this.at++;
    this.inside = outer;
    this.keyCount = firstKey;
    if (outer) leaveValue(outer);
    return true;
  }

  private readKey(code: number, inside: Container): boolean {
    if (code !== QUOTE || !this.readString()) return false;
    const key = this.number();
    if (!this.isNewKey(key, inside)) return false;
    inside.key = key;
    if (inside.place?.isIncluded) this.tell('key', key);
    return true;
  }

  private isNewKey(key: number, inside: Container): boolean {
    if (inside.manyKeys) return inside.manyKeys.size < inside.manyKeys.add(key).size;
    for (let at = inside.firstKey; at < this.keyCount; at++) if (this.keys[at] === key) return false;
    this.keys[this.keyCount++] = key;
    if (this.keyCount - inside.firstKey > FEW)
      inside.manyKeys = new Set(this.keys.slice(inside.firstKey, this.keyCount));
    return true;
  }

  private readValue(code: number, inside: Container): boolean {
    const place = inside.place?.isIncluded ? inside.place : inside.place?.below.get(this.tokenOf(inside));
    if (this.opens(code, place)) return true;
    if (!(code === QUOTE ? this.readString() : this.readScalar())) return false;
    if (place?.isIncluded) this.tell('value', this.number());
    leaveValue(inside);
    return true;
  }

  private tell(kind: 'key' | 'value', number: number): void {
    this.visit(kind, this.distinct.texts[number] ?? '', this.path, number);
  }

  /** The number of the text that was read last. */
  private number(): number {
    if (!this.isEscaped) return this.distinct.between(this.start, this.end, this.hash);
    return this.distinct.numberOf(unescaped(this.source.text.slice(this.start, this.end)));
  }

  private readScalar(): boolean {
    const end = endOfScalar(this.source, this.at);
    if (end < 0) return false;
    let hash = NO_HASH;
    for (let { at } = this; at < end; at++) hash = hashWith(hash, this.bytes[at] ?? 0);
    this.hash = hash;
    this.start = this.at;
    this.end = end;
    this.isEscaped = false;
    this.at = end;
    return true;
  }

  private readString(): boolean {
    const { bytes, length } = this;
    this.start = this.at + 1;
    this.isEscaped = false;
    let hash = NO_HASH;
    for (let at = this.start; at < length; at++) {
      const code = bytes[at] ?? 0;
      if (code === QUOTE) {
        this.hash = hash;
        this.end = at;
        this.at = at + 1;
        return true;
      }
      if (code < SPACE) return false;
      hash = hashWith(hash, code);
      if (code !== BACKSLASH) continue;
      this.isEscaped = true;
      const escaped = escapeLength(this.source.text, at + 1);
      if (escaped === 0) return false;
      at += escaped;
    }
    return false;
  }
}

function leaveValue(outer: Container): void {
  outer.key = NONE;
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

/** Tells of the keys and values of a JSON text as far as it can be read, and gives whether that was all of it. `bytes` begin with the text's own. */
export const readJson = (
  text: string,
  pointers: PointerTree,
  visit: JsonVisitor,
  bytes: Uint8Array = bytesOfLatin1(text),
): boolean => new Reader({ text, bytes }, visit).read(pointers);
