// Measures the managed rule groups on public collections, given by the paths of their checkouts:
//   node -e "import('./scripts/bundle.mjs').then(({ importBundled }) => importBundled('conformance/waf/corpora-managed.ts'))" -- \
//     coreruleset=DIR fuzzdb=DIR payloads=DIR mgm=DIR libinjection=DIR log=FILE [missed=CATEGORY] [rules]
// Prints tables in Markdown. Not part of the tests: the collections are not in this repository.
import type { Request } from '@sallyport/http';
import { compileWebAcl, MemoryCounters } from '@sallyport/waf';
import {
  accessLog,
  coreRuleSet,
  fuzzdb,
  libinjectionHarmless,
  mgm,
  payloadsAllTheThings,
  type Sample,
} from './corpora.ts';

const GROUPS = ['Common', 'KnownBadInputs', 'SQLi', 'Linux', 'Unix', 'Windows', 'PHP'];
const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

function webAcl() {
  const result = compileWebAcl({
    Name: 'Corpora',
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules: GROUPS.map((group, Priority) => ({
      Name: group,
      Priority,
      OverrideAction: { None: {} },
      VisibilityConfig: VISIBILITY,
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${group}RuleSet` } },
    })),
  });
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result.webAcl;
}

const compiled = webAcl();
const counters = new MemoryCounters();

/** The rule that blocks, or nothing. */
function blocker(request: Request): string | undefined {
  const { action, terminatingRuleInGroup } = compiled.evaluate(request, counters, 0);
  return action === 'ALLOW' ? undefined : terminatingRuleInGroup;
}

interface Row {
  seen: number;
  blocked: number;
  keptOut: number;
  keptOutBlocked: number;
}

const given = new Map(
  process.argv.flatMap((text) => (text.includes('=') ? [text.split('=', 2) as [string, string]] : [])),
);
const from = (name: string, read: (path: string) => readonly Sample[]): readonly Sample[] => {
  const path = given.get(name);
  return path === undefined ? [] : read(path);
};

const attacks = [
  ...from('coreruleset', coreRuleSet),
  ...from('mgm', (path) => mgm(path, 'true')),
  ...from('fuzzdb', fuzzdb),
  ...from('payloads', payloadsAllTheThings),
];
const harmless = [
  ...from('log', accessLog),
  ...from('libinjection', libinjectionHarmless),
  ...from('mgm', (path) => mgm(path, 'false')),
];

const shown = ({ method, target, headers, body }: Request): string =>
  JSON.stringify([method, target, ...headers.slice(2), Buffer.from(body.bytes).toString('latin1')]);

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function measure(samples: readonly Sample[], title: string): void {
  const rows = new Map<string, Row>();
  const byRule = new Map<string, number>();
  const fresh = (): Row => ({ seen: 0, blocked: 0, keptOut: 0, keptOutBlocked: 0 });
  for (const sample of samples) {
    const by = blocker(sample.request);
    if (by !== undefined) byRule.set(by, (byRule.get(by) ?? 0) + 1);
    if (by === undefined && given.get('missed') === sample.category && !sample.keptOut)
      console.log(`missed: ${sample.title} ${shown(sample.request)}`);
    if (by !== undefined && given.get('alarms') === sample.corpus) console.log(`${by}: ${sample.title}`);
    for (const key of [`${sample.corpus} | ${sample.category}`, `${sample.corpus} | all`]) {
      const row = rows.get(key) ?? fresh();
      rows.set(key, row);
      if (sample.keptOut) row.keptOut++;
      else row.seen++;
      if (by === undefined) continue;
      if (sample.keptOut) row.keptOutBlocked++;
      else row.blocked++;
    }
  }
  console.log(
    `\n| ${title} | category | requests | blocked | blocked of the third kept out |\n|---|---|---:|---:|---:|`,
  );
  for (const [key, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(
      `| ${key} | ${row.seen + row.keptOut} | ${percent(row.blocked, row.seen)} | ${percent(row.keptOutBlocked, row.keptOut)} |`,
    );
  if (!process.argv.includes('rules')) return;
  for (const [rule, count] of [...byRule].sort((a, b) => b[1] - a[1])) console.log(`${count} ${rule}`);
}

measure(attacks, 'attacks');
measure(harmless, 'harmless');
