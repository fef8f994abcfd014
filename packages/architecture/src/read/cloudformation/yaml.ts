import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Document as YamlDocument,
  type Node as YamlNode,
} from 'yaml';
import { duplicateKey } from './duplicate-key.ts';
import type { Entry, Fault, MapNode, Node, Parsed } from './node.ts';
import { plainScalar } from './yaml-scalar.ts';

/** Functions that have a short form. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const SHORT_FORMS = [
  'And', 'Base64', 'Cidr', 'Condition', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'GetStackOutput', 'If', 'ImportValue',
  'Join', 'Length', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform',
  'Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf', 'ValueOfAll',
] as const; // biome-ignore format: a table
const LONG_NAMES: ReadonlyMap<string, string> = new Map(
  SHORT_FORMS.map((name) => [`!${name}`, name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]),
);

const customTags = [...LONG_NAMES.keys()].flatMap((tag) => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'seq' as const },
  { tag, collection: 'map' as const },
]);

/** Parses YAML as CloudFormation does (see yaml-scalar.ts). What is malformed becomes faults; the rest of the tree stands. */
export function parseYaml(text: string): Parsed {
  // The failsafe schema leaves all scalars texts; what plain ones mean is decided here.
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    customTags,
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    // 'silent' would keep quiet about a second document, too.
    logLevel: 'error',
  });
  // What follows the first error is its echo.
  const faults = document.errors
    .slice(0, 1)
    .map(({ code, pos, message }) => (code === 'MULTIPLE_DOCS' ? secondDocument(pos[0]) : malformed(pos[0], message)));
  // The library reports a full stack as an error of the text.
  if (/call stack/.test(document.errors[0]?.message ?? '')) throw new RangeError('nested too deep');
  const reader = new YamlReader(faults);
  return { root: rootOf(document, reader), faults };
}

function rootOf(document: YamlDocument, reader: YamlReader): Node | undefined {
  return document.contents === null ? undefined : reader.node(document.contents as YamlNode);
}

const malformed = (offset: number, message: string): Fault => ({
  offset,
  code: 'malformed-yaml',
  severity: 'error',
  message: `Cannot read the template as YAML: ${lowerFirst(firstLine(message))}, expected YAML 1.1.`,
});
const secondDocument = (offset: number): Fault => ({
  offset,
  code: 'malformed-yaml',
  severity: 'error',
  message: 'Cannot read the template as YAML: a second document begins here, expected one document.',
  help: 'Put it into a file of its own, and name both files.',
});
const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? text).replace(/[.:]$/, '');
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Turns the library's nodes into ours. Anchors stand before their aliases, so one walk in order knows them all. */
class YamlReader {
  readonly #faults: Fault[];
  readonly #anchors = new Map<string, Node>();

  constructor(faults: Fault[]) {
    this.#faults = faults;
  }

  node(yaml: YamlNode): Node {
    const offset = yaml.range?.[0] ?? 0;
    if (isAlias(yaml)) return this.#alias(yaml.source, offset);
    const plain = this.#untagged(yaml, offset);
    const tagged = this.#tagged(yaml.tag, plain, offset);
    if ('anchor' in yaml && yaml.anchor !== undefined) this.#anchors.set(yaml.anchor, tagged);
    return tagged;
  }

  #alias(name: string, offset: number): Node {
    const node = this.#anchors.get(name);
    if (node !== undefined) return node;
    this.#faults.push(malformed(offset, `alias "*${name}" has no anchor before it`));
    return { kind: 'scalar', value: null, offset };
  }

  #untagged(yaml: YamlNode, offset: number): Node {
    if (isSeq(yaml)) return { kind: 'list', items: yaml.items.map((item) => this.#item(item, offset)), offset };
    if (isMap(yaml)) return { kind: 'map', entries: this.#entries(yaml.items, offset), offset };
    if (isScalar(yaml)) return { kind: 'scalar', value: this.#scalar(yaml.value, yaml.type, yaml.tag, offset), offset };
    return { kind: 'scalar', value: null, offset };
  }

  /** An item of a list; `- a: b` inside a flow list is a pair, which stands for a map of one. */
  #item(item: unknown, offset: number): Node {
    if (isNode(item)) return this.node(item);
    return { kind: 'scalar', value: null, offset };
  }

  #scalar(
    value: unknown,
    type: string | undefined,
    tag: string | undefined,
    offset: number,
  ): string | number | boolean | null {
    if (typeof value !== 'string') return value === null ? null : String(value);
    if (tag === 'tag:yaml.org,2002:str' || tag === '!' || (type !== undefined && type !== 'PLAIN')) return value;
    if (tag !== undefined && LONG_NAMES.has(tag)) return value;
    const meant = plainScalar(value);
    if (typeof meant === 'number' && String(meant) !== value) this.#faults.push(otherNumber(value, meant, offset));
    return meant;
  }

  #entries(pairs: readonly Pair[], offset: number): readonly Entry[] {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    const merged: Entry[] = [];
    for (const pair of pairs) {
      const key = isNode(pair.key) ? this.#key(pair.key) : { text: '', offset, plain: false };
      const value = isNode(pair.value) ? this.node(pair.value) : nothing(key.offset);
      if (key.text === '<<' && key.plain) {
        merged.push(...mergedEntries(value));
        continue;
      }
      if (seen.has(key.text)) this.#faults.push(duplicateKey(key.text, key.offset));
      seen.add(key.text);
      entries.push({ key: key.text, keyOffset: key.offset, value });
    }
    return merged.length === 0 ? entries : [...withoutKeys(merged, seen), ...entries];
  }

  #key(yaml: YamlNode): { readonly text: string; readonly offset: number; readonly plain: boolean } {
    const offset = yaml.range?.[0] ?? 0;
    const node = isScalar(yaml) ? undefined : this.node(yaml);
    if (isScalar(yaml)) {
      if (yaml.anchor !== undefined) this.node(yaml);
      return { text: String(yaml.value ?? ''), offset, plain: yaml.type === 'PLAIN' };
    }
    return { text: node?.kind === 'scalar' ? String(node.value) : '', offset, plain: false };
  }

  #tagged(tag: string | undefined, node: Node, offset: number): Node {
    if (tag === undefined || !tag.startsWith('!') || tag === '!') return node;
    const name = LONG_NAMES.get(tag);
    if (name !== undefined) return functionNode(name, node, offset);
    // An unknown short form becomes a function that nobody knows, and is named when it is carried out.
    return functionNode(`Fn::${tag.slice(1)}`, node, offset);
  }
}

const isNode = (value: unknown): value is YamlNode => isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
const nothing = (offset: number): Node => ({ kind: 'scalar', value: null, offset });
const functionNode = (key: string, value: Node, offset: number): MapNode => ({
  kind: 'map',
  entries: [{ key, keyOffset: offset, value }],
  offset,
});

/** What `<<` brings in: a map, or several of which the earlier win. https://yaml.org/type/merge.html */
function mergedEntries(node: Node): readonly Entry[] {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'map' ? item.entries : [])) : [];
}

function withoutKeys(entries: readonly Entry[], keys: ReadonlySet<string>): readonly Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (!keys.has(entry.key) && !first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

const otherNumber = (text: string, value: number, offset: number): Fault => ({
  offset,
  code: 'yaml-number',
  severity: 'note',
  message: `Read ${text} as the number ${value}, as YAML 1.1 does.`,
  help: 'Put it in quotes if it is meant as a text.',
});
