import { RequestSampler } from '@sallyport/waf';
import { expect, onTestFinished, test } from 'vitest';
import { openWafApi } from './waf-api.ts';

async function opened(): Promise<string> {
  const api = await openWafApi(0, { sampler: new RequestSampler(), now: () => 0, random: () => 0 });
  onTestFinished(() => api.close());
  return `http://127.0.0.1:${api.port}/`;
}

const asked = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'x-amz-target': 'AWSWAF_20190729.GetSampledRequests' }, body });

test('a question that is too large is answered with 413, and the next one as ever', async () => {
  const url = await opened();
  const answer = await asked(url, 'x'.repeat(20_000));
  expect([answer.status, await answer.json()]).toEqual([
    413,
    expect.objectContaining({ __type: 'RequestEntityTooLargeException' }),
  ]);
  expect((await asked(url, '{}')).status).toBe(400);
});

test('a body without an end is not read for ever', async () => {
  await expect(asked(await opened(), 'x'.repeat(2_000_000))).rejects.toThrow();
});
