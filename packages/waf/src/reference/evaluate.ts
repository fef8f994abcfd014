import { cookies, headerValue, headerValues, type Request, utf8 } from '@sallyport/http';
import { readToken, TOKEN_COOKIE } from '../token/token.ts';
import { byPriority, type Data, type Given, onlyEntry, type ReferenceWorld } from './data.ts';
import { holds } from './statement.ts';

export type { ReferenceWorld } from './data.ts';

/**
 * AWS WAF's evaluation, word by word from its pages and as slowly as they read: no compilation, no memory, no shortcuts. The
 * engine is tested against it. It takes definitions that the engine accepts, in CloudFormation's shape, of what AWS documents
 * exactly: neither managed rule groups nor the detection of SQL injection and cross-site scripting, and rates are counted
 * exactly. ECMAScript's regular expressions stand in for PCRE's.
 */
export interface ReferenceOutcome {
  readonly action: string;
  readonly rule: string;
  readonly ruleInGroup?: string;
  readonly labels: readonly string[];
  readonly counted: readonly string[];
  readonly insertedHeaders: readonly Header[];
  readonly response?: ReferenceResponse;
}

export interface ReferenceResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly contentType?: string;
}

type Header = readonly [name: string, value: string];

/** What the rules have left behind. */
interface Trail {
  readonly counted: string[];
  readonly inserted: Header[];
}

/** Where rules stand: what a web ACL and a rule group each say for themselves, or hand down. */
interface Setting {
  readonly given: Omit<Given, 'rule' | 'pending'>;
  readonly trail: Trail;
  readonly webAcl: Data;
  readonly bodies: Data;
  readonly overrides: Readonly<Record<string, Data>>;
  /** What stands before a rule's name. */
  readonly within: string;
}

