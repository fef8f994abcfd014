import { headerValue, latin1 } from '@sallyport/http';
import { type Rehearsal, type Rehearsed, rehearse } from '@sallyport/runtime';
import { describe, expect, test } from 'vitest';
import { graphOfTemplate } from './graph.ts';
import { protectedApi } from './protected-api.ts';
import { type Edit, edits, set } from './template.ts';

/** 2026-11-21T08:00Z, a Saturday. */
const START = Date.UTC(2026, 10, 21, 8);
const SECOND = 1000;
const HOUR = 3600 * SECOND;

function rehearsal(edit?: Edit): { readonly send: (from: string, at: number) => Promise<Rehearsed> } {
  const template = protectedApi();
  edit?.(template);
  const graph = graphOfTemplate(template);
  const run: Rehearsal = rehearse(graph);
  const entrance = graph.entrances.find(({ kind }) => kind === 'distribution');
  const url = `https://${entrance?.hosts[0]}/orders`;
  return { send: (from, at) => run.fetch(url, { from, at }) };
}

const textOf = ({ response: { body } }: Rehearsed): string => (body.kind === 'bytes' ? latin1(body.bytes) : '');

describe('the rate rule of the example, 100 requests in 60 seconds', () => {
  test('blocks the address that floods, with the page of CloudFront, and no other', async () => {
    const { send } = rehearsal();
    const statuses: number[] = [];
    for (let sent = 0; sent < 120; sent++)
      statuses.push((await send('203.0.113.7', START + sent * 100)).response.status);
    expect(statuses.slice(0, 100)).toEqual(Array(100).fill(200));
    expect(statuses.at(-1)).toBe(403);
    const blocked = await send('203.0.113.7', START + 12 * SECOND);
    expect(textOf(blocked)).toContain('Request blocked.');
    expect(headerValue(blocked.response.headers, 'x-cache')).toBe('Error from cloudfront');
    expect(blocked.journey.reached).toEqual([]);
    expect((await send('203.0.113.8', START + 12 * SECOND)).response.status).toBe(200);
  });

  test('lets the address in again when the window has passed', async () => {
    const { send } = rehearsal();
    for (let sent = 0; sent < 120; sent++) await send('203.0.113.7', START);
    expect((await send('203.0.113.7', START + 30 * SECOND)).response.status).toBe(403);
    expect((await send('203.0.113.7', START + 121 * SECOND)).response.status).toBe(200);
  });
});

describe('the usage plan', () => {
  const plan = (property: string, value: { [name: string]: string | number }): Edit =>
    set(`OriginPlan.${property}`, value);

  test('throttles with 429 Too Many Requests until tokens have come back', async () => {
    const { send } = rehearsal(plan('Throttle', { RateLimit: 2, BurstLimit: 3 }));
    const at = (milliseconds: number) => send('203.0.113.7', START + milliseconds);
    const statuses: number[] = [];
    for (let sent = 0; sent < 5; sent++) statuses.push((await at(0)).response.status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await at(0);
    expect(textOf(refused)).toBe('{"message":"Too Many Requests"}');
    expect(headerValue(refused.response.headers, 'x-amzn-errortype')).toBe('TooManyRequestsException');
    expect((await at(400)).response.status).toBe(429);
    expect((await at(500)).response.status).toBe(200);
    expect((await at(500)).response.status).toBe(429);
    // All viewers share the key, and so the bucket.
    expect((await send('203.0.113.8', START + 500)).response.status).toBe(429);
  });

  test('has a quota, beyond which it answers 429 Limit Exceeded until the next day', async () => {
    const { send } = rehearsal(plan('Quota', { Limit: 5, Period: 'DAY', Offset: 2 }));
    const statuses: number[] = [];
    for (let sent = 0; sent < 5; sent++)
      statuses.push((await send('203.0.113.7', START + sent * SECOND)).response.status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await send('203.0.113.7', START + HOUR);
    expect(textOf(refused)).toBe('{"message":"Limit Exceeded"}');
    expect(headerValue(refused.response.headers, 'x-amzn-errortype')).toBe('LimitExceededException');
    expect(headerValue(refused.response.headers, 'retry-after')).toBeUndefined();
    expect((await send('203.0.113.7', START + 16 * HOUR)).response.status).toBe(200);
  });

  test('is asked after the web ACL: who is blocked uses nothing up', async () => {
    const { send } = rehearsal(edits(plan('Quota', { Limit: 1, Period: 'MONTH' })));
    expect((await send('198.51.100.7', START)).response.status).toBe(403);
    expect((await send('203.0.113.7', START)).response.status).toBe(200);
    expect((await send('203.0.113.7', START)).response.status).toBe(429);
    expect((await send('203.0.113.7', START + 24 * 31 * HOUR)).response.status).toBe(200);
  });
});
