import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { checkSources } from 'sallyport';
import { expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { edits, set } from '../template.ts';
import { paste, sallyport, up } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

const statement = (Effect: string, more: object = {}) => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...more,
});

/** A resource policy that forgets that there are two families of addresses. */
const openToIPv6 = edits(
  set('RootMethod.ApiKeyRequired', false),
  set('ProxyMethod.ApiKeyRequired', false),
  set('Api.Policy', {
    Version: '2012-10-17',
    Statement: [statement('Allow'), statement('Deny', { Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0'] } } })],
  }),
);

test.runIf(HAS_IPV6)(
  'a witness that comes over IPv6 is pasted as check prints it, and as trace is given it',
  async () => {
    const template = protectedApi();
    openToIPv6(template);
    const text = JSON.stringify(template, undefined, 1);
    const { findings } = checkSources({ files: [{ path: 'template.json', text }] });
    const witness = findings.find(({ claim }) => claim === 'noSideDoor')?.witness;
    expect(witness?.curl).toMatch(/^curl -6 'https:\/\/\S+\.execute-api\.us-east-1\.amazonaws\.com\/prod\/'$/);

    const file = join(temporaryFolder(), 'template.json');
    writeFileSync(file, text);
    const run = await up(file);
    try {
      const [words = ''] = /^ {2}--cacert .*$/m.exec(run.output()) ?? [];
      const sent = (command: string) => paste(run, command.replace('curl', `curl -i ${words.trim()}`));
      const answer = await sent(witness?.curl ?? '');
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('2001:2::1');
      const overIPv4 = await sent((witness?.curl ?? '').replace(' -6', ' -4'));
      expect(overIPv4.status).toBe(403);
    } finally {
      await run.stop();
    }
    const traced = await sallyport(
      'trace',
      file,
      'GET',
      witness?.request.url ?? '',
      '--from',
      witness?.request.from ?? '',
    );
    expect(traced.output).toContain('200');
  },
);