interface Ending {
  readonly action: string;
  readonly rule: string;
  readonly response?: ReferenceResponse;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html */
export function referenceEvaluate(webAcl: Data, request: Request, world: ReferenceWorld): ReferenceOutcome {
  const labels = new Set<string>();
  const trail: Trail = { counted: [], inserted: [] };
  const given = { request, world, labels, prefix: world.labelPrefix };
  const bodies = webAcl.CustomResponseBodies ?? {};
  const setting = { given, trail, webAcl, bodies, overrides: {}, within: '' };
  const ending = firstEnding(webAcl.Rules ?? [], setting);
  const [name, inside] = onlyEntry(webAcl.DefaultAction);
  const { action, rule, ruleInGroup, response } = ending ?? defaultEnding(name, inside, setting);
  return {
    action,
    rule,
    ...(ruleInGroup === undefined ? {} : { ruleInGroup }),
    labels: [...labels],
    counted: trail.counted,
    insertedHeaders: action === 'ALLOW' ? lastOfEachName(trail.inserted) : [],
    ...(response ? { response } : {}),
  };
}

function defaultEnding(name: string, inside: Data, setting: Setting): Ending & { readonly ruleInGroup?: string } {
  if (name === 'Block') return ending('BLOCK', 'Default_Action', responseOf('Block', inside, setting.bodies));
  insert(inside, setting.trail);
  return ending('ALLOW', 'Default_Action', undefined);
}

const ending = (action: string, rule: string, response: ReferenceResponse | undefined): Ending => ({
  action,
  rule,
  ...(response ? { response } : {}),
});

/** https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html: the last of a name counts. */
function lastOfEachName(headers: readonly Header[]): readonly Header[] {
  const lower = headers.map(([name]) => name.toLowerCase());
  const names = [...new Set(lower)];
  return names.flatMap((name) => headers.slice(lower.lastIndexOf(name), lower.lastIndexOf(name) + 1));
}

function firstEnding(
  rules: readonly Data[],
  setting: Setting,
): (Ending & { readonly ruleInGroup?: string }) | undefined {
  for (const rule of byPriority(rules)) {
    const [kind, inside] = onlyEntry(rule.Statement);
    const end = kind === 'RuleGroupReferenceStatement' ? ofGroup(rule, inside, setting) : ofRule(rule, setting);
    if (end) return end;
  }
  return undefined;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_OverrideAction.html */
function ofGroup(rule: Data, inside: Data, setting: Setting): (Ending & { readonly ruleInGroup: string }) | undefined {
  const arn = inside.Arn ?? inside.ARN;
  const group = setting.given.world.ruleGroups?.[arn] ?? {};
  const [, account, name] = /:([0-9]+):[^:]*\/rulegroup\/([^/]+)/.exec(arn) ?? [];
  const excluded = (inside.ExcludedRules ?? []).map(({ Name }: Data) => [Name, { Count: {} }]);
  const overridden = (inside.RuleActionOverrides ?? []).map(({ Name, ActionToUse }: Data) => [Name, ActionToUse]);
  const end = firstEnding(group.Rules, {
    ...setting,
    given: { ...setting.given, prefix: `awswaf:${account}:rulegroup:${name}:` },
    bodies: group.CustomResponseBodies ?? {},
    overrides: Object.fromEntries([...excluded, ...overridden]),
    within: `${rule.Name}#`,
  });
  if (end && rule.OverrideAction.Count) {
    setting.trail.counted.push(rule.Name);
    return undefined;
  }
  return end && { ...end, rule: rule.Name, ruleInGroup: end.rule };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html */
function ofRule(rule: Data, setting: Setting): Ending | undefined {
  const { trail, overrides, within } = setting;
  const given: Given = { ...setting.given, pending: [], rule: `${within}${rule.Name}` };
  if (!isApplied(rule.Statement, given)) return undefined;
  const matched = holds(rule.Statement, given);
  for (const label of given.pending) given.labels.add(label);
  if (!matched) return undefined;
  for (const { Name } of rule.RuleLabels ?? []) given.labels.add(given.prefix + Name);
  const override = overrides[rule.Name];
  const [action, inside] = onlyEntry(override ?? rule.Action);
  // An override is written in the web ACL, and so refers to the bodies there.
  const bodies = override ? (setting.webAcl.CustomResponseBodies ?? {}) : setting.bodies;
  const asks = action === 'Captcha' || action === 'Challenge';
  const goesOn = action === 'Count' || (asks && isImmune(action, rule, setting));
  if (goesOn || action === 'Allow') insert(inside, trail);
  if (!goesOn) return ending(action.toUpperCase(), rule.Name, responseOf(action, inside, bodies));
  trail.counted.push(given.rule);
  return undefined;
}

/**
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html: "doesn't apply the rule".
 * The header of a rate-based statement is one of its keys, if it is used at all.
 */
function isApplied(statement: Data, given: Given): boolean {
  if (typeof statement !== 'object' || statement === null) return true;
  if (statement.RateBasedStatement) return isApplied(statement.RateBasedStatement.ScopeDownStatement, given);
  return Object.entries<Data>(statement).every(([name, inside]) =>
    name.endsWith('ForwardedIPConfig')
      ? headerValues(given.request.headers, inside.HeaderName).length > 0
      : isApplied(inside, given),
  );
}

function insert(action: Data, trail: Trail): void {
  for (const { Name, Value } of action.CustomRequestHandling?.InsertHeaders ?? [])
    trail.inserted.push([`x-amzn-waf-${Name}`, Value]);
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-immunity-times.html, waf-tokens-domains.html */
function isImmune(action: 'Captcha' | 'Challenge', rule: Data, { given, webAcl }: Setting): boolean {
  const cookie = cookies(given.request.headers).find(({ name }) => name === TOKEN_COOKIE);
  const token = cookie && readToken(cookie.value);
  if (!token) return false;
  const host = (headerValue(given.request.headers, 'host') ?? '').toLowerCase().replace(/:\d+$/, '');
  const under = (domain: string): boolean => `.${token.domain}`.endsWith(`.${domain.toLowerCase()}`);
  if (token.domain !== host && !(webAcl.TokenDomains ?? []).some(under)) return false;
  const name = `${action}Config`;
  const seconds =
    rule[name]?.ImmunityTimeProperty?.ImmunityTime ?? webAcl[name]?.ImmunityTimeProperty?.ImmunityTime ?? 300;
  const solved = (action === 'Captcha' ? token.captchaSolved : token.challengeSolved) ?? 0;
  return solved > 0 && (given.world.now ?? 0) - solved <= seconds * 1000;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  TEXT_PLAIN: 'text/plain',
  TEXT_HTML: 'text/html',
  APPLICATION_JSON: 'application/json',
};

/** https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html */
function responseOf(action: string, inside: Data, bodies: Data): ReferenceResponse | undefined {
  if (action === 'Monetize') return { status: 402, headers: [], body: '' };
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  if (action === 'Captcha' || action === 'Challenge')
    return {
      status: action === 'Captcha' ? 405 : 202,
      headers: [['x-amzn-waf-action', action.toLowerCase()]],
      body: '',
    };
  const custom = inside.CustomResponse;
  if (!custom) return undefined;
  const body = bodies[custom.CustomResponseBodyKey];
  const contentType = body && CONTENT_TYPES[body.ContentType];
  return {
    status: custom.ResponseCode,
    headers: (custom.ResponseHeaders ?? []).map(({ Name, Value }: Data): Header => [Name, Value]),
    body: body ? utf8(body.Content) : '',
    ...(contentType ? { contentType } : {}),
  };
}
