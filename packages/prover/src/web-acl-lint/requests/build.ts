import { headerValue, type Request, withoutHeader } from '@sallyport/http';
import { emitters, type LabelLeaf } from '../proof/labels.ts';
import type { Probes } from '../proof/probe.ts';
import type { ReadWebAcl } from '../reading/read-web-acl.ts';
import type { Rule } from '../reading/rule.ts';
import { isTextLeaf, type Leaf, type Statement } from '../reading/statement.ts';
import { ELSEWHERE, PLAIN, pathOf, queryOf, withHeaderValue, withPath } from './draft.ts';
import { type AddressIn, satisfying } from './satisfy.ts';

/** What a request is changed for, and what may be changed of it. */
export interface Building {
  readonly read: ReadWebAcl;
  readonly probes: Probes;
  /** The rule whose statement it is: labels are those of earlier rules. */
  readonly rule: Rule;
  /** Whether the client may be given what this test asks for. */
  readonly mayChange: (leaf: Leaf) => boolean;
  readonly addressIn: AddressIn;
  /** Requests to which rules that are not told add a label that answers. */
  readonly labelled: (leaf: LabelLeaf) => readonly Request[];
}

/** Few are enough, and each costs evaluations. */
const MOST = 12;

/** Requests like `base` on which the statement holds, or with `wanted` false does not. Labels are those that rules would add. */
export function built(statement: Statement, base: Request, of: Building, wanted = true): readonly Request[] {
  switch (statement.kind) {
    case 'not':
      return built(statement.of, base, of, !wanted);
    case 'and':
    case 'or':
      return (statement.kind === 'and') === wanted
        ? together(statement.of, base, of, wanted)
        : statement.of.flatMap((inside) => built(inside, base, of, wanted)).slice(0, MOST);
    case 'rate':
      return statement.scope ? built(statement.scope, base, of, wanted) : [base];
    case 'label':
      return labelled(statement, base, of, wanted);
    default:
      return ofLeaf(statement, base, of, wanted);
  }
}

/** One after the other; a change that undoes an earlier one is given up. */
function together(parts: readonly Statement[], base: Request, of: Building, wanted: boolean): readonly Request[] {
  let requests: readonly Request[] = [base];
  for (const [at, part] of parts.entries()) {
    const kept = parts.slice(0, at + 1);
    requests = requests
      .flatMap((request) => built(part, request, of, wanted))
      .filter((request) => kept.every((each) => holds(each, request, of) !== !wanted))
      .slice(0, MOST);
  }
  return requests;
}

/** Whether a statement holds; undefined where only a whole evaluation knows. */
function holds(statement: Statement, request: Request, of: Building): boolean | undefined {
  switch (statement.kind) {
    case 'not': {
      const inside = holds(statement.of, request, of);
      return inside === undefined ? undefined : !inside;
    }
    case 'and':
    case 'or': {
      const inside = statement.of.map((part) => holds(part, request, of));
      const decides = statement.kind === 'or';
      if (inside.includes(decides)) return decides;
      return inside.includes(undefined) ? undefined : !decides;
    }
    case 'rate':
    case 'label':
      return undefined;
    default:
      return of.probes.of(statement)?.holds(request);
  }
}

function labelled(
  leaf: Extract<Leaf, { kind: 'label' }>,
  base: Request,
  of: Building,
  wanted: boolean,
): readonly Request[] {
  const before = of.read.rules.slice(0, of.read.rules.indexOf(of.rule));
  const from = emitters(leaf, before);
  if (!wanted) return [base];
  const asked = [
    ...from.flatMap((rule) => (rule.statement ? built(rule.statement, base, { ...of, rule }, true) : [])),
    ...of.labelled(leaf),
  ];
  return (asked.length > 0 ? asked : [base]).slice(0, MOST);
}

function ofLeaf(leaf: Leaf, base: Request, of: Building, wanted: boolean): readonly Request[] {
  const probe = of.probes.of(leaf);
  if (!probe) return [base];
  if (probe.holds(base) === wanted) return [wanted ? base : withForwardedAddress(leaf, base)];
  if (!of.mayChange(leaf)) return [];
  return wanted
    ? satisfying(leaf, probe, base, of.addressIn)
    : unlike(leaf, base).filter((request) => !probe.holds(request));
}

/** Without the header that a statement takes addresses from, its rule is not applied at all. */
function withForwardedAddress(leaf: Leaf, base: Request): Request {
  const header = 'forwarded' in leaf ? leaf.forwarded?.header : undefined;
  if (header === undefined || headerValue(base.headers, header) !== undefined) return base;
  return withHeaderValue(base, header, ELSEWHERE);
}

/** The request without what a statement looks at. */
function unlike(leaf: Leaf, base: Request): readonly Request[] {
  if (leaf.kind === 'geo') return [{ ...base, connection: { ...base.connection, country: 'AQ' } }];
  if (leaf.kind === 'ip-set' && !leaf.forwarded)
    return ['203.0.113.7', '198.51.100.23', '8.8.8.8'].map((address) => ({
      ...base,
      connection: { ...base.connection, address },
    }));
  if (!isTextLeaf(leaf)) return [];
  const { field } = leaf;
  const query = queryOf(base);
  switch (field.name) {
    case 'SingleHeader':
      return [
        { ...base, headers: withoutHeader(base.headers, field.of ?? '') },
        { ...base, headers: [...withoutHeader(base.headers, field.of ?? ''), [field.of ?? '', 'x']] },
      ];
    case 'UriPath':
      return ['/', '/x', '/index.html'].map((path) => withPath(base, path));
    case 'QueryString':
    case 'AllQueryArguments':
    case 'SingleQueryArgument':
      return query === undefined ? [{ ...base, target: `${pathOf(base)}?q=1` }] : [{ ...base, target: pathOf(base) }];
    case 'Method':
      return ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'].map((method) => ({ ...base, method }));
    default:
      return [PLAIN];
  }
}
