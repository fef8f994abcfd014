import type { Request } from '@sallyport/http';
import { type CompiledWebAcl, type Evaluation, MemoryCounters, type ResourceType } from '@sallyport/waf';
import type { Conditions } from './proof/conditions.ts';
import { answers } from './proof/labels.ts';
import type { Probes } from './proof/probe.ts';
import { type Reach, reachOf } from './reach.ts';
import type { ReadWebAcl } from './reading/read-web-acl.ts';
import { type Rule, refuses } from './reading/rule.ts';
import { ATTACKS, type Attack } from './requests/attack.ts';
import type { Building } from './requests/build.ts';
import type { StandInAddresses } from './requests/stand-in-addresses.ts';

/** What the sources tell of where the web ACL stands; nothing where it was given alone. */
export interface Attachment {
  /** Resources that it protects, each with the distribution in front of it where there is one. */
  readonly protects: readonly { readonly title: string; readonly behind?: string }[];
  /** Whether an output of the stack names it, for other stacks to use. */
  readonly isExported: boolean;
  /** Distributions that it protects and that restrict countries by themselves, with how. */
  readonly geoRestricted: readonly string[];
}

/** An attack that the web ACL refuses. */
export interface Refused {
  readonly title: string;
  readonly request: Request;
  readonly evaluation: Evaluation;
  /** The rule that refuses it; undefined for the default action. */
  readonly rule: Rule | undefined;
}

/** A web ACL under examination, with what several lints ask of it. */
export class LintCase {
  readonly read: ReadWebAcl;
  readonly webAcl: CompiledWebAcl;
  readonly resourceType: ResourceType;
  readonly probes: Probes;
  readonly conditions: Conditions;
  readonly attachment: Attachment | undefined;
  readonly addresses: StandInAddresses;
  readonly #reaches = new Map<Rule, Reach>();
  #refused: readonly Refused[] | undefined;
  #attacks: readonly (Attack & { readonly evaluation: Evaluation })[] | undefined;
  readonly #byName: ReadonlyMap<string, Rule>;

  constructor(
    of: Pick<LintCase, 'read' | 'webAcl' | 'resourceType' | 'probes' | 'conditions' | 'attachment' | 'addresses'>,
  ) {
    this.read = of.read;
    this.webAcl = of.webAcl;
    this.resourceType = of.resourceType;
    this.probes = of.probes;
    this.conditions = of.conditions;
    this.attachment = of.attachment;
    this.addresses = of.addresses;
    this.#byName = new Map(of.read.rules.map((rule) => [rule.shown, rule]));
  }

  /** What the engine decides on one request that comes by itself. */
  evaluate(request: Request): Evaluation {
    return this.webAcl.evaluate(request, new MemoryCounters(), 0);
  }

  isRefused({ action }: Evaluation): boolean {
    return action !== 'ALLOW';
  }

  /** The rule that ended an evaluation; undefined for the default action, and for groups that are not told. */
  ruleOf({ terminatingRule, terminatingRuleInGroup }: Evaluation): Rule | undefined {
    return this.#byName.get(
      terminatingRuleInGroup === undefined ? terminatingRule : `${terminatingRule}#${terminatingRuleInGroup}`,
    );
  }

  /** The rules whose statements are told. */
  get ownRules(): readonly Rule[] {
    return this.read.rules.filter(({ statement }) => statement !== undefined);
  }

  positionOf(rule: Rule): number {
    return this.read.rules.indexOf(rule);
  }

  reach(rule: Rule): Reach {
    const known = this.#reaches.get(rule) ?? reachOf(this, rule);
    this.#reaches.set(rule, known);
    return known;
  }

  /** How requests are made for a rule of this web ACL. */
  building(rule: Rule, mayChange: Building['mayChange'] = () => true): Building {
    const { read, probes, addresses } = this;
    return {
      read,
      probes,
      rule,
      mayChange,
      addressIn: (country) => addresses.addressIn(country),
      labelled: (leaf) =>
        this.attacks.flatMap(({ request, evaluation }) =>
          evaluation.labels.some((label) => answers(label, leaf)) ? [request] : [],
        ),
    };
  }

  /** The sample attacks, each with what is decided of it. */
  get attacks(): readonly (Attack & { readonly evaluation: Evaluation })[] {
    this.#attacks ??= ATTACKS.map((attack) => ({ ...attack, evaluation: this.evaluate(attack.request) }));
    return this.#attacks;
  }

  /** The sample attacks that it refuses, and for each rule of its own that refuses one request that it refuses. */
  get refused(): readonly Refused[] {
    this.#refused ??= [
      ...this.attacks.flatMap((attack) => this.#asRefused(attack, attack.evaluation)),
      ...this.ownRules.filter(refuses).flatMap((rule) => {
        const reach = this.reach(rule);
        return reach.is === 'reached' ? this.#asRefused({ title: 'a request', request: reach.request }) : [];
      }),
    ];
    return this.#refused;
  }

  #asRefused(
    { title, request }: Pick<Attack, 'title' | 'request'>,
    evaluation: Evaluation = this.evaluate(request),
  ): readonly Refused[] {
    return this.isRefused(evaluation) ? [{ title, request, evaluation, rule: this.ruleOf(evaluation) }] : [];
  }
}
