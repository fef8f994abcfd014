// The least that a streaming proxy in Node can do: node:http in front, an undici pool behind.
import { createServer } from 'node:http';
import { Agent } from 'undici';

const origin = process.argv[2];
const agent = new Agent({ pipelining: 1 });
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { 'transfer-encoding': chunked, 'content-length': length } = request.headers;
  const hasBody = chunked !== undefined || Number(length ?? 0) > 0;
  const { connection: _connection, ...headers } = request.headers;
  agent
    .stream(
      { origin, path: request.url, method: request.method, headers, body: hasBody ? request : null, opaque: response },
      ({ statusCode, headers: answered, opaque }) => opaque.writeHead(statusCode, answered),
    )
    .catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
