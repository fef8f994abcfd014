import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { set } from '../template.ts';
import { sallyport, up } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

/** The example with a web ACL that blocks Japan, and Google's network; by a header too, where one is named. */
function guarded(folder: string, more: object = {}): string {
  const template = protectedApi();
  const statements = [
    { GeoMatchStatement: { CountryCodes: ['JP'], ...more } },
    { AsnMatchStatement: { AsnList: [15169], ...more } },
  ];
  set('EdgeWebAcl.Rules', [
    {
      Name: 'Places',
      Priority: 0,
      Statement: { OrStatement: { Statements: statements } },
      Action: { Block: {} },
      VisibilityConfig: VISIBILITY,
    },
  ])(template);
  return written(folder, 'template.json', template);
}

function written(folder: string, name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const FORWARDED = { ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH' } };

test('up looks up where clients are that say only who they are', async () => {
  const folder = temporaryFolder();
  const clients = written(folder, 'clients.json', {
    '127.0.0.2': { address: '133.11.0.1' },
    '127.0.0.3': { address: '8.8.8.8' },
    '127.0.0.4': { address: '193.0.6.139' },
    '127.0.0.5': { address: '133.11.0.1', country: 'DE' },
    '127.0.0.6': { address: '200.160.2.3' },
  });
  const ipData = written(folder, 'ip-data.json', { '200.160.2.3': { country: 'JP' } });
  const run = await up(guarded(folder), '--quiet', '--clients', clients, '--ip-data', ipData);
  onTestFinished(async () => void (await run.stop()));
  const statuses = new Map<number, number>();
  for (const last of [1, 2, 3, 4, 5, 6]) {
    const { status } = await run.curl('--interface', `127.0.0.${last}`, `${run.url('distribution:Edge')}/`);
    statuses.set(last, status);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 1: 200, 2: 403, 3: 403, 4: 200, 5: 200, 6: 403 });
});

test('up looks up addresses in headers, where a web ACL asks for them', async () => {
  const folder = temporaryFolder();
  const run = await up(guarded(folder, FORWARDED), '--quiet');
  onTestFinished(async () => void (await run.stop()));
  const statusFor = async (address: string): Promise<number> =>
    (await run.curl('-H', `X-Forwarded-For: ${address}`, `${run.url('distribution:Edge')}/`)).status;
  expect([await statusFor('133.11.0.1'), await statusFor('8.8.8.8'), await statusFor('193.0.6.139')]).toEqual([
    403, 403, 200,
  ]);
});

test('trace looks up the address that a request is sent from, unless the country is given', async () => {
  const file = guarded(temporaryFolder());
  const answer = async (...args: readonly string[]): Promise<string | undefined> =>
    /answer {5}(\d+)/.exec((await sallyport('trace', file, 'GET', '/', ...args)).output)?.[1];
  expect(await answer('--from', '133.11.0.1')).toBe('403');
  expect(await answer('--from', '133.11.0.1', '--country', 'DE')).toBe('200');
  expect(await answer('--from', '2001:4860:4860::8888')).toBe('403');
  expect(await answer()).toBe('200');
});
