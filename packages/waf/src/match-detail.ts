import type { FieldMatch, MatchDetail } from './compiled.ts';
import type { CompiledField } from './fields/field.ts';
import type { Inspection } from './inspection.ts';

/** What was looked for. */
export type FoundData = Pick<MatchDetail, 'conditionType' | 'sensitivityLevel'>;

/**
 * What log records call a component. HEADER, COOKIE, QUERY_STRING, SINGLE_QUERY_ARG and BODY are shown by AWS in
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-examples.html and data-protection-examples.html there, UNKNOWN for JSON in
 * https://github.com/awsdocs/aws-waf-and-shield-advanced-developer-guide/blob/main/doc_source/logging-examples.md. URI and ALL_QUERY_ARGS
 * are observed in records that others published; the rest is approximated.
 */
const LOCATIONS: Readonly<Record<string, string>> = {
  AllQueryArguments: 'ALL_QUERY_ARGS',
  Body: 'BODY',
  Cookies: 'COOKIE',
  HeaderOrder: 'HEADER_ORDER',
  Headers: 'HEADER',
  JsonBody: 'UNKNOWN',
  Method: 'METHOD',
  QueryString: 'QUERY_STRING',
  SingleHeader: 'HEADER',
  SingleQueryArgument: 'SINGLE_QUERY_ARG',
  UriFragment: 'URI_FRAGMENT',
  UriPath: 'URI',
};

/** A match in the text at a place of the component. https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function fieldMatch(
  found: FoundData,
  field: CompiledField,
  matchedData: readonly string[],
  inspection: Inspection,
  index: number,
): FieldMatch {
  const matchedFieldName = field.nameAt?.(inspection, index);
  const detail: MatchDetail = {
    ...found,
    location: LOCATIONS[field.name] ?? field.name,
    matchedData,
    ...(matchedFieldName === undefined ? {} : { matchedFieldName }),
  };
  return { field: field.name, detail };
}
