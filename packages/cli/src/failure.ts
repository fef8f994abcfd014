import type { Diagnostic, Place } from '@sallyport/http';

/** The exit codes of every command. */
export const EXIT = {
  /** Protected, or done. */
  ok: 0,
  /** A failure of ours: a defect of Sallyport. */
  defect: 1,
  /** A claim falls. */
  bypassable: 2,
  /** The input, or the command line, is not understood. */
  input: 3,
  /** Neither proved nor refuted. */
  unknown: 4,
} as const;

/** A command that cannot go on because of what it was given. The text is for the user, whole. */
export class InputFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** One input failure with one message. */
export function inputFailure(code: string, message: string, help?: string, place?: Place): InputFailure {
  const diagnostic: Diagnostic = { code, severity: 'error', message };
  return new InputFailure([{ ...diagnostic, ...(help ? { help } : {}), ...(place ? { place } : {}) }]);
}
