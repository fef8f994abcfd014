import {
  ANY_METHODS,
  type Known,
  type PolicyCondition,
  type PolicyStatement,
  type ResourcePolicy,
} from '@sallyport/architecture';
import type { Attribute } from '../attribute.ts';
import { ALWAYS, type Condition, NEVER } from '../condition.ts';

/** What a policy protects: one stage of one API. */
export interface PolicyTarget {
  readonly region: string;
  readonly account: string;
  readonly apiId: string;
  readonly stage: string;
}

/** When a resource policy denies or allows an anonymous caller. */
export interface PolicyConditions {
  readonly denied: Condition;
  readonly allowed: Condition;
}

/**
 * A resource policy as conditions on a request: an explicit deny wins, and without an authorizer an explicit allow is needed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function policyConditions(policy: ResourcePolicy, target: PolicyTarget): PolicyConditions {
  if (!('known' in policy.statements)) {
    const undecided = unknownPart('resource policy', policy.statements);
    return { denied: NEVER, allowed: undecided };
  }
  const statements = policy.statements.known;
  const of = (effect: 'Allow' | 'Deny'): Condition => ({
    any: statements.flatMap((statement) => {
      if (!('known' in statement.effect)) return [unknownPart('effect', statement.effect)];
      return statement.effect.known === effect ? [statementCondition(statement, target)] : [];
    }),
  });
  return { denied: simple(of('Deny')), allowed: simple(of('Allow')) };
}

type Unknown = { readonly unknown: string; readonly identity: string };

const unknownPart = (what: string, { unknown, identity }: Unknown): Condition => ({
  test: 'undecided',
  identity: `${what} ${identity}`,
  reason: `${what}: ${unknown}`,
  decide: () => false,
});

/** Without the constants: `{ all: [] }` holds always, `{ any: [] }` never. */
function simple(condition: Condition): Condition {
  if ('any' in condition) {
    const parts = condition.any.map(simple).filter((part) => !('any' in part && part.any.length === 0));
    return parts.some((part) => 'all' in part && part.all.length === 0) ? ALWAYS : { any: parts };
  }
  if ('all' in condition) {
    const parts = condition.all.map(simple).filter((part) => !('all' in part && part.all.length === 0));
    return parts.some((part) => 'any' in part && part.any.length === 0) ? NEVER : { all: parts };
  }
  if ('not' in condition) {
    const inner = simple(condition.not);
    if ('all' in inner && inner.all.length === 0) return NEVER;
    return 'any' in inner && inner.any.length === 0 ? ALWAYS : { not: inner };
  }
  return condition;
}

function statementCondition(statement: PolicyStatement, target: PolicyTarget): Condition {
  const actions = fromKnown('action', statement.actions, (patterns) =>
    patterns.some((pattern) => globMatches(pattern.toLowerCase(), 'execute-api:invoke')) ? ALWAYS : NEVER,
  );
  const resources = fromKnown('resource', statement.resources, (patterns) => ({
    any: patterns.map((pattern) => resourceCondition(pattern, target)),
  }));
  return {
    all: [
      fromKnown('principal', statement.anonymous, (holds) => (holds ? ALWAYS : NEVER)),
      statement.notActions ? { not: actions } : actions,
      statement.notResources ? { not: resources } : resources,
      ...statement.conditions.map(conditionOf),
    ],
  };
}

function fromKnown<T>(what: string, part: Known<T>, make: (value: T) => Condition): Condition {
  return 'known' in part ? make(part.known) : unknownPart(what, part);
}

/**
 * When the ARN of the called method (`…:<api>/<stage>/<METHOD>/<path>`) matches a pattern; `execute-api:/…` is short for this
 * API. `*` also crosses slashes, so the pattern is first run over what is known of the ARN, and what is left of it over the path.
 */
function resourceCondition(pattern: string, target: PolicyTarget): Condition {
  const short = pattern.startsWith('execute-api:/');
  const full = short ? pattern.slice('execute-api:'.length) : pattern;
  const head = short
    ? `/${target.stage}/`
    : `arn:aws:execute-api:${target.region}:${target.account}:${target.apiId}/${target.stage}/`;
  const afterHead = remainders([full.replace(/^arn:aws[a-z-]*:/, 'arn:aws:')], head);
  if (afterHead.includes('*')) return ALWAYS;
  const methods = ANY_METHODS.flatMap((method): Condition[] => {
    const left = remainders(afterHead, method);
    if (left.length === 0) return [];
    const paths = left.map((glob): Condition => ({ test: 'text', on: 'path', matches: { is: 'glob', pattern: glob } }));
    const path: Condition = left.includes('*') || left.includes('/*') ? ALWAYS : { any: paths };
    return [{ all: [{ test: 'text', on: 'method', matches: { is: 'equal', to: method } }, path] }];
  });
  return { any: methods };
}

