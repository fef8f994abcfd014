import { type ByteTable, byteTable, lowerByte } from './byte-set.ts';
import { derivative, spell } from './derivative.ts';
import type { InternedBytes, Language } from './language.ts';
import type { Transducer } from './transducer.ts';

const startsAnywhere = (language: Language, all: Language): boolean =>
  language === all || (language.kind === 'then' && language.first === all);

/** Whether `tail` is what remains of the concatenation `whole` after some of its parts. */
function isTail(whole: Language, tail: Language): boolean {
  for (let rest = whole; ; rest = rest.rest) {
    if (rest === tail) return true;
    if (rest.kind !== 'then') return false;
  }
}

const byId = (a: Language, b: Language): number => a.id - b.id;
const ids = (list: readonly Language[]): string => list.map((language) => language.id).join();

/**
 * Makes regular languages, one object for each. It belongs to one proof, so that its memory goes with it: terms interned
 * for ever would grow without end.
 */
export class Languages {
  readonly none: Language;
  readonly empty: Language;
  readonly anyByte: Language;
  /** Every text. */
  readonly all: Language;
  readonly #terms = new Map<string, Language>();
  readonly #concatenations = new Map<number, Map<number, Language>>();
  readonly #befores = new Map<Transducer, Map<number, Language>>();
  #made = 0;
  readonly #sets = new Map<string, InternedBytes>();
  readonly #tables = new WeakMap<ByteTable, Language>();
  readonly #machines = new Map<string, Transducer>();
  readonly #single = new Map<number, Language>();

  constructor() {
    this.none = this.#intern('none', (id) => ({ kind: 'none', id, nullable: false }));
    this.empty = this.#intern('empty', (id) => ({ kind: 'empty', id, nullable: true }));
    this.anyByte = this.bytes(byteTable(() => true));
    this.all = this.#repeated(this.anyByte);
  }

  /** How many languages have been made. */
  get size(): number {
    return this.#made;
  }

  #intern(key: string, make: (id: number) => Language): Language {
    const known = this.#terms.get(key);
    if (known) return known;
    const made = make(this.#made++);
    this.#terms.set(key, made);
    return made;
  }

  #internBytes(has: ByteTable): InternedBytes {
    const key = String.fromCharCode(...packed(has));
    const known = this.#sets.get(key);
    if (known) return known;
    const made = { id: this.#sets.size, has };
    this.#sets.set(key, made);
    return made;
  }

  /** The texts of one byte out of this set. */
  bytes(has: ByteTable): Language {
    const known = this.#tables.get(has) ?? this.#bytes(has);
    this.#tables.set(has, known);
    return known;
  }

