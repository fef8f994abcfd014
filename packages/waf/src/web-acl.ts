import type { Request } from '@sallyport/http';
import { type CompiledAction, compileAction, unsold } from './actions/action.ts';
import { responseBodies } from './actions/custom-response.ts';
import { type AddressFacts, type Compilation, freshComponents, type References, type Shape } from './compilation.ts';
import type {
  AwaitedResponse,
  CompiledWebAcl,
  CounterStore,
  DescribedRule,
  DescribedStatement,
  Evaluation,
  EvaluationContext,
  RuleIdentity,
  WebAclIdentity,
} from './compiled.ts';
import { dataProtections } from './data-protection-config.ts';
import { derivedId } from './derived-id.ts';
import { recordOf } from './evaluation-record.ts';
import { firewallManagerRules } from './firewall-manager.ts';
import { Inspection } from './inspection.ts';
import { bodyBytes, type ResourceType } from './limits.ts';
import { Outcome } from './outcome.ts';
import { isTooDeep, members, type Part, type Refusal, refuse, rootPart, text } from './part.ts';
import { checkQuotas } from './quotas.ts';
import {
  type CompiledRule,
  compileRules,
  type Ending,
  immunitySeconds,
  insertHeaders,
  type RuleContext,
} from './rule.ts';
import { inBlocks, type Run, runRules } from './rule-blocks.ts';
import { visibility } from './rule-identity.ts';
import { tokenDomains } from './token/token-domains.ts';
import { hostOf, newTokenDomain, type TokenSettings } from './token/token-standing.ts';
import { isUnknownValue } from './unknown-value.ts';
import { checkWebAclSettings } from './web-acl-settings.ts';

/** What a definition needs beside itself. */
export interface CompileOptions {
  /** IP sets, regex pattern sets and rule groups by ARN; what is not among them is unknown. */
  readonly references?: References;
  /** What it protects; CLOUDFRONT where nothing is said. */
  readonly resourceType?: ResourceType;
  /** Its ARN, where the definition does not hold one; labels begin with its account and name. */
  readonly arn?: string;
  /** Whose spelling it follows; told by members that only the API answers with, where nothing is said. */
  readonly shape?: Shape;
  /** Address lists that AWS does not publish, as CIDR blocks by managed rule name. */
  readonly addressLists?: ReadonlyMap<string, readonly string[]>;
  /** Credentials that are known to be stolen, for ATP and ACFP, as digests (`credentialDigest`). */
  readonly stolenCredentials?: ReadonlySet<string>;
  /** What is known of addresses in headers, for statements with a forwarded IP configuration. */
  readonly addressData?: (address: string) => AddressFacts | undefined;
  /** Whether a domain is a public suffix, such as `co.uk`, which AWS refuses as a token domain: a look into the Public Suffix List. */
  readonly isPublicSuffix?: (domain: string) => boolean;
}

export type CompileResult = { readonly webAcl: CompiledWebAcl } | { readonly refused: readonly Refusal[] };

const MEMBERS = {
  required: ['DefaultAction', 'VisibilityConfig'],
  optional: [
    'Name',
    'Id',
    'ARN',
    'Description',
    'Scope',
    'Tags',
    'Rules',
    'Capacity',
    'LabelNamespace',
    'CustomResponseBodies',
    'CaptchaConfig',
    'ChallengeConfig',
    'TokenDomains',
    'AssociationConfig',
    'DataProtectionConfig',
    'ApplicationConfig',
    'OnSourceDDoSProtectionConfig',
    'MonetizationConfig',
    'PreProcessFirewallManagerRuleGroups',
    'PostProcessFirewallManagerRuleGroups',
    'ManagedByFirewallManager',
    'RetrofittedByFirewallManager',
  ],
} as const;
type WebAclParts = Partial<Record<(typeof MEMBERS.required)[number] | (typeof MEMBERS.optional)[number], Part>>;

/** Whose it is. */
interface Owner {
  readonly account: string;
  readonly name: string;
}

const API_ONLY = ['ARN', 'Id', 'Capacity', 'LabelNamespace', 'ManagedByFirewallManager'];
const DEFAULT_IMMUNITY_SECONDS = 300;
const MOST_CAPACITY = 5000;
const NO_COUNTERS: CounterStore = { add: () => 1 };

/**
 * Checks a web ACL, written as the API or CloudFormation has it, and makes it ready to evaluate requests. Unknown values
 * inside it (`unknownValue`) make what rests on them undecided.
 */
export function compileWebAcl(definition: unknown, options: CompileOptions = {}): CompileResult {
  const part = unwrapped(definition);
  const parts: WebAclParts | undefined = isTooDeep(part) ? undefined : members(part, MEMBERS);
  const webAcl = parts && ofParts(parts, part, options);
  const { refusals } = part.notes;
  if (webAcl && refusals.length === 0) return { webAcl };
  return { refused: refusals.length > 0 ? refusals : [unreadable(part)] };
}

