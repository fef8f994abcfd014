import { utf8 } from '@sallyport/http';
import type { Data } from './data.ts';

type Texts = readonly string[] | boolean;

/** A key or a scalar, with the keys and numbers that lead to it. */
interface Element {
  readonly kind: 'KEY' | 'VALUE';
  readonly path: readonly string[];
  readonly text: string;
}

/** What could not be read: reading ends here. */
class Unreadable extends Error {}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_JsonBody.html */
export function jsonTexts(settings: Data, body: Texts): Texts {
  if (typeof body === 'boolean') return body;
  const [text] = body;
  if (text === undefined) return [];
  const found: Element[] = [];
  if (!isReadWhole(text, found)) {
    if (settings.InvalidFallbackBehavior === 'EVALUATE_AS_STRING') return [text];
    if (settings.InvalidFallbackBehavior) return settings.InvalidFallbackBehavior === 'MATCH';
  }
  const wanted = found.filter(({ kind }) => settings.MatchScope === 'ALL' || settings.MatchScope === kind);
  return wanted.filter((element) => isIncluded(settings.MatchPattern, element)).map((element) => element.text);
}

/** Everything below a path; the key at its own end is not looked at. */
function isIncluded({ All, IncludedPaths }: Data, { kind, path }: Element): boolean {
  if (All) return true;
  return IncludedPaths.some((pointer: string) => {
    const wanted = pointer
      .split('/')
      .slice(1)
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const above = kind === 'KEY' ? path.slice(0, -1) : path;
    return JSON.stringify(above.slice(0, wanted.length)) === JSON.stringify(wanted);
  });
}

function isReadWhole(text: string, found: Element[]): boolean {
  try {
    const end = container(text, blanks(text, 0), [], found);
    return blanks(text, end) === text.length;
  } catch (cause) {
    if (cause instanceof Unreadable) return false;
    throw cause;
  }
}

function blanks(text: string, at: number): number {
  let here = at;
  while (' \t\r\n'.includes(text[here] ?? 'end')) here++;
  return here;
}

/** Passes over one character where it stands there. */
const past = (text: string, at: number, mark: string): number => (text[at] === mark ? at + 1 : at);

/** Reads an object or an array; AWS WAF passes over a missing comma, a missing colon and a doubled one. */
function container(text: string, at: number, path: readonly string[], found: Element[]): number {
  const [open] = text.slice(at);
  if ((open !== '{' && open !== '[') || path.length >= 512) throw new Unreadable();
  const keys: string[] = [];
  let here = blanks(text, at + 1);
  for (let index = 0; text[here] !== (open === '{' ? '}' : ']'); index++) {
    here = blanks(text, past(text, here, ','));
    let name = String(index);
    if (open === '{') {
      const key = string(text, here);
      if (!key || keys.includes(key.text)) throw new Unreadable();
      keys.push(key.text);
      name = key.text;
      found.push({ kind: 'KEY', path: [...path, name], text: name });
      here = blanks(text, key.end);
      here = past(text, past(text, here, ':'), ':');
    }
    here = blanks(text, value(text, blanks(text, here), [...path, name], found));
  }
  return here + 1;
}

function value(text: string, at: number, path: readonly string[], found: Element[]): number {
  if (text[at] === '{' || text[at] === '[') return container(text, at, path, found);
  const scalar = string(text, at) ?? literal(text, at);
  if (!scalar) throw new Unreadable();
  found.push({ kind: 'VALUE', path, text: scalar.text });
  return scalar.end;
}

interface Scalar {
  readonly text: string;
  readonly end: number;
}

function string(text: string, at: number): Scalar | undefined {
  const [all] = /^"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/.exec(text.slice(at)) ?? [];
  return all === undefined ? undefined : { text: unescaped(all), end: at + all.length };
}

/** The bytes of a string: those that stand there are bytes already, those of an escape become UTF-8. */
function unescaped(quoted: string): string {
  const runs = quoted.slice(1, -1).match(/(?:\\u[0-9a-fA-F]{4})+|\\.|[^\\]+/g) ?? [];
  return runs.map((run) => (run.startsWith('\\') ? utf8(JSON.parse(`"${run}"`)) : run)).join('');
}

function literal(text: string, at: number): Scalar | undefined {
  const [all] =
    /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![^\s,:\]}"[{])/.exec(text.slice(at)) ??
    [];
  return all === undefined ? undefined : { text: all, end: at + all.length };
}
