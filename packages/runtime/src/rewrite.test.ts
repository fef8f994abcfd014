import { CLOUDFRONT_ADDRESS, type Rewrite, type Traveller } from '@sallyport/gates';
import { NO_BODY } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { createCounters } from './counter.ts';
import { createMeters } from './meter.ts';
import { compileRewrites } from './rewrite.ts';
import { describeRewrites } from './rewrite-description.ts';
import type { World } from './world.ts';

const world: World = {
  opaque: () => 'abcdefghijklmnop-tail',
  counters: createCounters(),
  meters: createMeters(),
  now: Date.UTC(2026, 0, 2),
  facts: { requestId: 'id-1', now: 0, pointOfPresence: 'FRA60-P1' },
};

const REQUEST: Traveller = {
  method: 'GET',
  target: '/prod/a%2Fb?x=1&y=2&x=3',
  httpVersion: '2',
  headers: [
    ['Host', 'example.com:8443'],
    ['Cookie', 'a=1; b=2'],
    ['X-Forwarded-For', '192.0.2.1'],
    ['Accept', '*/*'],
    ['cookie', 'c=3'],
  ],
  body: NO_BODY,
  connection: { scheme: 'https', address: '203.0.113.7', port: 4711, localPort: 443, country: 'DE' },
};

const rewritten = (...by: readonly Rewrite[]): Traveller => compileRewrites(by)(REQUEST, world);

describe('rewrites', () => {
  it('set a header in the place of all of that name', () => {
    const { headers } = rewritten({ do: 'set-header', name: 'accept', text: 'a' });
    expect(headers).toContainEqual(['accept', 'a']);
    expect(headers.map(([name]) => name)).not.toContain('Accept');
  });

  it('append the client address to what the viewer said', () => {
    const { headers } = rewritten({ do: 'set-fact', name: 'X-Forwarded-For', fact: 'client-address', append: true });
    expect(headers).toContainEqual(['X-Forwarded-For', '192.0.2.1, 203.0.113.7']);
  });

  it('remove a header whose fact nobody knows', () => {
    const viewers = { ...REQUEST, headers: [['CloudFront-Viewer-ASN', '1']] } satisfies Traveller;
    const change = compileRewrites([{ do: 'set-fact', name: 'CloudFront-Viewer-ASN', fact: 'asn' }]);
    expect(change(viewers, world).headers).toEqual([]);
  });

  it('select headers, but leave Host and Cookie alone', () => {
    const { headers } = rewritten({ do: 'select-headers', select: { keep: 'only', names: ['ACCEPT'] } });
    expect(headers.map(([name]) => name)).toEqual(['Host', 'Cookie', 'Accept', 'cookie']);
  });

  it('select query arguments by their raw names, and drop the question mark with the last one', () => {
    expect(rewritten({ do: 'select-query', select: { keep: 'only', names: ['x'] } }).target).toBe(
      '/prod/a%2Fb?x=1&x=3',
    );
    expect(rewritten({ do: 'select-query', select: { keep: 'none' } }).target).toBe('/prod/a%2Fb');
    expect(rewritten({ do: 'select-query', select: { keep: 'all-except', names: ['x'] } }).target).toBe(
      '/prod/a%2Fb?y=2',
    );
  });

  it('select cookies into one header', () => {
    const { headers } = rewritten({ do: 'select-cookies', select: { keep: 'all-except', names: ['b'] } });
    expect(headers.filter(([name]) => name.toLowerCase() === 'cookie')).toEqual([['Cookie', 'a=1; c=3']]);
    const none = rewritten({ do: 'select-cookies', select: { keep: 'none' } });
    expect(none.headers.some(([name]) => name.toLowerCase() === 'cookie')).toBe(false);
  });

  it('map the path without touching its escapes or the query string', () => {
    const by = { rewrite: 'replace-prefix', text: '/prod', by: '' } as const;
    expect(rewritten({ do: 'map', on: 'path', by }).target).toBe('/a%2Fb?x=1&y=2&x=3');
    expect(rewritten({ do: 'map', on: 'host', by: { rewrite: 'drop-port' } }).headers[0]).toEqual([
      'Host',
      'example.com',
    ]);
  });

  it('copy the first value, if there is one', () => {
    expect(rewritten({ do: 'copy', to: 'method', from: 'argument:x' }).method).toBe('1');
    expect(rewritten({ do: 'copy', to: 'method', from: 'header:absent' }).method).toBe('GET');
  });

  it('connect from an address of CloudFront, with the country of the viewer left behind', () => {
    const { connection } = rewritten({
      do: 'connect',
      from: { set: 'cloudfront' },
      scheme: 'https',
      serverName: 'api.example.com',
      port: 443,
      clientCertificate: 'edge',
    });
    expect(connection.address).toBe(CLOUDFRONT_ADDRESS);
    expect(connection.country).toBeUndefined();
    expect(connection.tls).toEqual({ serverName: 'api.example.com', clientCertificate: { identity: 'edge' } });
  });

  it('sign, and take a signature away', () => {
    expect(rewritten({ do: 'sign', principal: 'p' }).principal).toBe('p');
    expect('principal' in rewritten({ do: 'sign', principal: 'p' }, { do: 'sign', principal: undefined })).toBe(false);
  });
});

describe('descriptions', () => {
  it('show four characters of a secret at most', () => {
    const secret = { opaque: 'k', nature: 'generated', reason: 'secret "Key"' } as const;
    const text = describeRewrites(
      [
        { do: 'set-header', name: 'x-api-key', text: secret },
        { do: 'set-header', name: 'x-origin', text: 'plain-but-secret-value', secret: true },
        { do: 'set-header', name: 'x-short', text: 'short', secret: true },
        { do: 'set-header', name: 'x-open', text: 'open' },
      ],
      world,
    );
    expect(text).toBe(
      'sets header x-api-key to ****tail (secret "Key"); sets header x-origin to ****alue; ' +
        'sets header x-short to ****; sets header x-open to "open"',
    );
  });
});
