import { queryArguments, splitTarget } from '@sallyport/http';
import type { MatchDetail } from './compiled.ts';
import type { CompiledField } from './fields/field.ts';
import type { Inspection } from './inspection.ts';

/** What was looked for. */
export type FoundData = Pick<MatchDetail, 'conditionType' | 'sensitivityLevel'>;

/** Which of a component's texts matched. */
export interface FoundText {
  readonly inspection: Inspection;
  readonly index: number;
  /** How many texts the component has. */
  readonly of: number;
}

/**
 * What log records call a component. AWS shows HEADER in https://docs.aws.amazon.com/waf/latest/developerguide/logging-examples.html; URI,
 * QUERY_STRING, BODY, ALL_QUERY_ARGS and SINGLE_QUERY_ARG are observed in records that others published; the rest is approximated.
 */
const LOCATIONS: Readonly<Record<string, string>> = {
  AllQueryArguments: 'ALL_QUERY_ARGS',
  Body: 'BODY',
  Cookies: 'COOKIE',
  HeaderOrder: 'HEADER_ORDER',
  Headers: 'HEADER',
  JsonBody: 'JSON_BODY',
  Method: 'METHOD',
  QueryString: 'QUERY_STRING',
  SingleHeader: 'HEADER',
  SingleQueryArgument: 'SINGLE_QUERY_ARG',
  UriFragment: 'URI_FRAGMENT',
  UriPath: 'URI',
};

/** A match as log records tell it. https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function matchDetail(
  found: FoundData,
  field: CompiledField,
  matchedData: readonly string[],
  text: FoundText,
): MatchDetail {
  const matchedFieldName = fieldName(field, text);
  return {
    ...found,
    location: LOCATIONS[field.name] ?? field.name,
    matchedData,
    ...(matchedFieldName === undefined ? {} : { matchedFieldName }),
  };
}

/** The name of the header or the argument; undefined where the field has none, or more than one could be meant. */
function fieldName({ name, described }: CompiledField, { inspection, index, of }: FoundText): string | undefined {
  if (described.field === 'single-header' || described.field === 'single-query-argument') return described.name;
  if (name !== 'AllQueryArguments') return undefined;
  const pieces = queryArguments(splitTarget(inspection.request.target).query);
  return pieces.length === of ? pieces[index]?.name : undefined;
}
