import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectCrossSiteScripting } from '../../../packages/waf/src/cross-site-scripting/detect.ts';
import { detectSqlInjection } from '../../../packages/waf/src/sql-injection/detect.ts';

/** A line of a corpus that holds a text. */
interface Line {
  readonly file: string;
  readonly number: number;
  /** A byte string, decoded. */
  readonly text: string;
}

interface Corpus {
  readonly title: string;
  /** Whether a file of the data belongs to it. */
  readonly holds: (file: string) => boolean;
  /** What is found in a text, shown as the fingerprint where there is one; undefined where nothing is. */
  readonly detect: (text: string) => string | undefined;
  /** Whether its texts are attacks. */
  readonly isAttacks: boolean;
  /** The option with which libinjection's own reader looks for the same; absent where it has no such thing. */
  readonly reader?: readonly string[];
}

const shown = (found: { readonly fingerprint?: string; readonly matchedData: readonly string[] } | undefined) =>
  found && (found.fingerprint ?? found.matchedData.join(' '));

const sqlFiles = (file: string): boolean => file.startsWith('sqli-');
const harmlessFiles = (file: string): boolean => file === 'false_positives.txt';
const low = (text: string): string | undefined => shown(detectSqlInjection(text));
const high = (text: string): string | undefined => shown(detectSqlInjection(text, 'HIGH'));
const scripting = (text: string): string | undefined => detectCrossSiteScripting(text)?.matchedData.join(' ');

const CORPORA: readonly Corpus[] = [
  { title: 'SQL injection, LOW', holds: sqlFiles, detect: low, isAttacks: true, reader: [] },
  { title: 'SQL injection, HIGH', holds: sqlFiles, detect: high, isAttacks: true },
  {
    title: 'cross-site scripting',
    holds: (file) => file.startsWith('xss-'),
    detect: scripting,
    isAttacks: true,
    reader: ['-x'],
  },
  { title: 'harmless, LOW', holds: harmlessFiles, detect: low, isAttacks: false, reader: [] },
  { title: 'harmless, HIGH', holds: harmlessFiles, detect: high, isAttacks: false },
  {
    title: 'harmless, cross-site scripting',
    holds: harmlessFiles,
    detect: scripting,
    isAttacks: false,
    reader: ['-x'],
  },
];

/** Lines are URL-encoded; those that start with # are comments. */
function linesOf(folder: string, file: string): readonly Line[] {
  return readFileSync(join(folder, file), 'latin1')
    .split('\n')
    .map((line, index) => ({ file, number: index + 1, text: line.replace(/[ \t\r]+$/, '') }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
    .map((line) => ({ ...line, text: decoded(line.text) }));
}

const decoded = (text: string): string =>
  text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Prints, for each corpus, how much is found, what is missed or found wrongly, and where the reference differs. */
export function measureLibinjection(checkout: string, reader: string | undefined, print: (line: string) => void): void {
  const folder = join(checkout, 'data');
  const files = readdirSync(folder).sort();
  for (const corpus of CORPORA) measure(corpus, folder, files.filter(corpus.holds), reader, print);
}

function measure(
  corpus: Corpus,
  folder: string,
  files: readonly string[],
  reader: string | undefined,
  print: (line: string) => void,
): void {
  const lines = files.flatMap((file) => linesOf(folder, file));
  const results = lines.map((line) => ({ line, found: corpus.detect(line.text) }));
  const count = results.filter(({ found }) => found !== undefined).length;
  print(`${corpus.title}: ${lines.length} lines, found in ${count} (${percent(count, lines.length)})`);
  for (const { line, found } of results)
    if ((found !== undefined) !== corpus.isAttacks)
      print(
        `  ${corpus.isAttacks ? 'missed' : `found ${found}`}: ${line.file}:${line.number} ${JSON.stringify(line.text)}`,
      );
  if (reader === undefined || corpus.reader === undefined) return;
  const reference = readByReference(reader, corpus.reader, folder, files);
  const differing = results.filter(({ line, found }) => reference.get(placeOf(line)) !== (found !== undefined));
  print(`  as the reference: ${percent(lines.length - differing.length, lines.length)}, ${differing.length} differ`);
  for (const { line } of differing) print(`  differs: ${placeOf(line)} ${JSON.stringify(line.text)}`);
}

const placeOf = ({ file, number }: Line): string => `${file}:${number}`;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

/** What the reference's reader prints: file, line, True or False, and more, with tabs between. */
function readByReference(
  reader: string,
  options: readonly string[],
  folder: string,
  files: readonly string[],
): ReadonlyMap<string, boolean> {
  const output = execFileSync(reader, [...options, ...files], { cwd: folder, encoding: 'latin1', maxBuffer: 2 ** 28 });
  const rows = output.split('\n').map((row) => row.split('\t'));
  return new Map(rows.flatMap(([file, number, found]) => (found ? [[`${file}:${number}`, found === 'True']] : [])));
}
