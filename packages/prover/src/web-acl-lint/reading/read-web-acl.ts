import { type CompileOptions, MANAGED_RULE_GROUPS, type Shape } from '@sallyport/waf';
import { listMember, member, memberOn, numberMember, onlyMember, textMember } from './member.ts';
import { type Reading, readStatement } from './read-statement.ts';
import type { Action, Group, Rule } from './rule.ts';

/** A web ACL as its author wrote it, in order of evaluation. */
export interface ReadWebAcl {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** The groups that rules stand for, whose rules are not told included. */
  readonly groups: readonly Group[];
  readonly defaultAction: 'ALLOW' | 'BLOCK';
  /** Names of the headers that the default action inserts. */
  readonly defaultHeaders: readonly string[];
  /** The members beside the rules that change what is inspected. */
  readonly associationConfig: unknown;
}

const API_ONLY = ['ARN', 'Id', 'Capacity', 'LabelNamespace', 'ManagedByFirewallManager'];

/** The web ACL inside the answer of get-web-acl, or the definition itself, with the path that leads to it. */
function unwrapped(definition: unknown): { readonly webAcl: unknown; readonly path: string } {
  const inside = member(definition, 'WebACL');
  return inside === undefined ? { webAcl: definition, path: '' } : { webAcl: inside, path: 'WebACL.' };
}

/** Reads a definition that compiles. */
export function readWebAcl(definition: unknown, options: CompileOptions): ReadWebAcl {
  const { webAcl, path } = unwrapped(definition);
  const shape: Shape =
    options.shape ?? (API_ONLY.some((name) => member(webAcl, name) !== undefined) ? 'api' : 'cloudformation');
  const arn = options.arn ?? textMember(webAcl, 'ARN') ?? '';
  const [, account = '000000000000', arnName] = /^arn:[^:]*:wafv2:[^:]*:([^:]*):[^/]*\/webacl\/([^/]+)/.exec(arn) ?? [];
  const name = textMember(webAcl, 'Name') ?? arnName ?? 'WebACL';
  const labelPrefix = textMember(webAcl, 'LabelNamespace') ?? `awswaf:${account}:webacl:${name}:`;
  const reader = new Reader({ shape, references: options.references ?? {}, labelPrefix }, options);
  const defaultAction = member(webAcl, 'DefaultAction');
  const rules = [
    ...reader.listed(webAcl, 'PreProcessFirewallManagerRuleGroups', path, 'FirewallManagerStatement'),
    ...reader.listed(webAcl, 'Rules', path, 'Statement'),
    ...reader.listed(webAcl, 'PostProcessFirewallManagerRuleGroups', path, 'FirewallManagerStatement'),
  ];
  return {
    name,
    rules,
    groups: reader.groups,
    defaultAction: member(defaultAction, 'Block') === undefined ? 'ALLOW' : 'BLOCK',
    defaultHeaders: insertedHeaders(member(defaultAction, 'Allow')),
    associationConfig: member(webAcl, 'AssociationConfig'),
  };
}

const insertedHeaders = (action: unknown): readonly string[] =>
  listMember(memberOn(action, 'CustomRequestHandling'), 'InsertHeaders').flatMap((header) => {
    const name = textMember(header, 'Name');
    return name === undefined ? [] : [`x-amzn-waf-${name}`];
  });

/** What an action is, and which headers it inserts. */
function actionOf(written: unknown): Pick<Rule, 'action' | 'insertedHeaders'> {
  const chosen = onlyMember(written);
  const known: readonly Action[] = ['ALLOW', 'BLOCK', 'COUNT', 'CAPTCHA', 'CHALLENGE', 'MONETIZE'];
  const action = known.find((each) => each === chosen?.name.toUpperCase()) ?? 'COUNT';
  return { action, insertedHeaders: insertedHeaders(chosen?.value) };
}

class Reader {
  readonly groups: Group[] = [];
  readonly #reading: Reading;
  readonly #options: CompileOptions;

  constructor(reading: Reading, options: CompileOptions) {
    this.#reading = reading;
    this.#options = options;
  }

  /** The rules of a list by Priority, groups expanded in place. */
  listed(holder: unknown, name: string, prefix: string, statementName: string): readonly Rule[] {
    return inOrder(listMember(holder, name)).flatMap(({ written, at }) =>
      this.#rule(written, `${prefix}${name}.${at}`, statementName),
    );
  }

