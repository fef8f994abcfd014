import type { Sample } from './corpora.ts';

/** What one firewall makes of samples, in their order. */
export interface Decided {
  readonly firewall: string;
  readonly blocked: readonly boolean[];
}

interface Row {
  seen: number;
  keptOut: number;
  /** Blocked of each, by firewall. */
  readonly blocked: { seen: number; keptOut: number }[];
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** A table in Markdown: how many requests of each category each firewall blocks, and of the third that was kept out. */
export function corporaTable(title: string, samples: readonly Sample[], firewalls: readonly Decided[]): string {
  const rows = [...rowsOf(samples, firewalls)].sort(([a], [b]) => (a < b ? -1 : 1));
  const columns = firewalls.flatMap(({ firewall }) => [firewall, 'of the third kept out']);
  return [
    `| ${[title, 'category', 'requests', ...columns].join(' | ')} |`,
    `|---|---|---:|${columns.map(() => '---:|').join('')}`,
    ...rows.map(([name, { seen, keptOut, blocked }]) => {
      const shares = blocked.flatMap((of) => [percent(of.seen, seen), percent(of.keptOut, keptOut)]);
      return `| ${[name, seen + keptOut, ...shares].join(' | ')} |`;
    }),
  ].join('\n');
}

function rowsOf(samples: readonly Sample[], firewalls: readonly Decided[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [at, { corpus, category, keptOut }] of samples.entries())
    for (const name of [`${corpus} | ${category}`, `${corpus} | all`]) {
      const row = rows.get(name) ?? { seen: 0, keptOut: 0, blocked: firewalls.map(() => ({ seen: 0, keptOut: 0 })) };
      rows.set(name, row);
      const third = keptOut ? 'keptOut' : 'seen';
      row[third]++;
      for (const [place, { blocked }] of firewalls.entries()) {
        const of = row.blocked[place];
        if (of && blocked[at]) of[third]++;
      }
    }
  return rows;
}