  #bytes(has: ByteTable): Language {
    if (!has.includes(1)) return this.none;
    const set = this.#internBytes(has);
    return this.#intern(`b${set.id}`, (id) => ({ kind: 'bytes', id, nullable: false, set }));
  }

  byte(code: number, fold = false): Language {
    const key = fold ? 256 + lowerByte(code) : code;
    const known = this.#single.get(key);
    if (known) return known;
    const made = this.bytes(byteTable((byte) => (fold ? lowerByte(byte) === lowerByte(code) : byte === code)));
    this.#single.set(key, made);
    return made;
  }

  literal(text: string, fold = false): Language {
    let language = this.empty;
    for (let at = text.length - 1; at >= 0; at--) language = this.then(this.byte(text.charCodeAt(at), fold), language);
    return language;
  }

  then(first: Language, rest: Language): Language {
    if (first === this.none || rest === this.none) return this.none;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    if (first.kind === 'then') return this.then(first.first, this.then(first.rest, rest));
    if (first === this.all && startsAnywhere(rest, this.all)) return rest;
    const nullable = first.nullable && rest.nullable;
    const made = this.#concatenations.get(first.id)?.get(rest.id);
    return made ?? this.#concatenate({ kind: 'then', id: this.#made++, nullable, first, rest });
  }

  /** Concatenations are by far the most, so that they are found without making a key. */
  #concatenate(made: Extract<Language, { kind: 'then' }>): Language {
    const after = this.#concatenations.get(made.first.id) ?? new Map<number, Language>();
    this.#concatenations.set(made.first.id, after);
    after.set(made.rest.id, made);
    return made;
  }

  sequence(parts: readonly Language[]): Language {
    return parts.reduceRight((rest, part) => this.then(part, rest), this.empty);
  }

  either(list: readonly Language[]): Language {
    const flat = flatten('either', list);
    flat.delete(this.none);
    if (flat.has(this.all)) return this.all;
    const of = this.#withoutCovered([...flat]);
    if (of.some((language) => language.kind === 'not' && flat.has(language.of))) return this.all;
    const [only] = of;
    if (only === undefined) return this.none;
    if (of.length === 1) return only;
    of.sort(byId);
    const nullable = of.some((language) => language.nullable);
    return this.#intern(`|${ids(of)}`, (id) => ({ kind: 'either', id, nullable, of }));
  }

  /** Without the parts that end in an alternative which may begin anywhere: they lie in it. Keeps globs linear. */
  #withoutCovered(list: Language[]): Language[] {
    if (list.length < 2) return list;
    const floating = list.filter((language) => startsAnywhere(language, this.all));
    return list.filter((language) => !floating.some((big) => big !== language && isTail(language, big)));
  }

  both(list: readonly Language[]): Language {
    const flat = flatten('both', list);
    flat.delete(this.all);
    if (flat.has(this.none)) return this.none;
    const of = [...flat];
    if (of.some((language) => language.kind === 'not' && flat.has(language.of))) return this.none;
    const [only] = of;
    if (only === undefined) return this.all;
    if (of.length === 1) return only;
    const nullable = of.every((language) => language.nullable);
    if (flat.has(this.empty)) return nullable ? this.empty : this.none;
    of.sort(byId);
    return this.#intern(`&${ids(of)}`, (id) => ({ kind: 'both', id, nullable, of }));
  }

  not(of: Language): Language {
    if (of.kind === 'not') return of.of;
    if (of === this.none) return this.all;
    if (of === this.all) return this.none;
    return this.#intern(`!${of.id}`, (id) => ({ kind: 'not', id, nullable: !of.nullable, of }));
  }

  without(language: Language, removed: Language): Language {
    return this.both([language, this.not(removed)]);
  }

  #repeated(of: Language): Language {
    return this.#intern(`*${of.id}`, (id) => ({ kind: 'repeat', id, nullable: true, of }));
  }

  repeat(of: Language): Language {
    if (of.kind === 'repeat') return of;
    return of === this.none || of === this.empty ? this.empty : this.#repeated(of);
  }

  optional(of: Language): Language {
    return this.either([this.empty, of]);
  }

  /** What `by` takes into `of`: its pre-image. */
  before(by: Transducer, of: Language): Language {
    const machine = this.#machines.get(by.name) ?? by;
    this.#machines.set(by.name, machine);
    const opened = spell(of, machine.opening, (language, byte) => derivative(this, language, byte));
    return this.beforeState(machine, machine.start, opened, (language, byte) => derivative(this, language, byte));
  }

  /** The same for a transducer in the middle of its work; `derive` as in `spell`. */
  beforeState(
    by: Transducer,
    state: number,
    of: Language,
    derive: (language: Language, byte: number) => Language,
  ): Language {
    if (of === this.none || of === this.all || state === by.copying) return of;
    const made = this.#befores.get(by) ?? new Map<number, Language>();
    this.#befores.set(by, made);
    const key = of.id * by.states + state;
    const known = made.get(key);
    if (known) return known;
    const nullable = spell(of, by.closing(state), derive).nullable;
    const language: Language = { kind: 'before', id: this.#made++, nullable, by, state, of };
    made.set(key, language);
    return language;
  }
}

function flatten(kind: 'either' | 'both', list: readonly Language[]): Set<Language> {
  const flat = new Set<Language>();
  const add = (language: Language): void => {
    if (language.kind === kind) for (const part of language.of) add(part);
    else flat.add(language);
  };
  for (const language of list) add(language);
  return flat;
}

/** Eight bytes of a table in one. */
function packed(has: ByteTable): Uint8Array {
  const bits = new Uint8Array(32);
  for (let byte = 0; byte < 256; byte++)
    if (has[byte] === 1) bits[byte >>> 3] = (bits[byte >>> 3] ?? 0) | (1 << (byte & 7));
  return bits;
}
