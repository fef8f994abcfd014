import { headerValues } from '@sallyport/http';
import type { DescribedField } from '../compiled.ts';
import { Component, only, optionally } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { members, nothingInside, text } from '../part.ts';
import { uriParts } from '../uri.ts';
import type { FieldCompiler } from './field.ts';

const bare =
  (name: string, described: DescribedField, fetch: (inspection: Inspection) => Component): FieldCompiler =>
  (part, { components }) =>
    nothingInside(part) && { name, key: name, described, fetch: components.share(name, fetch) };

/** The HTTP method. */
export const method = bare('Method', { field: 'method' }, ({ request }) => only(request.method));

/** The path of the URI, raw. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html */
export const uriPath = bare('UriPath', { field: 'uri-path' }, ({ request }) => only(uriParts(request).path));

/** What follows the first `?`, raw, up to a fragment. */
export const queryString = bare('QueryString', { field: 'query-string' }, ({ request }) =>
  optionally(uriParts(request).query),
);

/** Every header of one name, without regard to case. AWS does not say how repeated headers are joined; each is looked at. */
export const singleHeader: FieldCompiler = (part, { components }) => {
  const name = text(members(part, { required: ['Name'] })?.Name, 1, 64)?.toLowerCase();
  if (name === undefined) return undefined;
  const key = `SingleHeader ${name}`;
  const fetch = components.share(key, ({ request }) => new Component(headerValues(request.headers, name)));
  const described = { field: 'single-header', name } as const;
  return { name: 'SingleHeader', title: `header ${name}`, key, described, fetch, nameAt: () => name };
};
