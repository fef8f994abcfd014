/** A list of test numbers, ascending, interned: equal lists have equal ids. */
export class TestLists {
  readonly #ids = new Map<string, number>();
  readonly #lists: (readonly number[])[] = [];
  readonly #unions = new Map<string, number>();

  idOf(tests: readonly number[]): number {
    const key = tests.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#lists.length);
    this.#lists.push(tests);
    return this.#lists.length - 1;
  }

  tests(id: number): readonly number[] {
    return this.#lists[id] ?? [];
  }

  with(id: number, more: readonly number[]): number {
    if (more.length === 0) return id;
    const key = `${id}+${more.join()}`;
    const known = this.#unions.get(key) ?? this.idOf(ascending([...this.tests(id), ...more]));
    this.#unions.set(key, known);
    return known;
  }
}

export const ascending = (tests: readonly number[]): readonly number[] => [...new Set(tests)].sort((a, b) => a - b);
