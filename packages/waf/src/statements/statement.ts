import type { Request } from '@sallyport/http';
import type { Compilation } from '../compilation.ts';
import type { DescribedStatement } from '../compiled.ts';
import type { Finder } from '../component.ts';
import type { Fetch, Numbered } from '../components.ts';
import { Inspection } from '../inspection.ts';
import type { Needles } from '../literals/needles.ts';
import type { NumberMask } from '../literals/numbers-found.ts';
import type { Part } from '../part.ts';

/** A statement that has been checked. */
export interface CompiledStatement {
  /** Web ACL capacity units. */
  readonly capacity: number;
  /** Cannot fail. Fetches what it needs through the inspection. */
  readonly matches: (inspection: Inspection) => boolean;
  readonly described: DescribedStatement;
  /** For the trace: `UriPath after LOWERCASE STARTS_WITH "/admin"`. */
  readonly title: string;
  /** Set where it holds if one text is found in one component: alternatives of this kind are asked about together. */
  readonly search?: Search;
  /** Set where it does not hold, and leaves nothing behind, as long as none of some texts is found in one component. */
  readonly sign?: Sign;
}

/** A text that is looked for among others. */
export interface Search {
  readonly fetch: Fetch;
  readonly among: Numbered<Needles>;
  readonly needle: number;
}

/** Texts without which a statement does not hold: rules that follow one another are passed over together where none is there. */
export interface Sign {
  readonly fetch: Fetch;
  readonly among: Numbered<Finder>;
  readonly numbers: NumberMask;
}

/** Where a statement stands: some are allowed only at the top of a rule. */
export type Standing = 'top' | 'nested' | 'scope-down';

/** Compiles a statement's own object; undefined where it is refused or unknown (and noted). */
export type StatementCompiler = (
  part: Part,
  compilation: Compilation,
  compileInside: (part: Part | undefined, standing: Standing) => CompiledStatement | undefined,
) => CompiledStatement | undefined;

const NO_COUNTERS = { add: () => 1 };

/** A way to ask a statement about one request alone. */
export const asked =
  (compilation: Compilation, matches: (inspection: Inspection) => boolean) =>
  (request: Request): boolean =>
    matches(new Inspection(request, NO_COUNTERS, 0, compilation.components.size));

/** A statement whose capacity is known though what it refers to is not; the note of the unknown takes its place. */
export const unread = (capacity: number): CompiledStatement => ({
  capacity,
  matches: () => false,
  described: { kind: 'never' },
  title: '',
});

/** Describes a statement that only a running system can decide, with the way to ask this request alone. */
export function undecided(
  compilation: Compilation,
  identity: string,
  reason: string,
  matches: (inspection: Inspection) => boolean,
): Extract<DescribedStatement, { kind: 'undecided' }> {
  return { kind: 'undecided', identity, reason, holds: asked(compilation, matches) };
}

/** The same of what some requests certainly meet: AWS publishes no rule that matches nothing. */
export const occurring = (...described: Parameters<typeof undecided>): DescribedStatement => ({
  ...undecided(...described),
  occurs: true,
});
