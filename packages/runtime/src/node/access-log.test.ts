import { standIn } from '@sallyport/gates';
import { describe, expect, it } from 'vitest';
import { rehearse } from '../rehearse.ts';
import { SAMPLE_KEY, sampleGraph } from '../testing/sample-graph.ts';
import { accessLogHead, accessLogLine } from './access-log.ts';
import type { Served } from './options.ts';

const graph = sampleGraph();

async function served(target: string, headers: Record<string, string> = {}): Promise<Served> {
  const url = `https://d111111abcdef8.cloudfront.net${target}`;
  const { response, journey } = await rehearse(graph).fetch({ url, headers }, { from: '203.0.113.7' });
  const [entrance] = graph.entrances;
  if (!entrance) throw new Error('the sample has an entrance');
  return {
    entrance,
    request: {
      method: 'GET',
      target,
      httpVersion: '2',
      headers: [['Host', 'd111111abcdef8.cloudfront.net'], ...Object.entries(headers)],
      body: { bytes: new Uint8Array(0), complete: true },
      connection: { scheme: 'https', address: '203.0.113.7', port: 4711, localPort: 443, tls: { protocol: 'TLSv1.3' } },
    },
    response,
    journey,
    requestId: 'id==',
    pointOfPresence: 'FRA60-P1',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    milliseconds: 12,
    firstByteMilliseconds: 10,
    receivedBytes: 0,
    sentBytes: 99,
    aborted: false,
  };
}

/** A line by the names of its fields. */
function fieldsOf(line: string): { [name: string]: string | undefined } {
  const names = accessLogHead[1]?.replace('#Fields: ', '').split(' ') ?? [];
  const values = line.split('\t');
  expect(values).toHaveLength(33);
  expect(names).toHaveLength(33);
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

describe("CloudFront's standard log", () => {
  it('has a request in 33 fields, what is absent as a dash, blanks encoded', async () => {
    const line = accessLogLine(await served('/a b?c=d', { 'User-Agent': 'two words' }));
    expect(fieldsOf(line)).toMatchObject({
      date: '2026-01-02',
      time: '03:04:05',
      'x-edge-location': 'FRA60-P1',
      'c-ip': '203.0.113.7',
      'cs-uri-stem': '/a%20b',
      'cs-uri-query': 'c=d',
      'cs(User-Agent)': 'two%20words',
      'cs(Referer)': '-',
      'sc-status': '200',
      'x-edge-result-type': 'Miss',
      'ssl-protocol': 'TLSv1.3',
      'cs-protocol-version': 'HTTP/2.0',
      'time-taken': '0.012',
      'x-edge-detailed-result-type': 'Miss',
    });
  });

  it('counts bytes with the headers of both directions', async () => {
    const one = await served('/a?b', { 'X-One': 'two' });
    const answered = { ...one, response: { ...one.response, headers: [['Via', 'x']] as const }, receivedBytes: 7 };
    const fields = fieldsOf(accessLogLine(answered));
    const sent = 'GET /a?b HTTP/1.1\r\nHost: d111111abcdef8.cloudfront.net\r\nX-One: two\r\n\r\n';
    const got = 'HTTP/1.1 200 \r\nVia: x\r\n\r\n';
    expect([fields['cs-bytes'], fields['sc-bytes']]).toEqual([String(sent.length + 7), String(got.length + 99)]);
  });

  it('says that a web ACL has blocked', async () => {
    const fields = fieldsOf(accessLogLine(await served('/a', { 'X-Attack': '1' })));
    expect([fields['x-edge-result-type'], fields['x-edge-detailed-result-type']]).toEqual([
      'Error',
      'InvalidRequestBlocked',
    ]);
  });

  it('cannot be broken by tabs and line ends of a client, nor holds the key', async () => {
    const line = accessLogLine(await served('/a', { 'User-Agent': 'a\tb\nc' }));
    expect(line.split('\n')).toHaveLength(1);
    fieldsOf(line);
    expect(line).not.toContain(typeof SAMPLE_KEY === 'string' ? SAMPLE_KEY : standIn(SAMPLE_KEY));
  });
});
