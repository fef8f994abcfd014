import { isOpaque } from '../../text.ts';
import type { Value } from '../../value.ts';
import { textOf } from './composed-text.ts';
import { evaluate } from './evaluate.ts';
import { describe, type Entry, type MapNode, type Node, stringOf } from './node.ts';
import { type Position, refuse, report } from './position.ts';

export const isForEach = (key: string): boolean => key.startsWith('Fn::ForEach::') || key === 'Fn::ForEach';

/**
 * The entries of a map with every `Fn::ForEach::<name>` replaced by what it makes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandForEach(entries: readonly Entry[], at: Position): readonly Entry[] {
  if (!entries.some(({ key }) => isForEach(key))) return entries;
  return entries.flatMap((entry) => (isForEach(entry.key) ? loop(entry, at) : [entry]));
}

function loop(entry: Entry, at: Position): readonly Entry[] {
  const [identifier, collection, fragment, ...more] = entry.value.kind === 'list' ? entry.value.items : [];
  const name = stringOf(identifier);
  if (name === undefined || collection === undefined || fragment?.kind !== 'map' || more.length > 0)
    return wrong(entry, at, `${describe(entry.value)} found`);
  if (!at.stack.reading.enter(entry.value, at)) return [];
  try {
    const values = collectionTexts(collection, at);
    if (values === undefined) return wrong(entry, at, 'a collection that is not known');
    return values.flatMap((value) => expandForEach(filledEntries(fragment, name, value, at), at));
  } finally {
    at.stack.reading.leave();
  }
}

function wrong(entry: Entry, at: Position, found: string): readonly Entry[] {
  const message = `Cannot repeat ${entry.key}: ${found}, expected an identifier, a collection of known texts and a map.`;
  refuse(at, { ...entry.value, offset: entry.keyOffset }, 'wrong-for-each', message, 'What it would make is left out.');
  return [];
}

function collectionTexts(node: Node, at: Position): readonly string[] | undefined {
  const value = evaluate(node, at);
  if (value === undefined || value.kind !== 'list') return undefined;
  const texts: string[] = [];
  for (const text of value.items.flatMap(textsOf)) {
    if (text === undefined || isOpaque(text)) return undefined;
    texts.push(text);
  }
  return texts;
}

/** A list inside the collection (a `Ref` to a list parameter) counts with each of its items. */
const textsOf = (value: Value): readonly ReturnType<typeof textOf>[] =>
  value.kind === 'list' ? value.items.map(textOf) : [textOf(value)];

function filledEntries(fragment: MapNode, name: string, value: string, at: Position): readonly Entry[] {
  const fill = filler(name, value);
  return fragment.entries.map((entry) => {
    const key = fill.text(entry.key);
    if (key === entry.key && !isForEach(key))
      report(
        at,
        { ...entry.value, offset: entry.keyOffset },
        'wrong-for-each',
        'warning',
        `Cannot tell the repetitions of "${key}" apart: the key is the same each time, expected \${${name}} in it.`,
      );
    return { key, keyOffset: entry.keyOffset, value: fill.node(entry.value) };
  });
}

/** Puts a value in the place of `${Name}` and `&{Name}` (its letters and digits only), and of `{Ref: Name}`. */
function filler(name: string, value: string): { text: (text: string) => string; node: (node: Node) => Node } {
  const plain = `\${${name}}`;
  const bare = `&{${name}}`;
  const alphanumeric = value.replace(/[^A-Za-z0-9]/g, '');
  const text = (source: string): string =>
    source.includes('{') ? source.replaceAll(plain, value).replaceAll(bare, alphanumeric) : source;
  const node = (source: Node): Node => {
    if (source.kind === 'scalar')
      return typeof source.value === 'string' ? { ...source, value: text(source.value) } : source;
    if (source.kind === 'list') return { ...source, items: source.items.map(node) };
    const only = source.entries[0];
    if (source.entries.length === 1 && only?.key === 'Ref' && stringOf(only.value) === name)
      return { kind: 'scalar', value, offset: source.offset };
    return {
      ...source,
      entries: source.entries.map((entry) => ({ ...entry, key: text(entry.key), value: node(entry.value) })),
    };
  };
  return { text, node };
}
