import { expect, test } from 'vitest';
import { protectedApiPath } from '../protected-api.ts';
import { up } from './command.ts';
import { steadyClient } from './steady-client.ts';

test('a flood from one address gets the page of CloudFront, another address is served', async () => {
  const run = await up(protectedApiPath, '--quiet');
  const client = steadyClient('127.0.0.3');
  try {
    const url = `${run.url('distribution:Edge')}/`;
    const statuses: number[] = [];
    let page = '';
    for (let sent = 0; sent < 130; sent++) {
      const { status, body } = await client.get(url);
      statuses.push(status);
      if (status === 403) page = body;
    }
    expect(new Set(statuses)).toEqual(new Set([200, 403]));
    expect(statuses.lastIndexOf(200)).toBeLessThan(statuses.indexOf(403));
    expect(statuses.indexOf(403)).toBeGreaterThanOrEqual(100);
    expect(page).toContain('<H1>403 ERROR</H1>');
    expect(page).toContain('\nRequest blocked.\n');
    expect(page).toHaveLength(919);
    expect((await run.curl('--interface', '127.0.0.4', url)).status).toBe(200);
    expect((await run.curl('--interface', '127.0.0.3', url)).header('x-cache')).toBe('Error from cloudfront');
  } finally {
    await run.stop();
  }
});
