// Derives what is data in libinjection (BSD-3-Clause) from a checkout of it: the word and fingerprint tables of the SQL injection
// detection, and the unit cases of its suite as conformance cases. Fetches nothing.
// Usage: node scripts/corpora/libinjection-tables.mjs <checkout of github.com/libinjection/libinjection>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = process.argv[2];
if (checkout === undefined) {
  console.error(
    'Cannot derive the tables: no checkout given, expected node scripts/corpora/libinjection-tables.mjs PATH',
  );
  process.exit(2);
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'packages/waf/src/sql-injection');
const NOTICE = `// Derived from libinjection's src/sqlparse_data.json by scripts/corpora/libinjection-tables.mjs.
// Copyright (c) 2012-2016, Nick Galbreath. BSD-3-Clause; the terms are in the file NOTICE.`;

const { keywords, fingerprints } = JSON.parse(readFileSync(join(checkout, 'src/sqlparse_data.json'), 'utf8'));

const byType = grouped(Object.keys(keywords).sort(), (word) => keywords[word]);
const words = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(
  join(target, 'words.ts'),
  `${NOTICE}
import type { TokenType } from './token.ts';

/** Words and operators of SQL dialects in capital letters: the type of token that they are, then rows of them with commas between. */
export const WORD_ROWS: readonly (readonly [type: TokenType, ...rows: string[]])[] = [
${words.map(([type, listed]) => `  [\n    '${type}',\n${inRows(listed)}  ],`).join('\n')}
];
`,
);

/** Words with commas between, as many in a row as fit on a line. */
function inRows(items) {
  const rows = [[]];
  for (const item of items) {
    if ([...rows.at(-1), item].join(',').length > 110) rows.push([]);
    rows.at(-1).push(item);
  }
  return rows.map((row) => `    '${row.join(',')}',\n`).join('');
}

/** Items by what they have in common. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const capitals = [...new Set(fingerprints.map((fingerprint) => fingerprint.toUpperCase()))].sort();
const byStart = grouped(capitals, (fingerprint) => fingerprint.slice(0, 3));
const rows = [...byStart].map(
  ([start, group]) => `${start} ${group.map((fingerprint) => fingerprint.slice(3)).join(' ')}`,
);
writeFileSync(
  join(target, 'fingerprints.ts'),
  `${NOTICE}

/**
 * The sequences of token types, in capital letters, that are SQL injection. A row: the first types of a sequence, three at most, then the
 * possible rests with spaces between; an empty rest stands for the start alone.
 */
export const FINGERPRINT_ROWS: readonly string[] = [
${rows.map((row) => `  '${row}',`).join('\n')}
];
`,
);

const script = readFileSync(join(checkout, 'src/libinjection_xss.c'), 'latin1');
const [, listed = ''] = /BLACKATTREVENT\[\] = \{([\s\S]*?)\{NULL/.exec(script) ?? [];
const events = [...new Set([...listed.matchAll(/"([A-Z]+)"/g)].map(([, name]) => name))].sort();
writeFileSync(
  join(root, 'packages/waf/src/cross-site-scripting/events.ts'),
  `${NOTICE.replace('sqlparse_data.json', 'libinjection_xss.c')}

/** Names of events in capital letters, without the \`on\` of their attributes, in rows with commas between. */
export const EVENT_ROWS: readonly string[] = [
${inRows(events).replaceAll(/^ {4}/gm, '  ')}];
`,
);
console.log(`events: ${events.length}`);

const KINDS = { tokens: 'test-tokens', folding: 'test-folding', sqli: 'test-sqli', html5: 'test-html5' };
const files = readdirSync(join(checkout, 'tests')).sort();
for (const [kind, start] of Object.entries(KINDS)) {
  const cases = files.filter((name) => name.startsWith(start)).map((name) => caseOf(name));
  writeFileSync(
    join(root, 'conformance/waf/libinjection', `${kind}.json`),
    `${JSON.stringify(
      {
        source: `https://github.com/libinjection/libinjection/tree/85e252a/tests`,
        license: 'BSD-3-Clause, Copyright (c) 2012-2016, Nick Galbreath; the terms are in the file NOTICE',
        cases,
      },
      undefined,
      2,
    )}\n`,
  );
  console.log(`${kind}: ${cases.length} cases`);
}

/** A case as the suite reads it: spaces and line ends at the end of a part do not count. Texts are byte strings. */
function caseOf(name) {
  const text = readFileSync(join(checkout, 'tests', name), 'latin1');
  const [, input, expected] = /^--TEST--\n[\s\S]*?\n--INPUT--\n([\s\S]*?)--EXPECTED--\n([\s\S]*)$/.exec(text) ?? [];
  if (input === undefined) throw new Error(`Cannot read ${name}: no --INPUT--, expected a unit case`);
  return {
    name: name.replace(/\.txt$/, ''),
    input: input.replace(/[ \n\t\r]+$/, ''),
    expected: expected.replace(/[ \n\t\r]+$/, ''),
  };
}
