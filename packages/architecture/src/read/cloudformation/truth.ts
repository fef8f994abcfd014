/** What a condition comes to: decided, or not, with the reason. Equal identities have equal truths. */
export type Truth =
  | { readonly decided: boolean }
  | { readonly undecided: string; readonly identity: string; readonly decided?: never };

export const TRUE: Truth = { decided: true };
export const FALSE: Truth = { decided: false };

export function not(truth: Truth): Truth {
  if (truth.decided !== undefined) return truth.decided ? FALSE : TRUE;
  return { undecided: truth.undecided, identity: `not(${truth.identity})` };
}

/** All of them (`and`), or at least one of them (`or`); what is decided may decide the whole. */
export function combine(how: 'and' | 'or', truths: readonly Truth[]): Truth {
  const decisive = how === 'or';
  if (truths.some(({ decided }) => decided === decisive)) return decisive ? TRUE : FALSE;
  const open = truths.flatMap((truth) => (truth.decided === undefined ? [truth] : []));
  if (open.length === 0) return decisive ? FALSE : TRUE;
  return {
    undecided: [...new Set(open.map(({ undecided }) => undecided))].join('; '),
    identity: `${how}(${open.map(({ identity }) => identity).join(', ')})`,
  };
}
