/** One header line: its name as received, its value without the surrounding blanks. */
export type Header = readonly [name: string, value: string];

/** Header lines in the order received. */
export type Headers = readonly Header[];

const sameName = (a: string, b: string): boolean => a.length === b.length && a.toLowerCase() === b.toLowerCase();

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
