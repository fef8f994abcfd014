import type { Entrance, GateGraph } from '@sallyport/gates';
import { NO_BODY } from '@sallyport/http';
import { expect, test } from 'vitest';
import { underOtherNames } from './other-names.ts';
import type { Witness } from './proof.ts';

const entrance = (id: string, host: string, basePath: string): Entrance => ({
  id,
  gate: 'api-gateway',
  kind: 'stage',
  resource: 'Api',
  hosts: [host],
  schemes: ['https'],
  basePath,
  title: id,
});

const GRAPH: GateGraph = {
  gates: new Map(),
  entrances: [
    entrance('prod', 'api.example', '/prod'),
    entrance('custom', 'custom.example', ''),
    { ...entrance('elsewhere', 'elsewhere.example', ''), gate: 'cloudfront' },
    entrance('wildcard', '*.example', ''),
  ],
  applications: new Map(),
  origins: [],
  assumptions: [],
  diagnostics: [],
};

const witness = (host: string, target: string): Witness => ({
  request: {
    method: 'GET',
    target,
    httpVersion: '1.1',
    headers: [['Host', host]],
    body: NO_BODY,
    connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443, tls: { serverName: host } },
  },
  gate: 'api-gateway',
  grants: () => false,
  rests: [],
});

const moved = (host: string, target: string) =>
  underOtherNames(witness(host, target), GRAPH).map(({ request }) => [
    request.headers[0]?.[1],
    request.target,
    request.connection.tls?.serverName,
  ]);

test('a request at a default endpoint is tried at the custom domain, without the stage in its path', () => {
  expect(moved('api.example', '/prod/admin?x=1')).toEqual([['custom.example', '/admin?x=1', 'custom.example']]);
});

test('a request at a custom domain is tried at the default endpoint, with the stage before its path', () => {
  expect(moved('Custom.example:443', '/admin')).toEqual([['api.example', '/prod/admin', 'api.example']]);
});

test('a request under a name that is none of the entrances is left alone', () => {
  expect(moved('attacker.example', '/admin')).toEqual([]);
});
