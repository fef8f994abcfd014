import type { DeployedFile } from '@sallyport/architecture';
import type { Json, Template } from '../template.ts';
import { ADDRESSES, HEADERS, METHODS, SEGMENTS, STRONG_LITERAL, VALUES } from './words.ts';

/** What a template speaks of, for making requests that hit it or just miss it. */
export interface Vocabulary {
  /** Paths and path patterns, with their wildcards and variables. */
  readonly paths: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  /** Values of headers that anybody may think of; no secret is among them. */
  readonly values: readonly string[];
  readonly addresses: readonly string[];
  readonly queries: readonly string[];
}

/** Reads the vocabulary off a template, and off what its stages serve. */
export function vocabularyOf(template: Template, deployed: readonly DeployedFile[] = []): Vocabulary {
  const found = { paths: new Set<string>(), values: new Set<string>(), addresses: new Set<string>() };
  for (const { Properties } of Object.values(template.Resources)) collect(Properties, '', found);
  const wholes = [...resourcePaths(template), ...deployed.flatMap(({ text }) => [...exportedPaths(text)])];
  return {
    // Paths of resources more often than patterns, or too few requests would reach a method.
    paths: ['/', ...wholes, ...wholes, ...new Set(found.paths)],
    methods: [...METHODS, 'TRACE', 'get'],
    headers: HEADERS,
    values: [...new Set([...VALUES, ...found.values])],
    addresses: [...new Set([...ADDRESSES, ...found.addresses])],
    queries: ['', 'id=1', 'a=b&a=c', 'x=y', 'a'],
  };
}

interface Found {
  readonly paths: Set<string>;
  readonly values: Set<string>;
  readonly addresses: Set<string>;
}

/** The texts of certain properties, wherever they stand. */
function collect(value: Json, name: string, found: Found): void {
  if (Array.isArray(value)) for (const item of value) collect(item, name, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) collect(inner, key, found);
  else if (typeof value === 'string') collectText(value, name, found);
}

function collectText(text: string, name: string, { paths, values, addresses }: Found): void {
  if (name === 'PathPattern') paths.add(text.startsWith('/') || text.startsWith('*') ? text : `/${text}`);
  else if (name === 'SearchString') (text.startsWith('/') ? paths : values).add(text);
  else if (/^(HeaderValue|Value)$/.test(name) && text !== STRONG_LITERAL) values.add(text);
  else if (name === 'Addresses' || name === 'aws:SourceIp') for (const edge of cidrEdges(text)) addresses.add(edge);
}

/** The first address of a block, and a neighbour outside it where that is easily said. */
function cidrEdges(cidr: string): readonly string[] {
  const [address = '', bits = '32'] = cidr.split('/');
  if (address.includes(':')) return [address.replace(/::$/, '::2')];
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const last = d + 2 ** (32 - Number(bits)) - 1;
  const near = [d, last, last + 1].filter((byte) => byte >= 0 && byte <= 255);
  return [...new Set(near)].map((byte) => `${a}.${b}.${c}.${byte}`);
}

/** The whole paths of the resources of all REST APIs. */
function* resourcePaths({ Resources }: Template): Iterable<string> {
  const pathOf = (id: string, depth: number): string => {
    const properties = Resources[id]?.Properties;
    if (!properties || depth > 20) return '';
    const parent = properties.ParentId;
    const above =
      typeof parent === 'object' && parent !== null && 'Ref' in parent ? pathOf(String(parent.Ref), depth + 1) : '';
    return `${above}/${String(properties.PathPart)}`;
  };
  for (const [id, { Type }] of Object.entries(Resources)) if (Type === 'AWS::ApiGateway::Resource') yield pathOf(id, 0);
}

/** The paths that an export or a summary names. */
function* exportedPaths(text: string): Iterable<string> {
  for (const [, path] of text.matchAll(/^ {2}"(\/[^"]*)": \{/gm)) if (path !== undefined) yield path;
}

/** A text for filling variables and wildcards. */
export const FILLERS: readonly string[] = [...SEGMENTS, '7', 'x.php', 'a/b', ''];
