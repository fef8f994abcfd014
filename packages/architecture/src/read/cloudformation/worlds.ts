import type { World } from '../../resource.ts';
import { conditionUses, type ParameterUses } from './condition-uses.ts';
import { Diagnostics } from './diagnostics.ts';
import { openSources } from './open.ts';
import type { Reading } from './reading.ts';
import type { ReadOptions, SourceSet } from './source.ts';

/** More worlds than these are not read one by one. */
const MOST_WORLDS = 64;
/** So many combinations are tried for what they change; more are not. */
const MOST_COMBINATIONS = 4096;

/**
 * The choices of parameters that change which conditions hold. The first world is that of the defaults and the given
 * values; each other one changes the truth of some condition compared with all before it. `complete` is false where only
 * one parameter at a time was changed, because there are too many combinations.
 */
export function worlds(
  sources: SourceSet,
  options: ReadOptions = {},
): { readonly worlds: readonly World[]; readonly complete: boolean } {
  const first = openSources(sources, options, new Diagnostics());
  const choices = openChoices(conditionUses(first), first, options);
  const tried = new Worlds(sources, options);
  tried.add({});
  if (combinationsOf(choices) <= MOST_COMBINATIONS) {
    for (const parameters of combinations(choices)) {
      tried.add(parameters);
      if (tried.found.length > MOST_WORLDS) break;
    }
    if (tried.found.length <= MOST_WORLDS) return withTruths(tried);
  }
  const single = new Worlds(sources, options);
  single.add({});
  for (const { name, values } of choices) for (const value of values) single.add({ [name]: value });
  return { worlds: single.found.slice(0, MOST_WORLDS), complete: false };
}

/** Each of the worlds, and with it every choice of truths for the comparisons that are free in it. */
function withTruths(tried: Worlds): { readonly worlds: readonly World[]; readonly complete: boolean } {
  for (const { parameters } of [...tried.found]) {
    const names = [...(tried.free.get(parameters) ?? [])].sort();
    if (names.length === 0) continue;
    if (2 ** names.length > MOST_COMBINATIONS) return { worlds: tried.found, complete: false };
    for (const truths of choices(names)) {
      tried.add(parameters, truths);
      if (tried.found.length > MOST_WORLDS) return { worlds: tried.found.slice(0, MOST_WORLDS), complete: false };
    }
  }
  return { worlds: tried.found, complete: true };
}

/** Every choice of truths. Two comparisons of the same thing with different texts do not hold at once. */
function* choices([name, ...rest]: readonly string[]): Generator<Record<string, boolean>> {
  if (name === undefined) {
    yield {};
    return;
  }
  for (const others of choices(rest)) {
    yield { [name]: false, ...others };
    const [subject] = name.split(' = ');
    const excluded = Object.entries(others).some(([other, holds]) => holds && other.split(' = ')[0] === subject);
    if (!excluded || !name.includes(' = ')) yield { [name]: true, ...others };
  }
}

/** A parameter and the values to try, without the one that it has already. */
interface Choice {
  readonly name: string;
  readonly values: readonly string[];
}

function openChoices(
  uses: ReadonlyMap<string, ParameterUses>,
  reading: Reading,
  options: ReadOptions,
): readonly Choice[] {
  return [...uses].flatMap(([name, { values }]): Choice[] => {
    if (options.parameters !== undefined && Object.hasOwn(options.parameters, name)) return [];
    const current = reading.roots.map((stack) => stack.parameter(name)?.default).find((text) => text !== undefined);
    const others = [...values].filter((value) => value !== current);
    return others.length === 0 ? [] : [{ name, values: others }];
  });
}

const combinationsOf = (choices: readonly Choice[]): number =>
  choices.reduce((count, { values }) => count * (values.length + 1), 1);

function* combinations(choices: readonly Choice[]): Generator<Record<string, string>> {
  const [choice, ...rest] = choices;
  if (choice === undefined) {
    yield {};
    return;
  }
  for (const others of combinations(rest)) {
    yield others;
    for (const value of choice.values) yield { [choice.name]: value, ...others };
  }
}

/** Worlds whose conditions differ. */
class Worlds {
  readonly found: World[] = [];
  /** The comparisons that are free under these parameters. */
  readonly free = new Map<World['parameters'], ReadonlySet<string>>();
  readonly #sources: SourceSet;
  readonly #options: ReadOptions;
  readonly #seen = new Set<string>();

  constructor(sources: SourceSet, options: ReadOptions) {
    this.#sources = sources;
    this.#options = options;
  }

  add(parameters: Readonly<Record<string, string>>, truths?: Readonly<Record<string, boolean>>): void {
    const world: World = truths ? { parameters, truths } : { parameters };
    const reading = openSources(this.#sources, { ...this.#options, world }, new Diagnostics());
    const decided = truthsOf(reading);
    if (this.#seen.has(decided)) return;
    this.#seen.add(decided);
    this.found.push(world);
    if (!truths) this.free.set(parameters, reading.free);
  }
}

/** What every condition of every stack comes to. */
function truthsOf(reading: Reading): string {
  return reading.stacks
    .map((stack) => {
      const truths = [...stack.truths.values()].map(({ decided }) =>
        decided === undefined ? '?' : decided ? '1' : '0',
      );
      return `${stack.name} ${truths.join('')}`;
    })
    .join('\n');
}
