import type { LintCase } from './lint-case.ts';
import { fieldTitle, impossibility, nameOfArn } from './proof/impossible.ts';
import { emitters, mayComeFromElsewhere } from './proof/labels.ts';
import type { Rule } from './reading/rule.ts';
import { isTextLeaf, type Leaf, leaves } from './reading/statement.ts';

/** Why a test holds for no request. */
export interface Reason {
  readonly leaf: Leaf | undefined;
  readonly text: string;
  /** Whether it refers to something that is not there, rather than asking what cannot be. */
  readonly isDead: boolean;
}

/** What of a rule's statement can never hold. */
export function reasonsOf(of: LintCase, rule: Rule): readonly Reason[] {
  const statement = rule.statement;
  if (!statement) return [];
  const before = of.read.rules.slice(0, of.positionOf(rule));
  const found = leaves(statement).flatMap(({ leaf, negated }): readonly Reason[] => {
    if (negated) return [];
    const text =
      leaf.kind === 'label'
        ? deadLabel(of, leaf, before)
        : impossibility(leaf, of.probes.of(leaf), { bodyBytes: of.webAcl.bodyBytes });
    if (text === undefined) return [];
    return [
      {
        leaf,
        text,
        isDead: leaf.kind === 'label' || leaf.kind === 'ip-set' || (leaf.kind === 'regex-set' && leaf.patterns === 0),
      },
    ];
  });
  return found.length > 0 ? found : [{ leaf: undefined, text: contradiction(rule), isDead: false }];
}

function deadLabel(of: LintCase, leaf: Extract<Leaf, { kind: 'label' }>, before: readonly Rule[]): string | undefined {
  if (emitters(leaf, before).length > 0 || mayComeFromElsewhere(leaf, before, of.read.groups)) return undefined;
  const [later] = emitters(leaf, of.read.rules);
  const key = `"${leaf.key}"`;
  return later
    ? `the label ${key} is added by "${later.shown}", which is evaluated later`
    : `no rule of this web ACL adds the label ${key}`;
}

function contradiction({ statement }: Rule): string {
  const asked = statement
    ? leaves(statement).map(({ leaf, negated }) => `${negated ? 'not ' : ''}${titleOf(leaf)}`)
    : [];
  return `its parts contradict each other (${[...new Set(asked)].join(', ')})`;
}

function titleOf(leaf: Leaf): string {
  if (isTextLeaf(leaf)) return fieldTitle(leaf);
  if (leaf.kind === 'ip-set') return `IP set "${nameOfArn(leaf.arn)}"`;
  if (leaf.kind === 'geo') return `countries ${leaf.countries.join(', ')}`;
  if (leaf.kind === 'label') return `label "${leaf.key}"`;
  return leaf.kind === 'asn' ? 'autonomous systems' : 'a part that is not told';
}
