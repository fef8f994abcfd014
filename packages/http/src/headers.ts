/** One header line: its name as received, its value without the surrounding blanks. */
export type Header = readonly [name: string, value: string];

/** Header lines in the order received. */
export type Headers = readonly Header[];

const sameName = (a: string, b: string): boolean =>
  a.length === b.length && (a === b || a.toLowerCase() === b.toLowerCase());

/** The names met so far, in lower case: few names make up most requests, and looking one up is quicker than folding it. */
const lowerNames = new Map<string, string>();
const MOST_LOWER_NAMES = 1000;

/** The name of a header in lower case. */
export function lowerName(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowerNames.size < MOST_LOWER_NAMES && name.length <= 64) lowerNames.set(name, lower);
  return lower;
}

/** The values of every header of that name, in order; names are compared without regard to case (RFC 9110, section 5.1). */
export function headerValues(headers: Headers, name: string): readonly string[] {
  const values: string[] = [];
  for (const [key, value] of headers) if (sameName(key, name)) values.push(value);
  return values;
}

/** The value of the first header of that name. */
export function headerValue(headers: Headers, name: string): string | undefined {
  for (const [key, value] of headers) if (sameName(key, name)) return value;
  return undefined;
}

/** The headers without those of that name. */
export function withoutHeader(headers: Headers, name: string): Headers {
  return headers.some(([key]) => sameName(key, name)) ? headers.filter(([key]) => !sameName(key, name)) : headers;
}

/** The headers with exactly one of that name, in the place of the first one replaced, or at the end. */
export function withHeader(headers: Headers, name: string, value: string): Headers {
  const at = headers.findIndex(([key]) => sameName(key, name));
  if (at < 0) return [...headers, [name, value]];
  return headers.flatMap((header, index): Header[] => {
    if (index === at) return [[name, value]];
    return sameName(header[0], name) ? [] : [header];
  });
}

/** The headers without those of these names, given in lower case. */
export function withoutHeaders(headers: Headers, lowerCaseNames: ReadonlySet<string>): Headers {
  return headers.filter(([name]) => !lowerCaseNames.has(lowerName(name)));
}

/** `withHeader` for each of `set`, one after the other. */
export function withHeaders(headers: Headers, set: Headers): Headers {
  const all = headers.slice();
  for (const header of set) replace(all, header);
  return all;
}

function replace(all: Header[], header: Header): void {
  const at = all.findIndex(([name]) => sameName(name, header[0]));
  if (at < 0) {
    all.push(header);
    return;
  }
  all[at] = header;
  for (let last = all.length - 1; last > at; last--) {
    if (sameName(all[last]?.[0] ?? '', header[0])) all.splice(last, 1);
  }
}
