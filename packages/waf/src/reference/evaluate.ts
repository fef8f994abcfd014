import { cookies, headerValues, latin1, queryArguments, type Request, splitTarget, utf8 } from '@sallyport/http';
import ipaddr from 'ipaddr.js';
import { TRANSFORMATIONS, type TransformationName } from '../transformations/transformations.ts';

/**
 * AWS WAF's evaluation, word by word from its pages and as slowly as they read: no compilation, no memory, no shortcuts. The
 * engine is tested against it. It takes definitions that the engine accepts, in CloudFormation's shape, of the statements
 * that AWS documents exactly; ECMAScript's regular expressions stand in for PCRE's.
 */
export interface ReferenceOutcome {
  readonly action: string;
  readonly rule: string;
  readonly labels: readonly string[];
  readonly counted: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a definition is plain data that the engine has already checked
type Data = any;

/** What the reference needs beside the definition. */
export interface ReferenceWorld {
  readonly labelPrefix: string;
  readonly bodyBytes: number;
  /** CIDR blocks by ARN. */
  readonly ipSets: Readonly<Record<string, readonly string[]>>;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html */
export function referenceEvaluate(webAcl: Data, request: Request, world: ReferenceWorld): ReferenceOutcome {
  const labels = new Set<string>();
  const counted: string[] = [];
  for (const rule of [...webAcl.Rules].sort((a: Data, b: Data) => a.Priority - b.Priority)) {
    const matched = holds(rule.Statement, { request, world, labels });
    for (const label of geographicLabels(rule.Statement, request)) labels.add(label);
    if (!matched) continue;
    for (const { Name } of rule.RuleLabels ?? []) labels.add(world.labelPrefix + Name);
    const [action = ''] = Object.keys(rule.Action);
    if (action !== 'Count') return { action: action.toUpperCase(), rule: rule.Name, labels: [...labels], counted };
    counted.push(rule.Name);
  }
  const [action = ''] = Object.keys(webAcl.DefaultAction);
  return { action: action.toUpperCase(), rule: 'Default_Action', labels: [...labels], counted };
}

interface Given {
  readonly request: Request;
  readonly world: ReferenceWorld;
  readonly labels: ReadonlySet<string>;
}

function holds(statement: Data, given: Given): boolean {
  const [kind = ''] = Object.keys(statement);
  const inside = statement[kind];
  switch (kind) {
    case 'AndStatement':
      return inside.Statements.every((each: Data) => holds(each, given));
    case 'OrStatement':
      return inside.Statements.some((each: Data) => holds(each, given));
    case 'NotStatement':
      return !holds(inside.Statement, given);
    case 'GeoMatchStatement':
      return inside.CountryCodes.includes(given.request.connection.country ?? 'XX');
    case 'AsnMatchStatement':
      return inside.AsnList.includes(given.request.connection.asn ?? 0);
    case 'IPSetReferenceStatement':
      return inSet(given.request.connection.address, given.world.ipSets[inside.Arn] ?? []);
    case 'LabelMatchStatement':
      return labelMatches(inside, given);
    default:
      return textHolds(kind, inside, given);
  }
}

function inSet(address: string, cidrs: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => {
    const [network, prefix] = ipaddr.parseCIDR(cidr);
    return parsed.kind() === network.kind() && parsed.match(network, prefix);
  });
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html */
function labelMatches({ Scope, Key }: Data, { labels, world }: Given): boolean {
  return [...labels].some((label) => {
    if (Key.startsWith('awswaf:')) return Scope === 'LABEL' ? label === Key : label.startsWith(Key);
    if (!label.startsWith(world.labelPrefix)) return false;
    const parts = label.slice(world.labelPrefix.length).split(':');
    if (Scope === 'LABEL') return parts.some((_part, at) => parts.slice(at).join(':') === Key);
    const namespaces = parts.slice(0, -1);
    return namespaces.some((_n, from) =>
      namespaces.some((_m, to) => to >= from && `${namespaces.slice(from, to + 1).join(':')}:` === Key),
    );
  });
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html */
function geographicLabels(statement: Data, { connection }: Request): readonly string[] {
  const [kind = ''] = Object.keys(statement);
  if (kind !== 'GeoMatchStatement') return [];
  const country = connection.country ?? 'XX';
  return [
    `awswaf:clientip:geo:country:${country}`,
    `awswaf:clientip:geo:region:${country}-${connection.region ?? 'XX'}`,
  ];
}

function textHolds(kind: string, statement: Data, { request, world }: Given): boolean {
  const found = component(statement.FieldToMatch, request, world);
  if (typeof found === 'boolean') return found;
  const names: TransformationName[] = [...statement.TextTransformations]
    .sort((a: Data, b: Data) => a.Priority - b.Priority)
    .map((each: Data) => each.Type);
  return found.some((raw) => {
    let text = raw;
    for (const name of names) text = TRANSFORMATIONS[name](text);
    return compared(kind, statement, text);
  });
}

function compared(kind: string, statement: Data, text: string): boolean {
  if (kind === 'RegexMatchStatement') return asInPcre(statement.RegexString).test(text);
  if (kind === 'SizeConstraintStatement') return sized(statement, text.length);
  const wanted = utf8(statement.SearchString);
  switch (statement.PositionalConstraint) {
    case 'EXACTLY':
      return text === wanted;
    case 'STARTS_WITH':
      return text.slice(0, wanted.length) === wanted;
    case 'ENDS_WITH':
      return text.length >= wanted.length && text.slice(text.length - wanted.length) === wanted;
    case 'CONTAINS':
      return text.split(wanted).length > 1;
    default:
      return new RegExp(`(?<![A-Za-z0-9_])${wanted}(?![A-Za-z0-9_])`).test(text);
  }
}

/** PCRE's dot stands for every byte but the line feed, ECMAScript's for fewer. */
const asInPcre = (source: string): RegExp =>
  new RegExp(source.replace(/\\.|\./gs, (all) => (all === '.' ? '[^\\n]' : all)));

function sized({ ComparisonOperator, Size }: Data, size: number): boolean {
  const order = Math.sign(size - Size);
  const holding: Readonly<Record<string, readonly number[]>> = {
    EQ: [0],
    NE: [-1, 1],
    LE: [-1, 0],
    LT: [-1],
    GE: [0, 1],
    GT: [1],
  };
  return holding[ComparisonOperator]?.includes(order) ?? false;
}

/** The texts of a component; a Boolean where oversize handling decides. */
function component(field: Data, request: Request, world: ReferenceWorld): readonly string[] | boolean {
  const [kind = ''] = Object.keys(field);
  const { path, query } = splitTarget(request.target);
  switch (kind) {
    case 'Method':
      return [request.method];
    case 'UriPath':
      return [path];
    case 'QueryString':
      return query === undefined ? [] : [query];
    case 'SingleHeader':
      return headerValues(request.headers, field.SingleHeader.Name);
    case 'SingleQueryArgument': {
      const name = field.SingleQueryArgument.Name.toLowerCase();
      return queryArguments(query).flatMap((each) => (each.name.toLowerCase() === name ? [each.value ?? ''] : []));
    }
    case 'AllQueryArguments':
      return queryArguments(query).map(({ value }) => value ?? '');
    case 'Cookies': {
      const all = cookies(request.headers).map(({ name, value }): Pair => [name, value]);
      return pairs(field.Cookies, all, field.Cookies.MatchPattern, 'Cookies', (name) => name);
    }
    case 'Headers':
      return pairs(field.Headers, request.headers, field.Headers.MatchPattern, 'Headers', (name) => name.toLowerCase());
    case 'HeaderOrder':
      return [request.headers.map(([name]) => name.toLowerCase()).join(':')];
    case 'JsonBody':
      return jsonTexts(field.JsonBody, request, world);
    default:
      return bodyText(field.Body, request, world);
  }
}

type Pair = readonly [name: string, value: string];

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Headers.html, API_Cookies.html */
function pairs(
  { MatchScope }: Data,
  all: readonly Pair[],
  pattern: Data,
  kind: string,
  folded: (name: string) => string,
): readonly string[] {
  const isIn = (names: readonly string[], name: string): boolean => names.map(folded).includes(folded(name));
  const kept = all.filter(([name]) => {
    if (pattern.All) return true;
    const included = pattern[`Included${kind}`];
    return included ? isIn(included, name) : !isIn(pattern[`Excluded${kind}`], name);
  });
  return kept.flatMap(([name, value]) => [
    ...(MatchScope === 'VALUE' ? [] : [name]),
    ...(MatchScope === 'KEY' ? [] : [value]),
  ]);
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_JsonBody.html, for bodies that are JSON or no JSON at all. */
function jsonTexts(settings: Data, request: Request, world: ReferenceWorld): readonly string[] | boolean {
  const texts = bodyText(settings, request, world);
  if (typeof texts === 'boolean') return texts;
  const [text] = texts;
  if (text === undefined) return [];
  const root = parsedJson(text);
  if (root === undefined)
    return settings.InvalidFallbackBehavior === 'EVALUATE_AS_STRING'
      ? [text]
      : settings.InvalidFallbackBehavior === 'MATCH';
  const { All, IncludedPaths } = settings.MatchPattern;
  const nodes: readonly unknown[] = All
    ? [root]
    : IncludedPaths.map((path: string) => nodeAt(root, path.split('/').slice(1)));
  return nodes.flatMap((node) => (node === undefined ? [] : below(node, settings.MatchScope)));
}

/** An object or an array; undefined where the text is none. */
function parsedJson(text: string): Data | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const nodeAt = (root: Data, path: readonly string[]): unknown =>
  path.reduce(
    (node: Data, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? node[key] : undefined,
    root,
  );

/** Every key and value below a node, its own key not among them. */
function below(node: unknown, scope: string): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((item) => below(item, scope));
  if (typeof node !== 'object' || node === null) return scope === 'KEY' ? [] : [String(node)];
  return Object.entries(node).flatMap(([key, value]) => [...(scope === 'VALUE' ? [] : [key]), ...below(value, scope)]);
}

function bodyText(settings: Data, { body }: Request, { bodyBytes }: ReferenceWorld): readonly string[] | boolean {
  const oversize = !body.complete || body.bytes.length > bodyBytes;
  if (oversize && settings.OversizeHandling === 'MATCH') return true;
  if (oversize && settings.OversizeHandling === 'NO_MATCH') return false;
  return body.bytes.length === 0 ? [] : [latin1(body.bytes.slice(0, bodyBytes))];
}
