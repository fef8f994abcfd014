// Sends requests over a fixed number of keep-alive connections for some seconds, and tells how many were answered, and when.
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';

const [port, connections, milliseconds, path, bodyBytes = '0', protocol = 'http/1.1'] = process.argv.slice(2);
const body = Buffer.alloc(Number(bodyBytes), 'a');
const method = body.length > 0 ? 'POST' : 'GET';
const length = body.length > 0 ? `Content-Length: ${body.length}\r\n` : '';
const request = Buffer.concat([
  Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n${length}\r\n`),
  body,
]);
const latencies = [];
let failed = 0;
const end = performance.now() + Number(milliseconds);

/** One connection, one request at a time; an answer is complete when its Content-Length has come. */
function run() {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1').setNoDelay();
    let start = 0;
    let missing = -1;
    let head = '';
    const send = () => {
      if (performance.now() >= end) return socket.destroy();
      start = performance.now();
      missing = -1;
      head = '';
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      if (missing < 0) {
        head += chunk.latin1Slice();
        const at = head.indexOf('\r\n\r\n');
        if (at < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) failed++;
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (head.length - at - 4);
      } else missing -= chunk.length;
      if (missing > 0) return;
      latencies.push(performance.now() - start);
      send();
    });
    socket.on('error', () => failed++);
    socket.on('close', resolve);
  });
}

/** The same over HTTP/2 with TLS: one stream after the other on each connection. */
function runHttp2() {
  return new Promise((resolve) => {
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const send = () => {
      if (performance.now() >= end) return session.close();
      const start = performance.now();
      const stream = session.request({ ':path': path, 'user-agent': 'bench', accept: '*/*' });
      stream.on('response', (headers) => {
        if (headers[':status'] !== 200) failed++;
      });
      stream.on('end', () => {
        latencies.push(performance.now() - start);
        send();
      });
      stream.on('error', () => failed++).resume();
    };
    session.on('error', () => failed++).on('close', resolve);
    send();
  });
}

await Promise.all(Array.from({ length: Number(connections) }, protocol === 'h2' ? runHttp2 : run));
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(latencies.length * share)] ?? 0;
process.send?.({
  perSecond: (latencies.length / Number(milliseconds)) * 1000,
  p50: at(0.5),
  p99: at(0.99),
  failed,
});
process.disconnect?.();
