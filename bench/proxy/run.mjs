// Requests per second and p99 through a protected API, beside a bare proxy and nginx: same upstream, same run, in turns.
//   node bench/proxy/run.mjs [--rounds 5] [--milliseconds 4000] [--connections 32] [--resources 0 | --template FILE --path /…]
//     [--body BYTES] [--h2]     a path that ends in /large is answered with 1 MB
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '4000' },
    connections: { type: 'string', default: '32' },
    resources: { type: 'string', default: '0' },
    template: { type: 'string' },
    path: { type: 'string' },
    body: { type: 'string', default: '0' },
    h2: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});

const children = [];
const scratch = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));

async function start(file, args = [], execArgv = []) {
  const child = fork(file, args, { execArgv, cwd: values.profile ? process.cwd() : undefined });
  children.push(child);
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${file} has ended`)));
  const [{ port }] = await Promise.race([once(child, 'message'), gone]);
  gone.catch(() => {});
  return { port, pid: child.pid };
}

async function bundled(name) {
  const outfile = join(here, '..', '..', 'node_modules', '.cache', `bench-${name}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [join(here, `${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['sallyport-source'],
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
  return outfile;
}

/** nginx as a plain proxy with one worker, on loopback, with a configuration of its own; undefined where it is not installed. */
async function nginx(upstream) {
  const port = 20_000 + (process.pid % 20_000);
  const file = join(scratch, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${scratch}/${one};`,
  );
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${scratch}/nginx.pid; error_log ${scratch}/error.log;
events { worker_connections 1024; }
http { access_log off; client_body_buffer_size 1m; proxy_max_temp_file_size 0; keepalive_requests 1000000000; ${paths.join(' ')}
  upstream back { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:${port}; location / {
    proxy_pass http://back; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  );
  const child = spawn('nginx', ['-c', file, '-p', scratch], { stdio: 'ignore' });
  const failed = once(child, 'error').then(() => undefined);
  children.push(child);
  return Promise.race([failed, listening(port).then(() => ({ port, pid: child.pid }))]);
}

async function listening(port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds of processor time that a process and its children have used, as Linux counts them; NaN elsewhere. */
function processorTime(pid) {
  try {
    const own = (id) => {
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return { parent: Number(fields[1]), time: (Number(fields[11]) + Number(fields[12])) * 10 };
    };
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const children = all.map((id) => (id === String(pid) ? { time: 0 } : (attempt(() => own(id)) ?? { time: 0 })));
    return children.reduce((sum, { parent, time }) => (parent === pid ? sum + time : sum), own(pid).time);
  } catch {
    return Number.NaN;
  }
}

function attempt(make) {
  try {
    return make();
  } catch {
    return undefined;
  }
}

async function measure({ port, pid }, milliseconds, path) {
  const before = processorTime(pid);
  const child = fork(join(here, 'load.mjs'), [
    port,
    values.connections,
    milliseconds,
    path,
    values.body,
    values.h2 ? 'h2' : 'http/1.1',
  ]);
  const [result] = await once(child, 'message');
  if (result.failed > 0) throw new Error(`port ${port}: ${result.failed} requests were not answered with 200`);
  const requests = (result.perSecond * milliseconds) / 1000;
  return { ...result, microseconds: ((processorTime(pid) - before) * 1000) / requests };
}

const BARE = 'bare node:http → undici';
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const [load = 0] = loadavg();
  const { port: upstream } = await start(join(here, 'upstream.mjs'));
  const origin = `http://127.0.0.1:${upstream}`;
  const profile = values.profile ? ['--cpu-prof', '--cpu-prof-dir=.cache'] : [];
  const state = join(scratch, 'state');
  const certificate = values.h2 ? [join(scratch, 'certificate.json')] : [];
  if (values.h2) await start(await bundled('certificate'), [state, ...certificate]);
  const sallyport = [origin, values.template ?? values.resources, state];
  const contestants = new Map([
    [BARE, await start(join(here, 'bare.mjs'), [origin, ...certificate], profile)],
    ['nginx', values.h2 ? undefined : await nginx(upstream)],
    ['Sallyport', await start(await bundled('protected'), sallyport, profile)],
  ]);
  const path =
    values.path ?? (Number(values.resources) > 0 ? `/resource-${Number(values.resources) - 1}/5?x=1` : '/items?x=1');
  const results = new Map([...contestants.keys()].map((name) => [name, []]));
  for (const one of contestants.values()) if (one) await measure(one, 1000, path);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, one] of contestants)
      if (one) results.get(name).push(await measure(one, Number(values.milliseconds), path));
  const bare = median(results.get(BARE).map((one) => one.perSecond));
  console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}, ${values.connections} connections`);
  console.log(
    `median of ${values.rounds} rounds of ${values.milliseconds} ms, in turns; load before ${load.toFixed(1)}\n`,
  );
  console.log(
    '| proxy | requests/s | of bare | p50 ms | p99 ms | processor µs a request |\n|---|---:|---:|---:|---:|---:|',
  );
  for (const [name, rounds] of results) {
    if (rounds.length === 0) continue;
    const of = (key) => median(rounds.map((one) => one[key]));
    const share = median(rounds.map((one, at) => one.perSecond / results.get(BARE)[at].perSecond));
    console.log(
      `| ${name} | ${Math.round(of('perSecond'))} | ${share.toFixed(2)} | ${of('p50').toFixed(2)} | ${of('p99').toFixed(2)} | ${of('microseconds').toFixed(0)} |`,
    );
  }
  if (!(bare > 0)) throw new Error('the bare proxy answered nothing');
} finally {
  for (const child of children) {
    if (child.connected) child.disconnect();
    else child.kill('SIGTERM');
  }
  setTimeout(() => rmSync(scratch, { recursive: true, force: true }), 500);
}
