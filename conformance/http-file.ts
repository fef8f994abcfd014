/** A request as an .http file holds it. */
export interface HttpFile {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

/** Reads an .http file: a request line with a whole URL, headers, and a body after an empty line. `{{Name}}` is a host. */
export function parseHttpFile(text: string, hostOf: (name: string) => string): HttpFile {
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => hostOf(name));
  const at = filled.indexOf('\n\n');
  const head = at < 0 ? filled : filled.slice(0, at);
  const [line = '', ...lines] = head.split('\n').filter((each) => each !== '');
  const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line) ?? [];
  if (method === undefined || url === undefined)
    throw new Error(`Cannot read the request line "${line}", expected METHOD URL HTTP/1.1`);
  const headers = lines.map((each) => {
    const colon = each.indexOf(': ');
    return [each.slice(0, colon), each.slice(colon + 2)] as const;
  });
  return { method, url, headers, body: at < 0 ? undefined : filled.slice(at + 2) };
}
