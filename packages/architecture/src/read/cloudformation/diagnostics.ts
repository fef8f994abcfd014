import type { Diagnostic } from '@sallyport/http';

/** Collects diagnostics. The same one, at the same place, is kept once, however often the value there is asked for. */
export class Diagnostics {
  readonly #all = new Map<string, Diagnostic>();

  add(diagnostic: Diagnostic): void {
    const { file, line, column } = diagnostic.place ?? { file: '', line: 0, column: 0 };
    const key = `${diagnostic.code} ${file}:${line}:${column} ${diagnostic.message}`;
    if (!this.#all.has(key)) this.#all.set(key, diagnostic);
  }

  get all(): readonly Diagnostic[] {
    return [...this.#all.values()];
  }
}
