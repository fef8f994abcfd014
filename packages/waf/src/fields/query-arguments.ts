import { type QueryArgument, queryArguments } from '@sallyport/http';
import { Component } from '../component.ts';
import type { Components } from '../components.ts';
import type { Inspection } from '../inspection.ts';
import { members, nothingInside, text } from '../part.ts';
import { uriParts } from '../uri.ts';
import type { CompiledField, FieldCompiler } from './field.ts';

/** AllQueryArguments adds ten units: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html */
const ALL_ARGUMENTS_CAPACITY = 10;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToMatch.html */
const MOST_NAME_CHARACTERS = 30;

const queryOf = ({ request }: Inspection): string | undefined => uriParts(request).query;

function field(
  components: Components,
  base: Omit<CompiledField, 'fetch' | 'preParsed'>,
  wanted: (name: string) => boolean,
  before: (query: string) => string = (query) => query,
): CompiledField {
  const wantedOf = (inspection: Inspection): readonly QueryArgument[] => {
    const query = queryOf(inspection);
    return queryArguments(query === undefined ? undefined : before(query)).filter(({ name }) => wanted(name));
  };
  const fetch = components.share(base.key, (inspection) => new Component(valuesOf(wantedOf(inspection))));
  const nameAt = (inspection: Inspection, index: number): string | undefined => {
    const pieces = wantedOf(inspection);
    const value = valuesOf(pieces)[index];
    return pieces.find((piece) => (piece.value ?? '') === value)?.name;
  };
  const preParsed = (transform: (query: string) => string, key: string): CompiledField =>
    field(components, { ...base, key: `${base.key} ${key}`, described: undescribed(base.name) }, wanted, (query) =>
      transform(before(query)),
    );
  return { ...base, fetch, nameAt, preParsed };
}

/** A set is worth its making only for many. */
const FEW = 16;

/** The values, each once. Equal ones decide alike: a client that sends ten thousand of them is not to cost ten thousand comparisons. */
function valuesOf(pieces: readonly QueryArgument[]): readonly string[] {
  if (pieces.length > FEW) return [...new Set(pieces.map(({ value }) => value ?? ''))];
  const values: string[] = [];
  for (const { value = '' } of pieces) if (!values.includes(value)) values.push(value);
  return values;
}

const undescribed = (name: string): CompiledField['described'] => ({ field: 'other', name });

/** The values of one argument, its name compared without regard to case; any of them may match. */
export const singleQueryArgument: FieldCompiler = (part, { components }) => {
  const name = text(members(part, { required: ['Name'] })?.Name, 1, MOST_NAME_CHARACTERS);
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  const described = { field: 'single-query-argument', name: lower } as const;
  const key = `SingleQueryArgument ${lower}`;
  return field(
    components,
    { name: 'SingleQueryArgument', title: `query argument ${lower}`, key, described },
    (found) => found.toLowerCase() === lower,
  );
};

/** The values of all arguments; names are not looked at. */
export const allQueryArguments: FieldCompiler = (part, { components }) => {
  if (!nothingInside(part)) return undefined;
  const name = 'AllQueryArguments';
  const base = { name, key: name, described: undescribed(name), addedCapacity: ALL_ARGUMENTS_CAPACITY };
  return field(components, base, () => true);
};
