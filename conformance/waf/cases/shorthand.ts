/** What a YAML map is read as. */
export type Map = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Map =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Long texts and lists are written short: `{ repeat: a, times: 9 }` is nine letters, or nine items of the list it stands in;
 * `{ each: ..., times: 9 }` is nine items in which a number stands for every #; `{ join: [...] }` is its parts, one after the
 * other.
 */
export function expanded(value: unknown): unknown {
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const inside = expanded(item);
      return isMap(item) && ('repeat' in item || 'each' in item) && Array.isArray(inside) ? inside : [inside];
    });
  if (!isMap(value)) return value;
  const { repeat, each, times, join } = value;
  if (typeof repeat === 'string') return repeat.repeat(Number(times));
  if (repeat !== undefined) return Array.from({ length: Number(times) }, () => expanded(repeat));
  if (each !== undefined) return Array.from({ length: Number(times) }, (_none, at) => numbered(expanded(each), at));
  if (Array.isArray(join)) return join.map((part) => String(expanded(part))).join('');
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, expanded(inside)]));
}

const numbered = (value: unknown, at: number): unknown => JSON.parse(JSON.stringify(value).replaceAll('#', String(at)));

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

/** The web ACL of a case: one rule that blocks what a statement matches, some rules, or a whole definition. */
export function webAclOf(of: Map): unknown {
  const rules = Array.isArray(of.rules) ? of.rules : [{ statement: of.statement, look: of.look }];
  const given = isMap(of.webAcl) ? of.webAcl : {};
  const withRules = 'rules' in of || 'statement' in of || 'look' in of;
  return {
    Name: 'testWebACL',
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    ...(withRules ? { Rules: rules.map(ruleOf) } : {}),
    ...given,
  };
}

/** `{ name, look or statement, action, labels }` is a rule; other members are taken as they are. */
function ruleOf(written: unknown, at: number): unknown {
  if (!isMap(written)) return written;
  const { name = 'Rule', look, statement, action = 'Block', labels, ...rest } = written;
  const isGroup = /"(?:ManagedRuleGroupStatement|RuleGroupReferenceStatement)"/.test(JSON.stringify(statement ?? {}));
  const acting = typeof action === 'string' ? { [action]: {} } : action;
  return {
    Name: name,
    Priority: at,
    VisibilityConfig: VISIBILITY,
    Statement: isMap(look) ? statementOf(look) : statement,
    ...(isGroup ? { OverrideAction: action === 'Block' ? { None: {} } : acting } : { Action: acting }),
    ...(Array.isArray(labels) ? { RuleLabels: labels.map((Name) => ({ Name })) } : {}),
    ...rest,
  };
}

const POSITIONS: Readonly<Record<string, string>> = {
  is: 'EXACTLY',
  starts: 'STARTS_WITH',
  ends: 'ENDS_WITH',
  contains: 'CONTAINS',
  word: 'CONTAINS_WORD',
};

const inOrder = (types: unknown): unknown =>
  Array.isArray(types) ? types.map((Type, Priority) => (isMap(Type) ? Type : { Priority, Type })) : types;

/**
 * A statement on a component: `in` names it, `after` the transformations, `before` those of the query string; and one of
 * `is`, `starts`, `ends`, `contains`, `word` (a ByteMatchStatement), `regex` (a RegexMatchStatement), `size` (a
 * SizeConstraintStatement).
 */
function statementOf(look: Map): unknown {
  const { after = ['NONE'], before } = look;
  const field = look.in;
  const shared = {
    FieldToMatch: typeof field === 'string' ? { [field]: {} } : field,
    TextTransformations: inOrder(after),
    ...(before === undefined ? {} : { PreParseTextTransformations: inOrder(before) }),
  };
  if ('regex' in look) return { RegexMatchStatement: { RegexString: look.regex, ...shared } };
  if (Array.isArray(look.size)) {
    const [ComparisonOperator, Size] = look.size;
    return { SizeConstraintStatement: { ComparisonOperator, Size, ...shared } };
  }
  const [position = '', PositionalConstraint] = Object.entries(POSITIONS).find(([name]) => name in look) ?? [];
  return { ByteMatchStatement: { SearchString: look[position], PositionalConstraint, ...shared } };
}
