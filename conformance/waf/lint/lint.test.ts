import { readdirSync, readFileSync } from 'node:fs';
import { type Attachment, LINTS, lintWebAcl, UNDECIDABLE, type WebAclLint } from '@sallyport/prover';
import type { ResourceType } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

interface Expected {
  readonly level: string;
  readonly rule?: string;
  /** No request shows it: it is about all of them, or about what is not ours to decide. */
  readonly unshown?: true;
}

interface Case {
  readonly title: string;
  /** In CloudFormation's shape, by order instead of Priority. */
  readonly rules: readonly object[];
  readonly defaultAction?: 'Allow' | 'Block';
  readonly defaultAllow?: object;
  readonly ipSets?: Readonly<Record<string, readonly string[]>>;
  readonly regexSets?: Readonly<Record<string, readonly string[]>>;
  readonly associationConfig?: object;
  readonly resourceType?: ResourceType;
  readonly attachment?: Attachment;
  readonly finds?: readonly Expected[];
}

interface Row {
  readonly id: string;
  readonly source: string;
  readonly faulty: readonly Case[];
  readonly safe: readonly Case[];
}

const HERE = new URL('.', import.meta.url);
const ROWS = readdirSync(HERE)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(new URL(name, HERE), 'utf8')) as Row);

const definition = ({ rules, defaultAction = 'Allow', defaultAllow = {}, associationConfig }: Case): unknown => ({
  Name: 'Case',
  DefaultAction: { [defaultAction]: defaultAction === 'Allow' ? defaultAllow : {} },
  VisibilityConfig: VISIBILITY,
  ...(associationConfig ? { AssociationConfig: associationConfig } : {}),
  Rules: rules.map((rule, Priority) => ({ Priority, VisibilityConfig: VISIBILITY, ...rule })),
});

const entries = <T, S>(of: Readonly<Record<string, T>> = {}, make: (value: T) => S): ReadonlyMap<string, S> =>
  new Map(Object.entries(of).map(([name, value]) => [name, make(value)]));

function linted(of: Case): WebAclLint {
  const result = lintWebAcl(definition(of), {
    shape: 'cloudformation',
    resourceType: of.resourceType ?? 'CLOUDFRONT',
    references: {
      ipSets: entries(of.ipSets, (Addresses) => ({ IPAddressVersion: 'IPV4', Addresses })),
      regexPatternSets: entries(of.regexSets, (RegularExpressionList) => ({ RegularExpressionList })),
    },
    ...(of.attachment ? { attachment: of.attachment } : {}),
  });
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result;
}

const found = ({ findings }: WebAclLint, id: string) =>
  findings
    .filter(({ lint }) => lint.id === id)
    .map(({ level, rule, shown }) => ({
      level,
      ...(rule ? { rule: rule.shown } : {}),
      ...(shown.length === 0 ? { unshown: true } : {}),
    }));

let ran = 0;

describe.each(ROWS)('$id', ({ id, source, faulty, safe }) => {
  test('has its source', () => {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    ran++;
  });

  test.each(faulty)('is found: $title', (of) => {
    const lint = linted(of);
    expect(lint.defects).toEqual([]);
    expect(found(lint, id)).toEqual(of.finds);
    ran++;
  });

  test.each(safe)('is not found: $title', (of) => {
    const lint = linted(of);
    expect(lint.defects).toEqual([]);
    expect(found(lint, id)).toEqual([]);
    ran++;
  });
});

test('every lint has faulty web ACLs and safe neighbours, and all of them ran', () => {
  expect(ROWS.map(({ id }) => id).sort()).toEqual(LINTS.map(({ id }) => id).sort());
  for (const { faulty, safe } of ROWS) expect(Math.min(faulty.length, safe.length)).toBeGreaterThan(0);
  expect(ran).toBe(ROWS.reduce((sum, { faulty, safe }) => sum + 1 + faulty.length + safe.length, 0));
});

test('every row of the catalogue is looked for, or its page says why not', () => {
  const rows = Array.from({ length: 23 }, (_, at) => `WAF-${String(at + 1).padStart(2, '0')}`);
  expect([...LINTS.map(({ id }) => id), ...UNDECIDABLE].sort()).toEqual(rows);
});

const BOT_CONTROL = 'AWSManagedRulesBotControlRuleSet';
const PROVENANCE = 'awswaf:managed:aws:bot-control:token_provenance:high';

test('a rule that asks for a label which AWS adds and nobody here can tell is not called dead: its reason is among what was not examined', () => {
  const configs = [{ [BOT_CONTROL]: { InspectionLevel: 'TARGETED' } }];
  const group = { VendorName: 'AWS', Name: BOT_CONTROL, ManagedRuleGroupConfigs: configs };
  const lint = linted({
    title: 'token provenance',
    rules: [
      { Name: 'Bots', OverrideAction: { None: {} }, Statement: { ManagedRuleGroupStatement: group } },
      {
        Name: 'Moved',
        Action: { Block: {} },
        Statement: { LabelMatchStatement: { Scope: 'LABEL', Key: PROVENANCE } },
      },
    ],
  });
  expect(lint.findings.filter(({ rule }) => rule?.shown === 'Moved')).toEqual([]);
  const reasons = lint.notExamined.flatMap(({ rule, reason }) => (rule === 'Moved' ? [reason] : []));
  expect(reasons).toEqual([expect.stringContaining(`whether the label "${PROVENANCE}" is there is unknown`)]);
});
