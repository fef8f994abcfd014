/** One header line: its name as received, its value without the surrounding blanks. */
export type Header = readonly [name: string, value: string];

/** Header lines in the order received. */
export type Headers = readonly Header[];

const sameName = (a: string, b: string): boolean =>
  a.length === b.length && sameLetter(a, b) && (a === b || a.toLowerCase() === b.toLowerCase());

/** Whether the first letters may be the same in another case: most names are told apart by them. */
const sameLetter = (a: string, b: string): boolean => (a.charCodeAt(0) | 0x20) === (b.charCodeAt(0) | 0x20);

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

/** Whether the value of a header of that name passes a test that is told more besides. */
export function anyHeaderValue<More>(
  headers: Headers,
  name: string,
  test: (value: string, more: More) => boolean,
  more: More,
): boolean {
  for (const header of headers) if (sameName(header[0], name) && test(header[1], more)) return true;
  return false;
}

/** How many headers have that name. */
export function headerCount(headers: Headers, name: string): number {
  let count = 0;
  for (const header of headers) if (sameName(header[0], name)) count++;
  return count;
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

/** Whether the name of a header is one of some. */
export type NameTest = (name: string) => boolean;

/** The test for names given in lower case. Most names differ from all of them in their length already. */
export function nameTest(lowerCaseNames: readonly string[]): NameTest {
  const names = new Set(lowerCaseNames);
  const lengths = lowerCaseNames.reduce((all, name) => all | lengthBit(name), 0);
  return (name) => (lengths & lengthBit(name)) !== 0 && names.has(lowerName(name));
}

const lengthBit = (name: string): number => 1 << Math.min(31, name.length);

/** The headers without those whose names pass the test: a list of the caller's own. */
export function withoutHeaders(headers: Headers, removed: NameTest): Header[] {
  return headers.filter((header) => !removed(header[0]));
}

/** `withHeader` for each of `set`, one after the other. */
export function withHeaders(headers: Headers, set: Headers): Headers {
  const all = headers.slice();
  for (const header of set) putHeader(all, header);
  return all;
}

/** `withHeader` on a list of one's own. */
export function putHeader(all: Header[], header: Header): void {
  let kept = 0;
  let found = false;
  for (const each of all) {
    const isNamed = sameName(each[0], header[0]);
    if (isNamed && found) continue;
    all[kept++] = isNamed ? header : each;
    found ||= isNamed;
  }
  if (kept < all.length) all.length = kept;
  if (!found) all.push(header);
}
