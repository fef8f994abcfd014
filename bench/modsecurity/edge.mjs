// nginx with ModSecurity and the running edge, each as a proxy on one core before the same upstream, on loopback; see run.mjs.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled } from '../../scripts/bundle.mjs';
import { processorTime } from './processor-time.mjs';

const { REQUEST_KINDS } = await importBundled('bench/waf/requests.ts');
const { edgeTemplate, ORIGIN } = await importBundled('bench/modsecurity/template.ts');
const { writeRules } = await importBundled('bench/modsecurity/modsecurity.ts');
const { median } = await importBundled('bench/modsecurity/median.ts');

const CONNECTIONS = 16;
const VARIANTS = 64;
/** V8 compiles what is hot: so long each kind is sent to a Node.js server before it is counted, some ten thousand requests. */
const SETTLING_MILLISECONDS = 20_000;
/** The server that is measured has one core for itself; upstream and load generator share the other. */
const [SERVER_CORE, OTHER_CORE] = ['0', '1'];
const ATTACK = {
  method: 'GET',
  target: '/?q=%3Cscript%3Ealert(1)%3C/script%3E',
  headers: [
    ['Host', 'shop.example.com'],
    ['User-Agent', 'bench'],
    ['Accept', '*/*'],
  ],
  body: '',
};

/** For each kind of request and contestant: medians of requests a second, processor microseconds a request, p99. */
export async function compareEdges({ rounds, milliseconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const children = [];
  const start = async (port, core, command, ...args) => {
    const child = spawn('taskset', ['-c', core, command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: folder,
    });
    let errors = '';
    child.stderr.on('data', (text) => (errors = `${errors}${text}`.slice(-2_000)));
    children.push(child);
    await listening(port, child, () => errors);
    return { port, pid: child.pid };
  };
  try {
    const upstream = await freePort();
    await start(
      upstream,
      OTHER_CORE,
      'nginx',
      '-p',
      folder,
      '-c',
      nginxFile(folder, 'upstream', upstreamServer(upstream)),
    );
    const nginx = async (name, more) => {
      const port = await freePort();
      return start(
        port,
        SERVER_CORE,
        'nginx',
        '-p',
        folder,
        '-c',
        nginxFile(folder, name, proxyServer(port, upstream, more)),
      );
    };
    const sallyport = async (name, withWebAcl) => {
      const port = await freePort();
      const file = join(folder, `${name}.json`);
      writeFileSync(file, edgeTemplate(withWebAcl));
      // No address of the lists that the web ACL blocks.
      const clients = join(folder, 'clients.json');
      writeFileSync(clients, JSON.stringify({ '127.0.0.1': { address: '203.0.113.7', country: 'DE', asn: 3320 } }));
      const command = join(process.cwd(), 'packages/cli/dist/bin/sallyport.js');
      const origin = `${ORIGIN}=http://127.0.0.1:${upstream}`;
      return start(
        port,
        SERVER_CORE,
        process.execPath,
        command,
        'up',
        file,
        '--port',
        String(port),
        '--quiet',
        '--clients',
        clients,
        '--origin',
        origin,
      );
    };
    const contestants = new Map([
      ['nginx', await nginx('plain', '')],
      [
        'nginx + ModSecurity',
        await nginx('modsecurity', `modsecurity on; modsecurity_rules_file ${writeRules(folder)};`),
      ],
      ['Sallyport, no web ACL', await sallyport('bare', false)],
      ['Sallyport', await sallyport('guarded', true)],
    ]);
    await blocks(contestants.get('nginx + ModSecurity').port);
    await blocks(contestants.get('Sallyport').port);
    return await rounded(contestants, rounds, milliseconds);
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rounded(contestants, rounds, milliseconds) {
  const results = [];
  const ofKind = (make) => Array.from({ length: VARIANTS }, (_, number) => onWire(make(number)).toString('base64'));
  for (const { name: kind, make } of REQUEST_KINDS) {
    const requests = ofKind(make);
    const measured = new Map([...contestants.keys()].map((name) => [name, []]));
    for (const [name, { port }] of contestants)
      await load({ port, requests, milliseconds: name.startsWith('Sallyport') ? SETTLING_MILLISECONDS : milliseconds });
    for (let round = 0; round < rounds; round++)
      for (const [name, { port, pid }] of contestants) {
        const before = processorTime(pid);
        const { answered, p99 } = await load({ port, requests, milliseconds });
        const microseconds = (processorTime(pid) - before) / 1000 / answered;
        measured.get(name).push({ perSecond: (answered * 1000) / milliseconds, microseconds, p99 });
      }
    for (const [name, all] of measured) {
      const of = (key) => median(all.map((one) => one[key]));
      results.push({ kind, name, perSecond: of('perSecond'), microseconds: of('microseconds'), p99: of('p99') });
    }
  }
  return results;
}

async function load({ port, requests, milliseconds }) {
  const child = fork(join(process.cwd(), 'bench/modsecurity/load.mjs'), {
    execPath: 'taskset',
    execArgv: ['-c', OTHER_CORE, process.execPath],
  });
  child.send({ port, connections: CONNECTIONS, milliseconds, requests });
  const [result] = await once(child, 'message');
  if (result.failed.length > 0) throw new Error(`Cannot measure: answers other than 200: ${result.failed.join('; ')}`);
  return result;
}

/** A firewall that lets everything pass would be fast. */
async function blocks(port) {
  const socket = connect(port, '127.0.0.1');
  socket.write(onWire(ATTACK));
  const [chunk] = await once(socket, 'data');
  socket.destroy();
  const first = chunk.toString('latin1').split('\r\n')[0];
  if (!first.startsWith('HTTP/1.1 403'))
    throw new Error(`Cannot measure: an attack is answered "${first}", expected 403`);
}

function onWire({ method, target, headers, body }) {
  const lines = [...headers, ...(body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body, 'latin1'))]])];
  return Buffer.from(
    `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    'latin1',
  );
}

const BODY = JSON.stringify({
  items: Array.from({ length: 24 }, (_, id) => ({ id, name: `item ${id}`, price: 1999 })),
});

const upstreamServer = (port) =>
  `server { listen 127.0.0.1:${port}; client_max_body_size 1m; client_body_buffer_size 128k;
    location / { default_type application/json; return 200 '${BODY}'; } }`;

const proxyServer = (port, upstream, more) =>
  `upstream back { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:${port}; client_max_body_size 1m; client_body_buffer_size 128k; ${more}
    location / { proxy_pass http://back; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;

function nginxFile(folder, name, server) {
  const file = join(folder, `nginx-${name}.conf`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;
daemon off; master_process off; pid ${folder}/${name}.pid; error_log ${folder}/${name}.log crit;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; ${paths.join(' ')} ${server} }
`,
  );
  return file;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(port, child, errors) {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (child.exitCode !== null)
      throw new Error(`Cannot measure: ${child.spawnargs.join(' ')} ended with ${child.exitCode}: ${errors()}`);
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Cannot measure: nobody listens on ${port} after 20 s`);
}
