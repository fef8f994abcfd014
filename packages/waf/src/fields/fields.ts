import type { Compilation } from '../compilation.ts';
import { onlyMember, type Part, refuse } from '../part.ts';
import { body } from './body.ts';
import type { CompiledField, FieldCompiler } from './field.ts';
import { ja3Fingerprint, ja4Fingerprint, uriFragment } from './fingerprints.ts';
import { cookies, headerOrder, headers } from './headers.ts';
import { jsonBody } from './json-body.ts';
import { allQueryArguments, singleQueryArgument } from './query-arguments.ts';
import { method, queryString, singleHeader, uriPath } from './simple.ts';

/** The members of FieldToMatch. https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToMatch.html */
export const FIELDS = {
  SingleHeader: singleHeader,
  SingleQueryArgument: singleQueryArgument,
  AllQueryArguments: allQueryArguments,
  UriPath: uriPath,
  QueryString: queryString,
  Body: body,
  Method: method,
  JsonBody: jsonBody,
  Headers: headers,
  Cookies: cookies,
  HeaderOrder: headerOrder,
  JA3Fingerprint: ja3Fingerprint,
  JA4Fingerprint: ja4Fingerprint,
  UriFragment: uriFragment,
} satisfies Record<string, FieldCompiler>;

const BY_NAME: ReadonlyMap<string, FieldCompiler> = new Map(Object.entries(FIELDS));

/** Compiles a FieldToMatch: exactly one component. */
export function compileField(part: Part | undefined, compilation: Compilation): CompiledField | undefined {
  const chosen = onlyMember(part, 'request component');
  if (!chosen) return undefined;
  const compile = BY_NAME.get(chosen.name);
  return compile ? compile(chosen.part, compilation) : refuse(chosen.part, 'an unknown member', 'a request component');
}
