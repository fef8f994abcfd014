import { EVENT_ROWS } from './events.ts';

/** What makes an attribute a danger: its presence, its value as an address or a style, or the name of another attribute in its value. */
export type AttributeDanger = 'always' | 'address' | 'style' | 'name';

/** Elements that run scripts or load what does, in capital letters; `XSS` is what testers write. */
const TAGS: ReadonlySet<string> = new Set([
  ...['APPLET', 'BASE', 'COMMENT', 'EMBED', 'FRAME', 'FRAMESET', 'HANDLER', 'IFRAME', 'IMPORT', 'ISINDEX', 'LINK'],
  ...['LISTENER', 'META', 'NOSCRIPT', 'OBJECT', 'SCRIPT', 'STYLE', 'VMLFRAME', 'XML', 'XSS'],
]);

const ATTRIBUTES: ReadonlyMap<string, AttributeDanger> = new Map<string, AttributeDanger>([
  ['ACTION', 'address'],
  ['ATTRIBUTENAME', 'name'],
  ['BACKGROUND', 'address'],
  ['BY', 'address'],
  ['DATAFORMATAS', 'always'],
  ['DATASRC', 'always'],
  ['DYNSRC', 'address'],
  ['FILTER', 'style'],
  ['FOLDER', 'address'],
  ['FORMACTION', 'address'],
  ['FROM', 'address'],
  ['HANDLER', 'address'],
  ['HREF', 'address'],
  ['LOWSRC', 'address'],
  ['POSTER', 'address'],
  ['SRC', 'address'],
  ['STYLE', 'style'],
  ['TO', 'address'],
  ['VALUES', 'address'],
  ['XLINK:HREF', 'address'],
]);

/** As long as the shortest name of an event. */
const SHARED_BYTES = 3;
const EVENTS = byFirstBytes(EVENT_ROWS.flatMap((row) => row.split(',')));

function byFirstBytes(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const start = name.slice(0, SHARED_BYTES);
    groups.set(start, [...(groups.get(start) ?? []), name]);
  }
  return groups;
}

/** Three characters, whatever the case of letters; others share numbers without harm, as this only rules names out. */
const startOf = (first: number, second: number, third: number): number =>
  ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);

/** With what the names of dangerous attributes begin: most others are ruled out by it. */
const STARTS = new Uint8Array(1 << 15);
for (const name of [...ATTRIBUTES.keys(), ...['XMLNS', 'XLINK'], ...[...EVENTS.keys()].map((start) => `ON${start}`)])
  STARTS[startOf(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2))] = 1;

/** Whether the name between two places of a text may make an attribute dangerous; told without a look at all of it. */
export function mayBeDangerous(source: string, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const first = source.charCodeAt(start);
  const second = source.charCodeAt(start + 1);
  const third = end - start > 2 ? source.charCodeAt(start + 2) : Number.NaN;
  return first === 0 || second === 0 || third === 0 || STARTS[startOf(first, second, third)] === 1;
}

/** In capital letters, of ASCII alone: `ß` would become two letters. */
function capitals(name: string): string {
  const upper = name.toUpperCase();
  return upper.length === name.length ? upper : name.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Browsers pass over NUL bytes in names. */
const withoutNul = (name: string): string => (name.includes('\0') ? name.replaceAll('\0', '') : name);

/** Whether an element of this name is an attack; everything of SVG and XSLT is. */
export function isDangerousTag(name: string): boolean {
  if (name.length < 3) return false;
  const start = capitals(name.slice(0, 3));
  return start === 'SVG' || start === 'XSL' || TAGS.has(capitals(withoutNul(name)));
}

export function dangerOfAttribute(name: string): AttributeDanger | undefined {
  if (name.length < 2) return undefined;
  const upper = capitals(name);
  if (name.length >= 5 && (isEvent(upper) || upper.startsWith('XMLNS') || upper.startsWith('XLINK'))) return 'always';
  return ATTRIBUTES.get(withoutNul(upper));
}

/** `on` and what starts with the name of an event. */
function isEvent(name: string): boolean {
  if (!name.startsWith('ON')) return false;
  const group = EVENTS.get(name.slice(2, 2 + SHARED_BYTES)) ?? [];
  return group.some((event) => name.startsWith(event, 2));
}
