// Sends requests over a fixed number of keep-alive connections for some seconds, and tells how many were answered, and when.
import { connect } from 'node:net';

const [port, connections, milliseconds, path] = process.argv.slice(2);
const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`);
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

await Promise.all(Array.from({ length: Number(connections) }, run));
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(latencies.length * share)] ?? 0;
process.send?.({
  perSecond: (latencies.length / Number(milliseconds)) * 1000,
  p50: at(0.5),
  p99: at(0.99),
  failed,
});
process.disconnect?.();
