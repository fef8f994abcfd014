import type { Compilation } from './compilation.ts';
import type { DescribedField } from './compiled.ts';
import type { Component } from './component.ts';
import type { Fetch } from './components.ts';
import type { CompiledField } from './fields/field.ts';
import { compileField } from './fields/fields.ts';
import { choice, integer, items, members, type Part, refuse } from './part.ts';
import { NUMBERED_TRANSFORMATIONS } from './transformations/changeable.ts';
import { PRE_PARSE_NAMES, PRE_PARSE_TRANSFORMATIONS } from './transformations/pre-parse.ts';
import { TRANSFORMATION_NAMES, TRANSFORMATIONS, type TransformationName } from './transformations/transformations.ts';

/**
 * Each costs ten units: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html. The page
 * does not say what NONE costs, which transforms nothing; it is taken to cost nothing.
 */
const TRANSFORMATION_CAPACITY = 10;
const MOST_TRANSFORMATIONS = 10;

/** What a statement compares: a component after its transformations. */
export interface TextSource {
  readonly field: CompiledField;
  readonly fetch: Fetch;
  readonly described: DescribedField;
  readonly transformations: readonly TransformationName[];
  /** `UriPath after LOWERCASE`, for the trace. */
  readonly title: string;
  /** The capacity of a statement on it that costs so much by itself. */
  readonly capacity: (own: number) => number;
}

/** Whether some text passes the test, unless a fallback setting has decided. */
export const someText = (component: Component, test: (text: string) => boolean): boolean =>
  component.verdict ?? component.texts.some(test);

/** What is named in order of its Priority; the numbers must differ. */
function inOrder<T extends string>(
  part: Part | undefined,
  names: readonly T[],
  least: number,
): readonly T[] | undefined {
  const listed = items(part, least, MOST_TRANSFORMATIONS);
  const read = listed?.map((item) => {
    const member = members(item, { required: ['Priority', 'Type'] });
    return { priority: integer(member?.Priority, 0, 0x7fffffff), type: choice(member?.Type, names) };
  });
  if (!part || !read) return undefined;
  if (new Set(read.map(({ priority }) => priority)).size < read.length)
    return refuse(part, 'transformations with the same Priority', 'a Priority of its own for each');
  const ordered = [...read].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  return ordered.flatMap(({ type }) => (type ? [type] : []));
}

/** Reads a list of text transformations. */
export const transformationsOf = (part: Part | undefined): readonly TransformationName[] | undefined =>
  inOrder(part, TRANSFORMATION_NAMES, 1);

/** The text after the transformations, one after the other. */
export const transformed = (text: string, names: readonly TransformationName[]): string =>
  names.reduce((value, name) => TRANSFORMATIONS[name](value), text);

/** Compiles the members that every statement on texts has. */
export function compileTextSource(
  parts: Partial<Record<'FieldToMatch' | 'TextTransformations' | 'PreParseTextTransformations', Part>>,
  compilation: Compilation,
): TextSource | undefined {
  const field = compileField(parts.FieldToMatch, compilation);
  const names = transformationsOf(parts.TextTransformations);
  const before = parts.PreParseTextTransformations;
  const preParse = before ? inOrder(before, PRE_PARSE_NAMES, 1) : [];
  if (!field || !names || !preParse) return undefined;
  const source = preParse.length === 0 ? field : preParsed(field, preParse);
  if (!source) return before && refuse(before, `on ${field.name}`, 'SingleQueryArgument or AllQueryArguments');
  return textSource(source, names, preParse, compilation);
}

function preParsed(
  field: CompiledField,
  names: readonly (keyof typeof PRE_PARSE_TRANSFORMATIONS)[],
): CompiledField | undefined {
  const transform = (query: string): string =>
    names.reduce((value, name) => PRE_PARSE_TRANSFORMATIONS[name](value), query);
  return field.preParsed?.(transform, names.join(' '));
}

function textSource(
  field: CompiledField,
  transformations: readonly TransformationName[],
  preParse: readonly string[],
  compilation: Compilation,
): TextSource {
  const real = transformations.filter((name) => name !== 'NONE');
  const title = field.title ?? field.name;
  const paid = real.length + preParse.filter((name) => name !== 'NONE').length;
  return {
    field,
    fetch: chain(field, real, compilation),
    described: field.described,
    transformations: real,
    title: real.length === 0 ? title : `${title} after ${real.join(', ')}`,
    capacity: (own) => own * (field.capacityFactor ?? 1) + (field.addedCapacity ?? 0) + paid * TRANSFORMATION_CAPACITY,
  };
}

/** The component after the transformations; beginnings of chains are shared, as is what the component remembers. */
function chain(field: CompiledField, names: readonly TransformationName[], compilation: Compilation): Fetch {
  const [last] = names.slice(-1).flatMap((name) => NUMBERED_TRANSFORMATIONS.get(name) ?? []);
  if (!last) return field.fetch;
  const before = chain(field, names.slice(0, -1), compilation);
  return compilation.components.share(`${field.key} ${names.join(' ')}`, (inspection) =>
    before(inspection).after(last),
  );
}
