import { type ByteTable, byteTable, foldedTable } from './byte-set.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';
import { escapedBytes, posixBytes } from './regex-classes.ts';

/** Repetitions beyond this explode into states; such a pattern stays undecided. */
const MAXIMUM_REPEAT = 200;

/**
 * The texts in which a regular expression is found. Literals, classes, groups, `|`, quantifiers, and `^` `$` at the ends of
 * the whole or of one of its branches; undefined for anything else.
 */
export function regexLanguage(languages: Languages, source: string, fold: boolean): Language | undefined {
  const inline = /^\(\?i\)/.exec(source);
  const reader = new RegexReader(languages, inline ? source.slice(4) : source, fold || inline !== null);
  return reader.whole();
}

/** Reads a regular expression by recursive descent; each reading method answers undefined at what it does not understand. */
class RegexReader {
  readonly #languages: Languages;
  readonly #source: string;
  readonly #fold: boolean;
  #at = 0;

  constructor(languages: Languages, source: string, fold: boolean) {
    this.#languages = languages;
    this.#source = source;
    this.#fold = fold;
  }

  get #letter(): string | undefined {
    return this.#source[this.#at];
  }

  #take(letter: string): boolean {
    if (this.#letter !== letter) return false;
    this.#at++;
    return true;
  }

  whole(): Language | undefined {
    const branches: Language[] = [];
    do {
      const branch = this.#branch();
      if (!branch) return undefined;
      branches.push(branch);
    } while (this.#take('|'));
    return this.#at < this.#source.length ? undefined : this.#languages.either(branches);
  }

  #branch(): Language | undefined {
    const { all, empty } = this.#languages;
    const start = this.#take('^') ? empty : all;
    const body = this.#sequence();
    const end = this.#take('$') ? empty : all;
    return body && this.#languages.sequence([start, body, end]);
  }

  #sequence(): Language | undefined {
    const parts: Language[] = [];
    while (this.#letter !== undefined && !'|)$'.includes(this.#letter)) {
      const part = this.#quantified();
      if (!part) return undefined;
      parts.push(part);
    }
    return this.#languages.sequence(parts);
  }

  #quantified(): Language | undefined {
    const atom = this.#atom();
    const range = atom && this.#range();
    if (!atom || !range) return undefined;
    // Whether a quantifier is lazy changes what is captured, not what is found; possessive ones change what is found.
    this.#take('?');
    return '*+?{'.includes(this.#letter ?? ' ') ? undefined : this.#repeated(atom, range);
  }

  #range(): readonly [least: number, most: number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    if (this.#letter !== '{') return [1, 1];
    const braces = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at));
    if (!braces) return undefined;
    this.#at += braces[0].length;
    const least = Number(braces[1]);
    const most = braces[2] === undefined ? least : braces[3] ? Number(braces[3]) : Number.POSITIVE_INFINITY;
    const bounded = most === Number.POSITIVE_INFINITY ? least : most;
    return bounded > MAXIMUM_REPEAT || most < least ? undefined : [least, most];
  }

  #repeated(atom: Language, [least, most]: readonly [number, number]): Language {
    const languages = this.#languages;
    let language = most === Number.POSITIVE_INFINITY ? languages.repeat(atom) : languages.empty;
    if (most !== Number.POSITIVE_INFINITY)
      for (let count = least; count < most; count++) language = languages.optional(languages.then(atom, language));
    for (let count = 0; count < least; count++) language = languages.then(atom, language);
    return language;
  }

  #atom(): Language | undefined {
    const letter = this.#letter ?? '';
    this.#at++;
    if (letter === '(') return this.#group();
    if (letter === '[') return this.#bracket();
    if (letter === '.') return this.#languages.bytes(byteTable((byte) => byte !== 0x0a));
    if (letter === '\\') {
      const escaped = this.#escape();
      return escaped && this.#languages.bytes(this.#folded(escaped));
    }
    if ('^$*+?{'.includes(letter) || letter > '\xff') return undefined;
    return this.#languages.byte(letter.charCodeAt(0), this.#fold);
  }

  #folded(table: ByteTable): ByteTable {
    return this.#fold ? foldedTable(table) : table;
  }

  #group(): Language | undefined {
    if (this.#take('?') && !this.#take(':')) return undefined;
    const branches: Language[] = [];
    do {
      const branch = this.#sequence();
      if (!branch) return undefined;
      branches.push(branch);
    } while (this.#take('|'));
    return this.#take(')') ? this.#languages.either(branches) : undefined;
  }

  #escape(): ByteTable | undefined {
    const hex = /^x([0-9a-fA-F]{2})/.exec(this.#source.slice(this.#at));
    if (hex) {
      this.#at += 3;
      const code = Number.parseInt(hex[1] ?? '', 16);
      return byteTable((byte) => byte === code);
    }
    const letter = this.#letter;
    this.#at++;
    return letter === undefined ? undefined : escapedBytes(letter);
  }

  #bracket(): Language | undefined {
    const negated = this.#take('^');
    const members: ByteTable[] = [];
    for (let first = true; first || this.#letter !== ']'; first = false) {
      const member = this.#member();
      if (!member) return undefined;
      members.push(member);
    }
    this.#at++;
    const table = this.#folded(byteTable((byte) => members.some((member) => member[byte] === 1)));
    return this.#languages.bytes(byteTable((byte) => (table[byte] === 1) !== negated));
  }

  #member(): ByteTable | undefined {
    const posix = /^\[:([a-z]+):\]/.exec(this.#source.slice(this.#at));
    if (posix) {
      this.#at += posix[0].length;
      return posixBytes(posix[1] ?? '');
    }
    const low = this.#memberBytes();
    if (!low || this.#letter !== '-' || (this.#source[this.#at + 1] ?? ']') === ']') return low;
    this.#at++;
    const high = this.#memberBytes();
    if (!high) return undefined;
    const from = single(low);
    const to = single(high);
    return from < 0 || to < from ? undefined : byteTable((byte) => byte >= from && byte <= to);
  }

  #memberBytes(): ByteTable | undefined {
    const letter = this.#letter;
    // Nested brackets, as in `[[.a.]]`, are not understood.
    if (letter === undefined || letter > '\xff' || letter === '[') return undefined;
    this.#at++;
    if (letter === '\\') return this.#escape();
    return byteTable((byte) => byte === letter.charCodeAt(0));
  }
}

/** The byte of a set that has exactly one; -1 otherwise. */
function single(table: ByteTable): number {
  const at = table.indexOf(1);
  return table.lastIndexOf(1) === at ? at : -1;
}