  #rule(written: unknown, path: string, statementName: string): readonly Rule[] {
    const statement = member(written, statementName);
    const chosen = onlyMember(statement);
    const name = nameOf(written, path);
    const inside = `${path}.${statementName}.${chosen?.name ?? ''}`;
    if (chosen?.name === 'ManagedRuleGroupStatement')
      return this.#managed(written, chosen.value, { name, path, inside });
    if (chosen?.name === 'RuleGroupReferenceStatement') return this.#own(written, chosen.value, { name, path, inside });
    return [plainRule(written, path, this.#reading)];
  }

  #group(written: unknown, value: unknown, { name, path, inside }: Where, told: Told): Group {
    const scope = member(value, 'ScopeDownStatement');
    const group: Group = {
      rule: name,
      path,
      isTold: told.isTold,
      counts: memberOn(written, 'OverrideAction', 'Count') !== undefined,
      countedRules: countedRules(value, inside).filter((rule) => told.acts(rule.name)),
      ...(told.managed ? { managed: told.managed } : {}),
      ...(scope === undefined ? {} : { scope: readStatement(scope, `${inside}.ScopeDownStatement`, this.#reading) }),
    };
    this.groups.push(group);
    return group;
  }

  #managed(written: unknown, value: unknown, where: Where): readonly Rule[] {
    const vendor = textMember(value, 'VendorName') ?? '';
    const name = textMember(value, 'Name') ?? '';
    const known = vendor === 'AWS' ? MANAGED_RULE_GROUPS.find((each) => each.name === name) : undefined;
    const acts = (rule: string): boolean => known?.rules.find((each) => each.name === rule)?.action !== 'Count';
    const managed = { vendor, name };
    const group = this.#group(written, value, where, { isTold: known !== undefined, acts, managed });
    const overrides = actionOverrides(value);
    return (known?.rules ?? []).map((rule) => ({
      name: rule.name,
      shown: `${where.name}#${rule.name}`,
      path: where.path,
      group,
      ...actionOf(overrides.get(rule.name) ?? { [rule.action]: {} }),
      statement: undefined,
      labels: [rule.label].flat().map((label) => `awswaf:managed:aws:${known?.namespace ?? ''}:${label}`),
    }));
  }

  #own(written: unknown, value: unknown, where: Where): readonly Rule[] {
    const arn = textMember(value, this.#reading.shape === 'api' ? 'ARN' : 'Arn') ?? '';
    const definition = this.#options.references?.ruleGroups?.get(arn);
    const reading = this.#readingOf(definition, arn);
    const rules = inOrder(listMember(definition, 'Rules')).map((each) =>
      plainRule(each.written, `Rules.${each.at}`, reading),
    );
    const acts = (name: string): boolean => rules.find((rule) => rule.name === name)?.action !== 'COUNT';
    const group = this.#group(written, value, where, { isTold: definition !== undefined, acts });
    const overrides = actionOverrides(value);
    return rules.map((rule) => {
      const override = overrides.get(rule.name);
      return {
        ...rule,
        shown: `${where.name}#${rule.name}`,
        of: arn,
        group,
        ...(override === undefined ? {} : actionOf(override)),
      };
    });
  }

  /** How a referenced group is read: its labels have a prefix of their own, and its file may have another shape. */
  #readingOf(definition: unknown, arn: string): Reading {
    const [, account = '', name = ''] = /^arn:[^:]*:wafv2:[^:]*:([^:]*):[^/]*\/rulegroup\/([^/]+)/.exec(arn) ?? [];
    const labelPrefix =
      textMember(definition, 'LabelNamespace') ??
      `awswaf:${account}:rulegroup:${textMember(definition, 'Name') ?? name}:`;
    // Only the API answers with an ARN or an Id.
    const isApi = member(definition, 'ARN') !== undefined || member(definition, 'Id') !== undefined;
    return { ...this.#reading, labelPrefix, shape: isApi ? 'api' : this.#reading.shape };
  }
}

/** What is known of a group beside its statement. */
interface Told {
  readonly isTold: boolean;
  /** Whether a rule does more than count by itself. */
  readonly acts: (rule: string) => boolean;
  readonly managed?: Group['managed'];
}

interface Where {
  readonly name: string;
  readonly path: string;
  readonly inside: string;
}

/** Rules by Priority, each with its place in the list. */
const inOrder = (list: readonly unknown[]): readonly { readonly written: unknown; readonly at: number }[] =>
  list
    .map((written, at) => ({ written, at }))
    .sort((a, b) => (numberMember(a.written, 'Priority') ?? 0) - (numberMember(b.written, 'Priority') ?? 0));

/** As the engine names a rule: one whose name alone is not told is known by its place. */
const nameOf = (written: unknown, path: string): string => textMember(written, 'Name') ?? path.replaceAll('.', '-');

function plainRule(written: unknown, path: string, reading: Reading): Rule {
  return {
    name: nameOf(written, path),
    shown: nameOf(written, path),
    path,
    ...actionOf(member(written, 'Action')),
    statement: readStatement(member(written, 'Statement'), `${path}.Statement`, reading),
    labels: listMember(written, 'RuleLabels').flatMap((label) => {
      const name = textMember(label, 'Name');
      return name === undefined ? [] : [`${reading.labelPrefix}${name}`];
    }),
  };
}

/** ExcludedRules count; RuleActionOverrides say what else a rule does. */
function actionOverrides(value: unknown): ReadonlyMap<string, unknown> {
  const overrides = new Map<string, unknown>();
  for (const item of listMember(value, 'ExcludedRules')) overrides.set(textMember(item, 'Name') ?? '', { Count: {} });
  for (const item of listMember(value, 'RuleActionOverrides'))
    overrides.set(textMember(item, 'Name') ?? '', member(item, 'ActionToUse'));
  return overrides;
}

const countedRules = (value: unknown, path: string): Group['countedRules'] => [
  ...listMember(value, 'ExcludedRules').map((item, at) => ({
    name: textMember(item, 'Name') ?? '',
    path: `${path}.ExcludedRules.${at}`,
  })),
  ...listMember(value, 'RuleActionOverrides').flatMap((item, at) =>
    memberOn(item, 'ActionToUse', 'Count') === undefined
      ? []
      : [{ name: textMember(item, 'Name') ?? '', path: `${path}.RuleActionOverrides.${at}` }],
  ),
];