const unreadable = (part: Part): Refusal => ({
  path: '',
  message: `Cannot accept the web ACL: ${part.notes.unknowns[0]?.reason ?? 'nothing'}, expected a definition`,
});

/** The answer of get-web-acl holds the web ACL in a member. */
function unwrapped(definition: unknown): Part {
  const inside =
    typeof definition === 'object' && definition !== null && 'WebACL' in definition ? definition.WebACL : undefined;
  return inside === undefined ? rootPart(definition) : rootPart(inside, 'WebACL');
}

function shapeOf(parts: WebAclParts, { shape }: CompileOptions): Shape {
  return shape ?? (API_ONLY.some((name) => name in parts) ? 'api' : 'cloudformation');
}

function ofParts(parts: WebAclParts, part: Part, options: CompileOptions): CompiledWebAcl | undefined {
  const defaultRule: RuleIdentity = { name: 'Default_Action', type: 'REGULAR', ...visibility(parts.VisibilityConfig) };
  checkWebAclSettings(parts);
  checkQuotas(parts.Rules, 'web-acl');
  const arn = options.arn ?? text(parts.ARN);
  const [, account = '000000000000', arnName] =
    /^arn:[^:]*:wafv2:[^:]*:([^:]*):[^/]*\/webacl\/([^/]+)/.exec(arn ?? '') ?? [];
  const name = webAclName(parts.Name) ?? arnName ?? 'WebACL';
  const compilation = compilationOf(parts, part, options, { account, name });
  const identity: WebAclIdentity = {
    arn: arn ?? derivedArn(parts, compilation, { account, name }),
    bodyBytes: compilation.bodyBytes,
    dataProtections: dataProtections(parts.DataProtectionConfig),
  };
  const actions = {
    bodies: responseBodies(parts.CustomResponseBodies),
    tokens: compilation.tokens,
    unsold: unsold(compilation.resourceType, parts.MonetizationConfig),
  };
  const unknowns: string[] = [];
  const defaultAction = told(
    part,
    unknowns,
    () => parts.DefaultAction && compileAction(parts.DefaultAction, actions, ['Allow', 'Block']),
  );
  const rules = told(part, unknowns, () =>
    allRules(parts, { compilation, actions, holder: 'web-acl', overrides: new Map() }),
  );
  takeUnknowns(part, unknowns);
  if (!rules || (!defaultAction && unknowns.length === 0)) return undefined;
  const acting = defaultAction ?? { name: 'ALLOW' as const, insertedHeaders: [] };
  return checkedCapacity(
    part,
    assembled({ name, identity, rules, runs: inBlocks(rules), acting, defaultRule, compilation, unknowns }),
  );
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html; a name that is not told does not change what is decided. */
function webAclName(part: Part | undefined): string | undefined {
  const name = isUnknownValue(part?.value) ? undefined : text(part, 1, 128);
  if (name === undefined || !part) return undefined;
  return /^[\w-]+$/.test(name) ? name : refuse(part, `"${name}"`, 'letters, digits, hyphens and underscores');
}

/** For a definition that has no ARN: what is not told in it is the same in every run. */
function derivedArn(parts: WebAclParts, { resourceType }: Compilation, { account, name }: Owner): string {
  const isGlobal = resourceType === 'CLOUDFRONT' || resourceType === 'AMPLIFY';
  const id = typeof parts.Id?.value === 'string' ? parts.Id.value : derivedId(name);
  return `arn:aws:wafv2:us-east-1:${account}:${isGlobal ? 'global' : 'regional'}/webacl/${name}/${id}`;
}

/** What is read while unknown values are noted as the web ACL's own. */
function told<T>(part: Part, unknowns: string[], read: () => T): T {
  const result = read();
  takeUnknowns(part, unknowns);
  return result;
}

const takeUnknowns = (part: Part, into: string[]): number =>
  into.push(...part.notes.unknowns.splice(0).map(({ reason }) => reason));

function compilationOf(parts: WebAclParts, part: Part, options: CompileOptions, { account, name }: Owner): Compilation {
  const resourceType = options.resourceType ?? 'CLOUDFRONT';
  return {
    shape: shapeOf(parts, options),
    references: options.references ?? {},
    resourceType,
    bodyBytes: bodyBytes(parts.AssociationConfig, resourceType),
    components: freshComponents(),
    labelPrefix: text(parts.LabelNamespace) ?? `awswaf:${account}:webacl:${name}:`,
    name: options.arn ?? name,
    notes: part.notes,
    addressLists: options.addressLists ?? new Map(),
    stolenCredentials: options.stolenCredentials,
    tokens: tokenSettings(parts, options),
    addressData: options.addressData ?? (() => undefined),
  };
}

const tokenSettings = (parts: WebAclParts, { isPublicSuffix }: CompileOptions): TokenSettings => ({
  captchaImmunitySeconds: immunitySeconds(parts.CaptchaConfig, 60) ?? DEFAULT_IMMUNITY_SECONDS,
  challengeImmunitySeconds: immunitySeconds(parts.ChallengeConfig, 300) ?? DEFAULT_IMMUNITY_SECONDS,
  domains: tokenDomains(parts.TokenDomains, isPublicSuffix),
});

/** Firewall Manager's first groups, the rules by Priority, and Firewall Manager's last groups. */
const allRules = (parts: WebAclParts, context: RuleContext): readonly CompiledRule[] => [
  ...firewallManagerRules(parts.PreProcessFirewallManagerRuleGroups, context),
  ...compileRules(parts.Rules, context),
  ...firewallManagerRules(parts.PostProcessFirewallManagerRuleGroups, context),
];

function checkedCapacity(part: Part, webAcl: CompiledWebAcl): CompiledWebAcl {
  if (webAcl.capacity > MOST_CAPACITY) refuse(part, `${webAcl.capacity} capacity units`, `at most ${MOST_CAPACITY}`);
  return webAcl;
}

interface Assembly {
  readonly name: string;
  readonly identity: WebAclIdentity;
  readonly rules: readonly CompiledRule[];
  readonly runs: readonly Run[];
  readonly acting: CompiledAction;
  /** What the default action is called in logs and samples. */
  readonly defaultRule: RuleIdentity;
  readonly compilation: Compilation;
  readonly unknowns: readonly string[];
}

function assembled(assembly: Assembly): CompiledWebAcl {
  const { name, rules, acting, compilation, unknowns } = assembly;
  return {
    name,
    rules: rules.flatMap(({ described }) => described.map((rule) => asking(rule, assembly))),
    defaultAction: acting.name === 'BLOCK' ? 'BLOCK' : 'ALLOW',
    bodyBytes: compilation.components.inspectsBody ? compilation.bodyBytes : 0,
    capacity: rules.reduce((sum, { capacity }) => sum + capacity, 0),
    ruleCapacities: rules.map((rule) => ({ name: rule.name, capacity: rule.capacity })),
    unknowns,
    evaluate: (request, counters, now, context) =>
      evaluated(assembly, fresh(assembly, request, counters, now, undefined, context)),
  };
}

const fresh = (
  { compilation, unknowns }: Assembly,
  request: Request,
  counters: CounterStore,
  now: number,
  answers?: Map<string, boolean>,
  context?: EvaluationContext,
): Inspection => {
  const inspection = new Inspection(request, counters, now, compilation.components.size, answers, context);
  for (const reason of unknowns) inspection.approximations.push(reason);
  return inspection;
};

/** Gives the undecided questions that only a whole evaluation answers (labels) a way to be asked. */
function asking(rule: DescribedRule, assembly: Assembly): DescribedRule {
  const ask =
    (identity: string) =>
    (request: Request): boolean => {
      const answers = new Map<string, boolean>();
      runRules(assembly.runs, fresh(assembly, request, NO_COUNTERS, 0, answers));
      return answers.get(identity) ?? false;
    };
  const walk = (statement: DescribedStatement): DescribedStatement => {
    if (statement.kind === 'all' || statement.kind === 'any') return { ...statement, of: statement.of.map(walk) };
    if (statement.kind === 'not') return { ...statement, of: walk(statement.of) };
    return statement.kind === 'undecided' && !statement.holds
      ? { ...statement, holds: ask(statement.identity) }
      : statement;
  };
  return { ...rule, statement: walk(rule.statement) };
}

function evaluated(assembly: Assembly, inspection: Inspection): Evaluation {
  const ending = runRules(assembly.runs, inspection) ?? defaultEnding(assembly, inspection);
  const { action, response, ruleInGroup } = ending;
  const { fieldMatches, awaiting } = inspection;
  const outcome = new Outcome(ending, inspection, recordOf(assembly.identity, ending.rule, inspection));
  if (ruleInGroup !== undefined) outcome.terminatingRuleInGroup = ruleInGroup;
  if (response) outcome.response = response;
  if (fieldMatches.length > 0) outcome.matchDetails = fieldMatches.map(({ detail }) => detail);
  if (action === 'CAPTCHA' || action === 'CHALLENGE')
    outcome.tokenDomain = newTokenDomain(hostOf(inspection.request), assembly.compilation.tokens.domains);
  if (awaiting && action === 'ALLOW') outcome.awaitedResponse = awaitedBy(awaiting);
  return outcome;
}

const awaitedBy = (all: readonly AwaitedResponse[]): AwaitedResponse => ({
  bodyBytes: Math.max(...all.map(({ bodyBytes }) => bodyBytes)),
  observe: (response, now) => {
    for (const each of all) each.observe(response, now);
  },
});

function defaultEnding({ acting: action, defaultRule }: Assembly, inspection: Inspection): Ending {
  const blocks = action.name === 'BLOCK';
  if (!blocks) insertHeaders(inspection, action);
  const { response } = action;
  return { action: blocks ? 'BLOCK' : 'ALLOW', rule: defaultRule, ...(response ? { response } : {}) };
}
