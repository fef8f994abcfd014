import { architectureOf, checkSources, graphOf, readCloudFormation, rehearse } from 'sallyport';
import { expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { variants } from './variants.ts';

test('a managed group that looks under one host name only is shown with an attack that it stops there', async () => {
  const template = protectedApi();
  variants.find(({ id }) => id === 'CF-10/managed-scope')?.change(template);
  const sources = { files: [{ path: 'template.json', text: JSON.stringify(template) }] };
  const { findings } = checkSources(sources, { attackers: ['internet'] });
  const witness = findings.find(({ id }) => id === 'CF-10')?.witness;
  expect(witness?.curl).toContain('java.lang.Runtime');

  const run = rehearse(graphOf(architectureOf(readCloudFormation(sources))));
  const { method = '', url = '', headers = [], from = '' } = witness?.request ?? {};
  const others = headers.filter(([name]) => name !== 'Host');
  const sent = async (host: string) => {
    const at = new URL(url);
    at.host = host;
    return (await run.fetch({ method, url: at.href, headers: others }, { from })).response.status;
  };
  expect([await sent(new URL(url).host), await sent('app.example.com')]).toEqual([200, 403]);
});
