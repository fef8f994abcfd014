// The server behind all proxies of the bench: 1 KB of JSON, or 1 MB for a path that ends in `/large`, at once.
import { createServer } from 'node:http';

const body = Buffer.from(
  JSON.stringify({
    items: Array.from({ length: 24 }, (_, id) => ({ id, name: `item ${id}`, price: 1999 })),
  }),
);
const large = Buffer.alloc(1_048_576, body);
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const answer = () => {
    const bytes = request.url.endsWith('/large') ? large : body;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
    response.end(bytes);
  };
  if (request.method === 'GET') answer();
  else request.on('end', answer);
  request.resume();
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
