// Sends requests in turns over a fixed number of keep-alive connections for some seconds, and tells how many were answered.
// The parent sends {port, connections, milliseconds, requests: [base64]}.
import { connect } from 'node:net';

process.once('message', async ({ port, connections, milliseconds, requests }) => {
  const bytes = requests.map((text) => Buffer.from(text, 'base64'));
  const end = performance.now() + milliseconds;
  const tally = { answered: 0, failed: [], latencies: [] };
  await Promise.all(Array.from({ length: connections }, (_, at) => run(port, bytes, at, end, tally)));
  tally.latencies.sort((a, b) => a - b);
  const p99 = tally.latencies[Math.floor(tally.latencies.length * 0.99)] ?? 0;
  process.send({ answered: tally.answered, failed: tally.failed.slice(0, 3), p99 });
  process.disconnect();
});

/** One connection, one request at a time; an answer is complete when its Content-Length has come. */
function run(port, requests, first, end, tally) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    let next = first * 7;
    let start = 0;
    let missing = -1;
    let head = '';
    const send = () => {
      if (performance.now() >= end) return socket.destroy();
      start = performance.now();
      missing = -1;
      head = '';
      socket.write(requests[next++ % requests.length]);
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      if (missing < 0) {
        head += chunk.latin1Slice();
        const at = head.indexOf('\r\n\r\n');
        if (at < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) tally.failed.push(head.slice(0, 200));
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (head.length - at - 4);
      } else missing -= chunk.length;
      if (missing > 0) return;
      tally.answered++;
      tally.latencies.push(performance.now() - start);
      send();
    });
    socket.on('error', (error) => tally.failed.push(error.message));
    socket.on('close', resolve);
  });
}