/** What is left of patterns once a text has been read: every way in which `*` may have taken part of it. */
function remainders(patterns: readonly string[], text: string): readonly string[] {
  let left = new Set(patterns.flatMap(skippingStars));
  for (const letter of text) {
    const next = new Set<string>();
    for (const pattern of left)
      for (const rest of afterLetter(pattern, letter)) for (const each of skippingStars(rest)) next.add(each);
    left = next;
  }
  // A pattern that begins with a star takes in what its own rest would.
  const starred = [...left].filter((pattern) => pattern.startsWith('*'));
  return [...left].filter((pattern) => !starred.includes(`*${pattern}`));
}

const skippingStars = (pattern: string): readonly string[] =>
  pattern.startsWith('*') ? [pattern, ...skippingStars(pattern.slice(1))] : [pattern];

function afterLetter(pattern: string, letter: string): readonly string[] {
  const [first = ''] = pattern;
  if (first === '*') return [pattern];
  return first === letter || first === '?' ? [pattern.slice(1)] : [];
}

const globMatches = (pattern: string, text: string): boolean =>
  remainders([pattern], text).some((rest) => /^\**$/.test(rest));

/** What the keys of conditions look at. `undefined`: a key that no request from the internet carries. */
const KEYS: Readonly<Record<string, Attribute | 'absent'>> = {
  'aws:sourceip': 'address',
  'aws:referer': 'header:referer',
  'aws:useragent': 'header:user-agent',
  'aws:sourcevpce': 'absent',
  'aws:sourcevpc': 'absent',
  'aws:vpcsourceip': 'absent',
  'aws:principalarn': 'absent',
  'aws:principalaccount': 'absent',
  'aws:principalorgid': 'absent',
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function conditionOf(condition: PolicyCondition): Condition {
  const { operator, key, values } = condition;
  const [, qualifier, name = operator, ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const attribute = KEYS[key];
  if (name === 'Null') return nullCondition(condition, attribute);
  // A key that is absent satisfies ForAllValues, whatever the operator, and never ForAnyValue:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  if (qualifier && attribute === 'absent') return qualifier === 'ForAllValues:' ? ALWAYS : NEVER;
  if (qualifier) return undecidedCondition(condition);
  if (key === 'aws:securetransport' && name === 'Bool')
    return fromKnown(key, values, (texts) => (texts.some((text) => text.toLowerCase() === 'true') ? ALWAYS : NEVER));
  const isNegated = name.includes('Not');
  if (!attribute || !('known' in values)) return undecidedCondition(condition);
  if (attribute === 'absent') return isNegated || ifExists ? ALWAYS : NEVER;
  const positive = positiveTest(name.replace('Not', ''), attribute, values.known, condition);
  // A negated operator also holds where the key is absent; a positive one only with IfExists.
  const held: Condition = isNegated ? { not: positive } : positive;
  return ifExists && !isNegated && attribute !== 'address'
    ? { any: [held, { not: { test: 'present', on: attribute } }] }
    : held;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function nullCondition(condition: PolicyCondition, attribute: Attribute | 'absent' | undefined): Condition {
  const { values } = condition;
  if (!attribute || !('known' in values)) return undecidedCondition(condition);
  const isAbsent: Condition =
    attribute === 'absent' ? ALWAYS : attribute === 'address' ? NEVER : { not: { test: 'present', on: attribute } };
  return { any: values.known.map((value) => (value.toLowerCase() === 'true' ? isAbsent : { not: isAbsent })) };
}

function positiveTest(
  operator: string,
  attribute: Attribute,
  values: readonly string[],
  condition: PolicyCondition,
): Condition {
  if (attribute === 'address')
    return operator === 'IpAddress'
      ? { test: 'address', in: { id: `policy ${[...values].sort().join(' ')}`, cidrs: values } }
      : undecidedCondition(condition);
  // Policy variables and escapes of `*` are not modelled.
  if (values.some((value) => value.includes('${'))) return undecidedCondition(condition);
  const text = (matches: Extract<Condition, { test: 'text' }>['matches']): Condition => ({
    test: 'text',
    on: attribute,
    matches,
  });
  switch (operator) {
    case 'StringEquals':
      return text({ is: 'one-of', of: values, ...secretIfReferer(attribute) });
    case 'StringEqualsIgnoreCase':
      return text({ is: 'one-of', of: values, fold: true, ...secretIfReferer(attribute) });
    case 'StringLike':
      return { any: values.map((pattern) => text({ is: 'glob', pattern })) };
    default:
      return undecidedCondition(condition);
  }
}

const undecidedCondition = ({ operator, key, values }: PolicyCondition): Condition => {
  const listed = 'known' in values ? values.known.join(', ') : values.unknown;
  return {
    test: 'undecided',
    identity: `policy condition ${operator} ${key} ${listed}`,
    reason: `the policy condition ${operator} on ${key} is not modelled`,
    decide: () => false,
  };
};

/** A Referer that a policy asks for serves as a key; user agents are public names. */
const secretIfReferer = (attribute: Attribute): { readonly secret?: true } =>
  attribute === 'header:referer' ? { secret: true } : {};
