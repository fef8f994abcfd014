import type { Entrance, Traveller } from '@sallyport/gates';
import { bytesOfLatin1, NO_BODY } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { curl, triesFor, witness } from './witness.ts';

const STAGE: Entrance = {
  id: 'stage:Api/prod',
  gate: 'rest-api:Api/prod',
  kind: 'stage',
  resource: 'Prod',
  hosts: ['a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'],
  schemes: ['https'],
  basePath: '/prod',
  title: 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod',
};
const HOST = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';

const request = (change: Partial<Traveller> = {}): Traveller => ({
  method: 'GET',
  target: '/prod/admin',
  httpVersion: '1.1',
  headers: [['Host', HOST]],
  body: NO_BODY,
  connection: { scheme: 'https', address: '203.0.113.7', port: 50000, localPort: 443 },
  ...change,
});
const command = (change: Partial<Traveller> = {}, masks: ReadonlyMap<string, string> = new Map()): string =>
  curl(request(change), STAGE, masks);

describe('the curl of a witness', () => {
  it('is the bare URL for a GET', () => {
    expect(command()).toBe(`curl 'https://${HOST}/prod/admin'`);
  });

  it('names other methods, and asks for the head by --head', () => {
    expect(command({ method: 'OPTIONS' })).toBe(`curl -X OPTIONS 'https://${HOST}/prod/admin'`);
    expect(command({ method: 'HEAD' })).toBe(`curl --head 'https://${HOST}/prod/admin'`);
    expect(command({ method: "A'B" })).toBe(`curl -X 'A'\\''B' 'https://${HOST}/prod/admin'`);
  });

  it('sends headers, also one with an empty value', () => {
    const headers = [
      ['Host', HOST],
      ['X-HTTP-Method-Override', 'DELETE'],
      ['X-Empty', ''],
    ] as const;
    expect(command({ headers })).toBe(
      `curl 'https://${HOST}/prod/admin' -H 'X-HTTP-Method-Override: DELETE' -H 'X-Empty;'`,
    );
  });

  it('connects to the entrance where the Host is another name', () => {
    expect(command({ headers: [['Host', 'api.example.com']] })).toBe(
      `curl --connect-to api.example.com:443:${HOST}:443 'https://api.example.com/prod/admin'`,
    );
  });

  it('sets the Host header where it is no name, or differs from the server name', () => {
    expect(command({ headers: [['Host', 'a..b']] })).toBe(`curl 'https://${HOST}/prod/admin' -H 'Host: a..b'`);
    const connection = { ...request().connection, tls: { serverName: HOST } };
    expect(command({ headers: [['Host', 'api.example.com']], connection })).toBe(
      `curl 'https://${HOST}/prod/admin' -H 'Host: api.example.com'`,
    );
  });

  it('connects to where a custom domain name is served, whatever DNS says of it', () => {
    const domain = { ...STAGE, hosts: ['api.example.com'], kind: 'domain-name', basePath: '' } as const;
    const target = 'd-0123456789.execute-api.us-east-1.amazonaws.com';
    expect(curl(request({ headers: [['Host', 'api.example.com']], target: '/' }), domain, new Map(), target)).toBe(
      `curl --connect-to api.example.com:443:${target}:443 'https://api.example.com/'`,
    );
  });

  it('keeps dot segments, brackets and what no URL may hold', () => {
    expect(command({ target: '/prod/a/../b' })).toContain('--path-as-is');
    expect(command({ target: '/prod/{x}' })).toContain('--globoff');
    expect(command({ target: '/prod/a b' })).toBe(`curl --request-target '/prod/a b' 'https://${HOST}/'`);
    expect(command({ target: "/prod/it's" })).toBe(`curl 'https://${HOST}/prod/it'\\''s'`);
    expect(command({ target: '/prod/\u00e4' })).toBe(`curl --request-target $'/prod/\\xe4' 'https://${HOST}/'`);
  });

  it('comes over IPv6 where the witness does, and to another port where it does', () => {
    const connection = { scheme: 'http', address: '2001:db8::7', port: 50000, localPort: 8080 } as const;
    expect(command({ connection })).toBe(`curl -6 'http://${HOST}:8080/prod/admin'`);
  });

  it('sends a body without a content type of its own making', () => {
    const body = { bytes: bytesOfLatin1('a=1'), complete: true };
    expect(command({ method: 'POST', body })).toBe(
      `curl -X POST 'https://${HOST}/prod/admin' -H 'Content-Type:' --data-binary a=1`,
    );
  });

  it('shows no key, but a variable to fill in', () => {
    const headers = [
      ['Host', HOST],
      ['x-api-key', 'k3x9qz7wv1m5t8jr2ynp'],
    ] as const;
    const masks = new Map([['k3x9qz7wv1m5t8jr2ynp', '$PARTNER_KEY']]);
    expect(command({ headers }, masks)).toBe(`curl 'https://${HOST}/prod/admin' -H "x-api-key: $PARTNER_KEY"`);
    const shown = witness(request({ headers }), STAGE, masks);
    expect(JSON.stringify(shown)).not.toContain('k3x9qz7wv1m5t8jr2ynp');
    expect(shown.request.headers).toEqual([
      ['Host', HOST],
      ['x-api-key', '$PARTNER_KEY'],
    ]);
  });

  it('expands only the variables of masks, whatever else a header holds', () => {
    const headers = [
      ['Host', HOST],
      ['x-api-key', 'SECRET $HOME `id`'],
    ] as const;
    expect(command({ headers }, new Map([['SECRET', '$PARTNER_KEY']]))).toBe(
      `curl 'https://${HOST}/prod/admin' -H "x-api-key: $PARTNER_KEY \\$HOME \\\`id\\\`"`,
    );
  });
});

describe('a witness as data', () => {
  it('has the entrance, the whole request and where it comes from', () => {
    expect(witness(request({ method: 'PUT' }), STAGE, new Map())).toEqual({
      entrance: 'stage:Api/prod',
      request: {
        method: 'PUT',
        url: `https://${HOST}/prod/admin`,
        headers: [['Host', HOST]],
        body: null,
        from: '203.0.113.7',
      },
      curl: `curl -X PUT 'https://${HOST}/prod/admin'`,
      replayed: true,
    });
  });
});

describe('what is left to chance', () => {
  it.each([
    [0.1, 44],
    [0.5, 7],
    [0.99, 1],
    [0.001, 4603],
  ])('a share of %d is met after %i tries with a likelihood of 99 %%', (share, tries) => {
    expect(triesFor(share)).toBe(tries);
    expect(1 - (1 - share) ** tries).toBeGreaterThanOrEqual(0.99);
  });
});
