// Measures the managed rule groups on public collections, given by the paths of their checkouts:
//   node -e "import('./scripts/bundle.mjs').then(({ importBundled }) => importBundled('conformance/waf/corpora-managed.ts'))" -- \
//     coreruleset=DIR fuzzdb=DIR payloads=DIR mgm=DIR libinjection=DIR log=FILE [missed=CATEGORY] [alarms=CORPUS] [rules]
// Prints tables in Markdown. Not part of the tests: the collections are not in this repository. Beside ModSecurity: bench/modsecurity.
import type { Request } from '@sallyport/http';
import { attackCorpora, harmlessCorpora, type Sample } from './corpora.ts';
import { corporaTable } from './corpora-table.ts';
import { managedBlocker } from './managed-web-acl.ts';

const given = new Map(
  process.argv.flatMap((text) => (text.includes('=') ? [text.split('=', 2) as [string, string]] : [])),
);
const pathOf = (name: string): string | undefined => given.get(name);
const blocker = managedBlocker();

const shown = ({ method, target, headers, body }: Request): string =>
  JSON.stringify([method, target, ...headers.slice(2), Buffer.from(body.bytes).toString('latin1')]);

function measure(samples: readonly Sample[], title: string): void {
  const by = samples.map(({ request }) => blocker(request));
  for (const [at, { category, corpus, keptOut, request, title: name }] of samples.entries()) {
    if (by[at] === undefined && given.get('missed') === category && !keptOut)
      console.log(`missed: ${name} ${shown(request)}`);
    if (by[at] !== undefined && given.get('alarms') === corpus) console.log(`${by[at]}: ${name}`);
  }
  console.log(
    `\n${corporaTable(title, samples, [{ firewall: 'blocked', blocked: by.map((rule) => rule !== undefined) }])}`,
  );
  if (process.argv.includes('rules')) console.log(ruleCounts(by));
}

function ruleCounts(by: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const rule of by) if (rule !== undefined) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `${count} ${rule}`)
    .join('\n');
}

measure(attackCorpora(pathOf), 'attacks');
measure(harmlessCorpora(pathOf), 'harmless');
