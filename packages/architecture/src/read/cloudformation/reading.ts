import type { Diagnostics } from './diagnostics.ts';
import { Exports } from './exports.ts';
import { NestedTemplates } from './nested-templates.ts';
import { describe, type Node } from './node.ts';
import { type Position, report } from './position.ts';
import { Secrets } from './secrets.ts';
import type { SourceSet } from './source.ts';
import { Stack } from './stack.ts';
import { SystemParameters } from './system-parameters.ts';
import { FALSE, TRUE, type Truth } from './truth.ts';

/** So many values are worked out, at least, and so many more for each character of the sources: only aliases of aliases need more. */
const FEWEST_VALUES = 300_000;
const VALUES_PER_CHARACTER = 2;
/** Deeper than CloudFormation lets any template be. */
const DEEPEST = 400;
/** CloudFormation states no limit; a template that nests itself is found by its ancestors. */
const DEEPEST_STACK = 12;

/** All stacks of one set of sources in one world, and what they share. */
export class Reading {
  readonly diagnostics: Diagnostics;
  readonly exports = new Exports(this);
  readonly secrets = new Secrets(this);
  readonly systemParameters = new SystemParameters(this);
  readonly nestedTemplates: NestedTemplates;
  readonly roots: Stack[] = [];
  /** The comparisons that a deployment may decide either way, as they are met. */
  readonly free = new Set<string>();
  readonly #given: Readonly<Record<string, string>>;
  readonly #truths: ReadonlyMap<string, boolean>;
  readonly #children = new Map<string, Stack | undefined>();
  #stacks: readonly Stack[] | undefined;
  readonly #mostValues: number;
  #values = 0;
  #overflowed = false;
  #depth = 0;

  constructor(
    sources: SourceSet,
    given: Readonly<Record<string, string>>,
    diagnostics: Diagnostics,
    truths: Readonly<Record<string, boolean>> = {},
  ) {
    this.#truths = new Map(Object.entries(truths));
    this.nestedTemplates = new NestedTemplates(sources);
    this.#given = given;
    const characters = sources.files.reduce((sum, { text }) => sum + text.length, 0);
    this.#mostValues = Math.max(FEWEST_VALUES, VALUES_PER_CHARACTER * characters);
    this.diagnostics = diagnostics;
  }

  given(name: string): string | undefined {
    return Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
  }

  /** What this world takes for such a comparison; else what the values at hand make of it. */
  taken(name: string, truth: Truth): Truth {
    this.free.add(name);
    const taken = this.#truths.get(name);
    return taken === undefined ? truth : taken ? TRUE : FALSE;
  }

  /** Counts a value and a level; false where there are too many of either, which is said once. `leave` takes the level back. */
  enter(node: Node, at: Position): boolean {
    if (this.#depth >= DEEPEST || this.#values >= this.#mostValues) {
      this.#tooLarge(node, at);
      return false;
    }
    this.#depth++;
    this.#values++;
    return true;
  }

  leave(): void {
    this.#depth--;
  }

  #tooLarge(node: Node, at: Position): void {
    if (this.#overflowed) return;
    this.#overflowed = true;
    const [found, wanted] =
      this.#depth >= DEEPEST
        ? ['nested too deep', `fewer than ${DEEPEST} levels`]
        : ['too many values', `at most ${this.#mostValues}`];
    report(at, node, 'too-large', 'error', `Cannot work out ${describe(node)}: ${found}, expected ${wanted}.`);
  }

  /** Every stack, the nested ones behind their parents. */
  get stacks(): readonly Stack[] {
    if (this.#stacks !== undefined) return this.#stacks;
    // Set before it is filled: which stacks are nested may depend on what a stack exports.
    this.#stacks = this.roots;
    this.#stacks = this.roots.flatMap((root) => this.#withNested(root));
    return this.#stacks;
  }

  #withNested(stack: Stack): readonly Stack[] {
    if (!stack.template.nesting) return [stack];
    const nested = [...stack.declarations.values()].flatMap(({ type, logicalId }) => {
      if (type !== 'AWS::CloudFormation::Stack' || stack.presence(logicalId).decided === false) return [];
      const child = this.child(stack, logicalId);
      return child === undefined ? [] : this.#withNested(child);
    });
    return [stack, ...nested];
  }

  /** The nested stack that a resource of type AWS::CloudFormation::Stack makes, if its template is among the sources. */
  child(parent: Stack, logicalId: string): Stack | undefined {
    const name = `${parent.name}/${logicalId}`;
    if (!this.#children.has(name)) this.#children.set(name, this.#nest(parent, logicalId, name));
    return this.#children.get(name);
  }

  #nest(parent: Stack, logicalId: string, name: string): Stack | undefined {
    const declaration = parent.declarations.get(logicalId);
    const template = this.nestedTemplates.find(parent, logicalId);
    if (declaration === undefined) return undefined;
    const at = parent.within(logicalId);
    const node = { ...declaration.node, offset: declaration.offset };
    if (template === undefined) {
      const message = `Cannot read the nested stack "${logicalId}": its template is not among the sources, expected the file that TemplateURL names.`;
      report(at, node, 'missing-nested-template', 'warning', message, 'Name the nested template as a source as well.');
      return undefined;
    }
    const ancestors = ancestorsOf(parent);
    if (ancestors.length > DEEPEST_STACK || ancestors.some((stack) => stack.template === template)) {
      const message = `Cannot nest the stack "${logicalId}": its template contains itself, expected an end to the nesting.`;
      report(at, node, 'circular-nesting', 'error', message);
      return undefined;
    }
    const stackName = parent.declared(logicalId)?.generatedName() ?? name;
    const { region, account } = parent;
    return new Stack({
      reading: this,
      name,
      stackName,
      template,
      region,
      account,
      isAccountGiven: parent.isAccountGiven,
      isNameGiven: parent.isNameGiven,
      nestedIn: { stack: parent, logicalId },
    });
  }
}

function ancestorsOf(stack: Stack): readonly Stack[] {
  return stack.nestedIn === undefined ? [stack] : [stack, ...ancestorsOf(stack.nestedIn.stack)];
}
