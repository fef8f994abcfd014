/**
 * A function from texts to texts that some component applies: the path behind an origin path, a text transformation.
 * Written as data; the runtime applies it (`applyTextRewrite`), the prover takes its pre-image. A rewrite whose pre-image is
 * not known makes every later test on that attribute undecided, never wrong.
 */
export type TextRewrite =
  | { readonly rewrite: 'prefix'; readonly text: string }
  | { readonly rewrite: 'suffix'; readonly text: string }
  /** The text without a leading `text`, which becomes `by`; unchanged if it does not begin so. */
  | { readonly rewrite: 'replace-prefix'; readonly text: string; readonly by: string }
  | { readonly rewrite: 'lower-case' }
  | { readonly rewrite: 'upper-case' }
  /** Percent-decoding, once; `%` without two hexadecimal digits stays. With `plus`, `+` becomes a space. */
  | { readonly rewrite: 'percent-decode'; readonly plus?: boolean }
  | { readonly rewrite: 'merge-slashes' }
  /** `host:port` → `host`. */
  | { readonly rewrite: 'drop-port' }
  /** `apply` by code; the prover does not look inside. */
  | { readonly rewrite: 'opaque'; readonly name: string; readonly apply: (text: string) => string };

/** Applies one rewrite to one text. */
export function applyTextRewrite(by: TextRewrite, text: string): string {
  switch (by.rewrite) {
    case 'prefix':
      return by.text + text;
    case 'suffix':
      return text + by.text;
    case 'replace-prefix':
      return text.startsWith(by.text) ? by.by + text.slice(by.text.length) : text;
    case 'lower-case':
      return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : text;
    case 'upper-case':
      return text.replace(/[a-z]+/g, (run) => run.toUpperCase());
    case 'percent-decode': {
      const spaced = by.plus ? text.replaceAll('+', ' ') : text;
      return spaced.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
    case 'merge-slashes':
      return text.replace(/\/+/g, '/');
    case 'drop-port':
      return text.includes(':') ? text.replace(/^([^:]*):[0-9]*$/, '$1') : text;
    case 'opaque':
      return by.apply(text);
  }
}
