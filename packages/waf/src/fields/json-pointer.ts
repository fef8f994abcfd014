/** The reference tokens of a JSON Pointer (RFC 6901). */
export const tokensOf = (pointer: string): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The JSON Pointer of these reference tokens. */
export const pointerOf = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Several pointers as a tree, so that a document is read with all of them at once. */
export interface PointerTree {
  /** Whether a pointer ends here: all below is included. */
  isIncluded: boolean;
  readonly below: Map<string, PointerTree>;
}

/** The tree of pointers, each given by its reference tokens. */
export function pointerTree(pointers: readonly (readonly string[])[]): PointerTree {
  const root: PointerTree = { isIncluded: false, below: new Map() };
  for (const tokens of pointers) {
    let place = root;
    for (const token of tokens) {
      const next = place.below.get(token) ?? { isIncluded: false, below: new Map() };
      place.below.set(token, next);
      place = next;
    }
    place.isIncluded = true;
  }
  return root;
}

/** The pointer to the whole document. */
export const EVERYTHING = pointerTree([[]]);
