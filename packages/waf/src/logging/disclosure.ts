import type { Headers, Request } from '@sallyport/http';
import type { FieldMatch, RateKeyIdentity } from '../compiled.ts';

/** What takes the place of what is not to be logged. */
export const REDACTED = 'REDACTED';

/** What of one request may stand in a log record or a sample: each part as it is, or something in its place. */
export interface Disclosure {
  readonly method: (method: string) => string;
  readonly path: (path: string) => string;
  /** What follows the `?`; empty where there is nothing. */
  readonly query: (query: string) => string;
  readonly headers: (headers: Headers) => Headers;
  readonly fieldMatch: (match: FieldMatch) => FieldMatch;
  readonly rateValue: (key: RateKeyIdentity, value: string) => string;
  readonly rateName: (key: RateKeyIdentity, name: string) => string;
}

const same = (text: string): string => text;

/** Nothing is left out. */
export const everything = (): Disclosure => OPEN;

export const OPEN: Disclosure = {
  method: same,
  path: same,
  query: same,
  headers: (headers) => headers,
  fieldMatch: (match) => match,
  rateValue: (_key, value) => value,
  rateName: (_key, name) => name,
};

/** One after the other: what the first leaves out, no later one sees. */
export const disclosures =
  (...all: readonly ((request: Request) => Disclosure)[]): ((request: Request) => Disclosure) =>
  (request) =>
    all.map((disclose) => disclose(request)).reduce(after, OPEN);

const after = (first: Disclosure, then: Disclosure): Disclosure => ({
  method: (method) => then.method(first.method(method)),
  path: (path) => then.path(first.path(path)),
  query: (query) => then.query(first.query(query)),
  headers: (headers) => then.headers(first.headers(headers)),
  fieldMatch: (match) => then.fieldMatch(first.fieldMatch(match)),
  rateValue: (key, value) => then.rateValue(key, first.rateValue(key, value)),
  rateName: (key, name) => then.rateName(key, first.rateName(key, name)),
});

/** A match of which nothing but its kind and place is told. */
export const withoutData = ({ field, detail }: FieldMatch, instead: string = REDACTED): FieldMatch => ({
  field,
  detail: { ...detail, matchedData: [instead] },
});
