// Measures `check` as a whole process: on the example beside `node -e 0`, and on generated architectures of growing size; with
// what V8 compiled in earlier runs, as every run but the first ever has it, and twice without.
// Every figure is the median of several rounds of one run; the rounds of all cases take turns, so that a slow spell of the
// machine falls on all of them. Usage: node bench/check/run.mjs [--rounds N] [--json]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'packages/cli/dist/bin/sallyport.js');
const sizes = [250, 500, 1000, 2000];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'boolean' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`Cannot measure: --rounds "${values.rounds}" found, expected a whole number from 1.`);
  process.exit(3);
}
if (!existsSync(command)) {
  console.error('Cannot measure: packages/cli/dist/bin/sallyport.js not found, expected a build. Run: npm run build');
  process.exit(3);
}

const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
try {
  const cases = await prepare();
  const times = measure(cases);
  report(cases, times);
} finally {
  rmSync(folder, { recursive: true });
}

/** The cases to measure, each with its command line and how many resources it reads. */
async function prepare() {
  const architectureOf = await generator();
  const generated = sizes.map((size) => {
    const path = join(folder, `${size}.template.json`);
    writeFileSync(path, JSON.stringify(architectureOf(size), undefined, 1));
    return { name: `check, ${size} resources`, args: [command, 'check', path], resources: size };
  });
  const example = join(root, 'examples/protected-api/template.yaml');
  return [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: 'sallyport --version', args: [command, '--version'] },
    { name: 'check, the example', args: [command, 'check', example] },
    ...generated,
    { name: 'first run ever, the example', args: [command, 'check', example], isFirst: true },
    { name: `first run ever, ${sizes.at(-1)} resources`, args: generated.at(-1).args, isFirst: true },
  ];
}

/** Takes away what V8 compiled in earlier runs (docs/decisions/0040). */
function forget() {
  for (const name of readdirSync(dirname(command)))
    if (name.endsWith('.compiled')) rmSync(join(dirname(command), name));
}

/** The generator of conformance, bundled, since it is TypeScript. */
async function generator() {
  const outfile = join(folder, 'architecture-of.mjs');
  await build({
    entryPoints: [join(root, 'conformance/generate/architecture-of.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
  });
  return (await import(pathToFileURL(outfile))).architectureOf;
}

/** Milliseconds of every round of every case. */
function measure(cases) {
  const times = new Map(cases.map(({ name }) => [name, []]));
  for (const one of cases) run(one.args);
  for (let round = 0; round < rounds; round++)
    for (const { name, args, isFirst } of cases) {
      if (isFirst) forget();
      const started = process.hrtime.bigint();
      run(args);
      times.get(name).push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  return times;
}

function run(args) {
  const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw error;
  if (status !== 0) {
    console.error(`Cannot measure "${args.join(' ')}": exit code ${status}, expected 0.\n${stderr}`);
    process.exit(1);
  }
}

/** The processor time of a case in milliseconds, and the most memory that it held at once in MiB: medians of three runs. */
function usage({ args, isFirst }) {
  const hook =
    'process.on("exit",()=>{const u=process.resourceUsage();' +
    'process.stderr.write(`\\nused ${u.userCPUTime+u.systemCPUTime} ${u.maxRSS}`)})';
  const runs = Array.from({ length: 3 }, () => {
    if (isFirst) forget();
    const { stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${hook}`, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const [, microseconds, kibibytes] = /used (\d+) (\d+)$/.exec(stderr) ?? [];
    return { processor: Number(microseconds) / 1000, mebibytes: Number(kibibytes) / 1024 };
  });
  return {
    processor: median(runs.map(({ processor }) => processor)),
    mebibytes: median(runs.map(({ mebibytes }) => mebibytes)),
  };
}

function report(cases, times) {
  const base = median(times.get('node -e 0'));
  const rows = cases.map((one) => {
    const all = times.get(one.name);
    const milliseconds = median(all);
    return {
      case: one.name,
      resources: one.resources,
      milliseconds,
      fastest: Math.min(...all),
      slowest: Math.max(...all),
      aboveBare: milliseconds - base,
      ...usage(one),
    };
  });
  if (values.json) console.log(JSON.stringify({ node: process.version, rounds, load: loadavg(), rows }, undefined, 2));
  else console.log([table(rows), growth(rows)].join('\n\n'));
}

function table(rows) {
  const lines = rows.map((row) =>
    [
      row.case,
      row.milliseconds.toFixed(0),
      `${row.fastest.toFixed(0)} to ${row.slowest.toFixed(0)}`,
      row.aboveBare.toFixed(0),
      row.processor.toFixed(0),
      row.mebibytes.toFixed(0),
    ].join(' | '),
  );
  const [load] = loadavg();
  return [
    `Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, medians of ${rounds} rounds; load at the end ${load?.toFixed(1)}`,
    '',
    '| case | wall ms | from … to | above `node -e 0` | processor ms | MiB |',
    '|---|--:|--:|--:|--:|--:|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

/** What twice as many resources cost: 2 is linear; the start of the process weighs on the small ones. */
function growth(rows) {
  const sized = rows.filter(({ resources }) => resources !== undefined);
  const lines = sized.slice(1).map((row, at) => {
    const before = sized[at];
    const ratio = (of) => `× ${(of(row) / of(before)).toFixed(2)}`;
    return `| ${before.resources} → ${row.resources} | ${ratio((one) => one.aboveBare)} | ${ratio((one) => one.processor)} | ${ratio((one) => one.mebibytes)} |`;
  });
  return ['| resources | wall above `node -e 0` | processor | memory |', '|---|--:|--:|--:|', ...lines].join('\n');
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
