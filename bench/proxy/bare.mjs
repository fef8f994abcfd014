// The least that a streaming proxy in Node can do: node:http in front, an undici pool behind; with a certificate, HTTP/2 over TLS.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { Agent } from 'undici';

const [origin, certificate] = process.argv.slice(2);
const agent = new Agent({ pipelining: 1 });
const handle = (request, response) => {
  const { 'transfer-encoding': chunked, 'content-length': length } = request.headers;
  const hasBody = chunked !== undefined || Number(length ?? 0) > 0;
  const {
    connection: _connection,
    ':method': _m,
    ':path': _p,
    ':scheme': _s,
    ':authority': _a,
    ...headers
  } = request.headers;
  agent
    .stream(
      { origin, path: request.url, method: request.method, headers, body: hasBody ? request : null, opaque: response },
      ({ statusCode, headers: answered, opaque }) =>
        opaque.writeHead(statusCode, certificate ? overHttp2(answered) : answered),
    )
    .catch(() => response.destroy());
};
const overHttp2 = ({ connection: _connection, 'keep-alive': _keepAlive, ...headers }) => headers;
const server = certificate
  ? createSecureServer(JSON.parse(readFileSync(certificate, 'utf8')), handle)
  : createServer({ keepAliveTimeout: 60_000 }, handle);
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
