import type { Place } from '@sallyport/http';
import type { Value } from '../value.ts';
import { at, entries, items, jsonValue, knownString } from './reading.ts';

/** A part of a policy that is known, or why it is not. */
export type Known<T> = { readonly known: T } | { readonly unknown: string; readonly identity: string };

/** One condition: an operator on a key, which holds for any of the values. */
export interface PolicyCondition {
  /** Such as `IpAddress`, `StringNotEqualsIfExists`. */
  readonly operator: string;
  /** Lower case, such as `aws:sourceip`. */
  readonly key: string;
  readonly values: Known<readonly string[]>;
}

/** One statement of a resource policy. */
export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: Known<'Allow' | 'Deny'>;
  /** Whether the anonymous caller is among the principals. */
  readonly anonymous: Known<boolean>;
  /** Patterns; with `notActions`, all other actions. */
  readonly actions: Known<readonly string[]>;
  readonly notActions: boolean;
  readonly resources: Known<readonly string[]>;
  readonly notResources: boolean;
  readonly conditions: readonly PolicyCondition[];
  readonly place: Place;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html */
export interface ResourcePolicy {
  readonly statements: Known<readonly PolicyStatement[]>;
  readonly place: Place;
}

/** Reads a resource policy, an object or its JSON text. */
export function readResourcePolicy(value: Value): ResourcePolicy {
  const policy = jsonValue(value);
  const statements = at(policy, 'Statement');
  if (policy?.kind !== 'map' || !statements || statements.kind === 'unknown' || statements.kind === 'opaque')
    return {
      statements: unknownPart(statements ?? policy ?? value, 'expected a policy with statements'),
      place: value.place,
    };
  return { statements: { known: items(statements).map(readStatement) }, place: value.place };
}

function readStatement(value: Value): PolicyStatement {
  const effect = knownString(at(value, 'Effect'));
  const notActions = at(value, 'NotAction');
  const notResources = at(value, 'NotResource');
  return {
    sid: knownString(at(value, 'Sid')),
    effect: effect === 'Allow' || effect === 'Deny' ? { known: effect } : unknownPart(value, 'expected Allow or Deny'),
    anonymous: readAnonymous(value),
    actions: knownTexts(notActions ?? at(value, 'Action'), value),
    notActions: notActions !== undefined,
    resources: knownTexts(notResources ?? at(value, 'Resource'), value),
    notResources: notResources !== undefined,
    conditions: entries(at(value, 'Condition')).flatMap(([operator, keys]) =>
      entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: knownTexts(values, value) })),
    ),
    place: value.place,
  };
}

/** `*` and `{ AWS: "*" }` take in the anonymous caller; an account, role or service does not. */
function readAnonymous(statement: Value): Known<boolean> {
  const principal = at(statement, 'Principal');
  if (!principal) return unknownPart(at(statement, 'NotPrincipal') ?? statement, 'NotPrincipal is not modelled');
  const named = principal.kind === 'map' ? at(principal, 'AWS') : principal;
  if (!named) return { known: false };
  const listed = knownTexts(named, statement);
  return 'known' in listed ? { known: listed.known.includes('*') } : listed;
}

function knownTexts(value: Value | undefined, statement: Value): Known<readonly string[]> {
  if (!value) return unknownPart(statement, 'it is absent');
  if (value.kind === 'unknown' || value.kind === 'opaque') return unknownPart(value, 'it is not known');
  const found: string[] = [];
  for (const item of items(value)) {
    const text = knownString(item);
    if (text === undefined) return unknownPart(item, 'a part of it is not known');
    found.push(text);
  }
  return { known: found };
}

const unknownPart = (value: Value, reason: string): { unknown: string; identity: string } =>
  value.kind === 'unknown'
    ? { unknown: value.reason, identity: value.identity }
    : value.kind === 'opaque'
      ? { unknown: value.text.reason, identity: value.text.opaque }
      : { unknown: reason, identity: `${value.place.file}:${value.place.line}:${value.place.column} ${reason}` };
