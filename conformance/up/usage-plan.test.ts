import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { drop } from '../template.ts';
import { partnerKey } from '../variants/rest-api.ts';
import { paste, sallyport, up } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The example with its key taken out of the usage plan. */
function withoutPlanKey(): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder();
  const template = protectedApi();
  drop('OriginPlanKey')(template);
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template, undefined, 2));
  return { folder, file };
}

const logged = (folder: string, ending: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');

test('a key that is in no usage plan: 403 both ways, and the execution log says why', async () => {
  const { folder, file } = withoutPlanKey();
  const logs = join(folder, 'logs');
  const run = await up(file, '--logs', logs);
  try {
    const [through, straight] = await Promise.all([
      run.curl(`${run.url('distribution:Edge')}/orders/7`),
      run.curl(`${run.url('stage:Api/prod')}/orders/7`),
    ]);
    for (const { status, body, header } of [through, straight]) {
      expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
      expect(header('x-amzn-errortype')).toBe('ForbiddenException');
    }
    expect(through.header('x-cache')).toBe('Error from cloudfront');
    await expect.poll(() => logged(logs, '.execution.log').match(/completed with status/g)).toHaveLength(2);
    // Through whatever door a request came: the stage has one log.
    expect(readdirSync(logs).filter((name) => name.endsWith('.execution.log'))).toEqual([
      'stage-Api-prod.execution.log',
    ]);
    const lines = logged(logs, '.execution.log').split('\n');
    const id = through.header('x-amzn-requestid');
    const about = lines.filter((line) => line.startsWith(`(${id}) `)).map((line) => line.slice(`(${id}) `.length));
    const key = /API Key: (\*+\w{6}) API Stage/.exec(about[1] ?? '')?.[1];
    const stage = /API Stage: (\w{10}\/prod)$/.exec(about[1] ?? '')?.[1];
    expect(about).toEqual([
      `Extended Request Id: ${through.header('x-amz-apigw-id')}`,
      `Verifying Usage Plan for request: ${id}. API Key: ${key} API Stage: ${stage}`,
      `API Key ${key} not authorized because method 'ANY /{proxy+}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${stage}: No Usage Plan found for key and API Stage`,
      'Method completed with status: 403',
    ]);
    expect(key).toHaveLength(40);
  } finally {
    await run.stop();
  }
});

test('the logs hold a line of 33 fields for each request, and no key', async () => {
  const { folder, file } = withoutPlanKey();
  writeFileSync(file, JSON.stringify(protectedApi()));
  const logs = join(folder, 'logs');
  const run = await up(file, '--logs', logs);
  try {
    const front = run.url('distribution:Edge');
    const answer = await run.curl('-A', 'a b', '-H', 'Referer: https://example.com/', `${front}/a?b=c`);
    const key: string = JSON.parse(answer.body).headers['x-api-key'][0];
    await run.curl('-H', `x-api-key: ${key}`, `${run.url('stage:Api/prod')}/a`);
    await expect.poll(() => logged(logs, '.execution.log').match(/completed with status/g)).toHaveLength(2);
    const access = logged(logs, '.access.log').split('\n');
    expect(access[0]).toBe('#Version: 1.0');
    const names = access[1]?.replace('#Fields: ', '').split(' ') ?? [];
    const fields = Object.fromEntries(access[2]?.split('\t').map((field, at) => [names[at], field]) ?? []);
    expect([names.length, access[2]?.split('\t').length]).toEqual([33, 33]);
    expect(fields).toMatchObject({
      'c-ip': '198.18.0.1',
      'cs-method': 'GET',
      'cs(User-Agent)': 'a%20b',
      'cs-uri-stem': '/a',
      'cs-uri-query': 'b=c',
      'sc-status': '200',
      'x-edge-result-type': 'Miss',
      'x-edge-request-id': answer.header('x-amz-cf-id'),
      'cs-protocol': 'https',
      'cs-protocol-version': 'HTTP/2.0',
    });
    const execution = logged(logs, '.execution.log');
    expect(execution).toContain('Usage Plan check succeeded for API Key **********************************');
    expect(execution).toContain('Method completed with status: 200');
    for (const text of [execution, access.join('\n')]) expect(text).not.toContain(key);
  } finally {
    await run.stop();
  }
});

test('check says that the front door does not open, and why', async () => {
  const { file } = withoutPlanKey();
  const { code, output } = await sallyport('check', file);
  expect(code).toBe(2);
  expect(output).toMatch(/^CLOSED {2}nothing gets past the web ACL, but the front door does not open either$/m);
  expect(output).toMatch(/^ {2}no side door {6}internet protected · account protected · credential protected$/m);
  expect(output).toMatch(/^ {2}front door opens {2}falls$/m);
  expect(output).toMatch(/^ {2}guard sees {8}holds$/m);
  expect(output).toMatch(/^API-08 {2}The key of CloudFront is in no usage plan of the stage$/m);
  expect(output.replace(/\s+/g, ' ')).toContain('is not associated with a Usage Plan for API Stage');
  expect(output).toMatch(/at {6}.*template\.json:\d+:\d+ \(OriginKey/);
  expect(
    Math.max(
      ...output
        .split('\n')
        .filter((line) => line.includes(' '))
        .map((line) => (/curl|template\.json/.test(line) ? 0 : line.length)),
    ),
  ).toBeLessThanOrEqual(100);
});

test("the witness of a partner's key can be pasted: up prints the key that it has drawn", async () => {
  const folder = temporaryFolder();
  const template = protectedApi();
  partnerKey('OriginPlan')(template);
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const { output } = await sallyport('check', file, '--attacker', 'credential');
  const [witness = ''] = /^ {2}curl .*\$PARTNER_KEY"$/m.exec(output) ?? [];
  const run = await up(file);
  try {
    const [words = ''] = /^ {2}--cacert .*$/m.exec(run.output()) ?? [];
    const [exported = ''] = /^ {2}export PARTNER_KEY=\w{40}$/m.exec(run.output()) ?? [];
    const here = witness.replace('curl', `curl -i ${words.trim()}`);
    const answer = await paste(run, `${exported.trim()}; ${here}`);
    expect([exported.length, answer.status]).toEqual([61, 200]);
  } finally {
    await run.stop();
  }
});
