import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSampledRequestsCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { expect, onTestFinished, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { freePort, sallyport, type UpRun, up } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const visibility = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});
const plain = [{ Priority: 0, Type: 'NONE' }];
const contains = (SearchString: string, FieldToMatch: unknown) => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'CONTAINS', FieldToMatch, TextTransformations: plain },
});
const counted = (Name: string, Priority: number, Statement: unknown) => ({
  Name,
  Priority,
  Statement,
  Action: { Count: {} },
  VisibilityConfig: visibility(Name),
});

/** The example with a log for each of two web ACLs: at the edge, and behind the key at the stage of the API. */
function template(more: Record<string, unknown> = {}): string {
  const made = protectedApi();
  Object.assign(made.Resources, {
    StageWebAcl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: visibility('stage'),
        DataProtectionConfig: {
          DataProtections: [
            { Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: ['card'] }, Action: 'SUBSTITUTION' },
          ],
        },
        Rules: [
          counted('keys', 0, contains('a', { SingleHeader: { Name: 'x-api-key' } })),
          counted('hello', 1, contains('hello', { UriPath: {} })),
        ],
      },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: { 'Fn::GetAtt': ['StageWebAcl', 'Arn'] },
        ResourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod' },
      },
    },
    EdgeLog: {
      Type: 'AWS::WAFv2::LoggingConfiguration',
      Properties: {
        ResourceArn: { 'Fn::GetAtt': ['EdgeWebAcl', 'Arn'] },
        LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-edge'],
        RedactedFields: [{ SingleHeader: { Name: 'Authorization' } }],
        LoggingFilter: {
          DefaultBehavior: 'KEEP',
          Filters: [
            { Behavior: 'DROP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
          ],
        },
      },
    },
    StageLog: {
      Type: 'AWS::WAFv2::LoggingConfiguration',
      Properties: {
        ResourceArn: { 'Fn::GetAtt': ['StageWebAcl', 'Arn'] },
        LogDestinationConfigs: [{ 'Fn::GetAtt': ['StageLogGroup', 'Arn'] }],
      },
    },
    StageLogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'aws-waf-logs-stage' } },
    ...more,
  });
  const file = join(temporaryFolder(), 'template.json');
  writeFileSync(file, JSON.stringify(made));
  return file;
}

async function running(...args: readonly string[]): Promise<UpRun> {
  const run = await up(template(), '--quiet', ...args);
  onTestFinished(async () => void (await run.stop()));
  return run;
}

/** The records of one web ACL, once there are so many. */
async function records(folder: string, webAcl: string, count: number): Promise<readonly Record<string, unknown>[]> {
  const file = join(folder, `${webAcl}.waf.log`);
  for (let tries = 0; tries < 250; tries++) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    if (lines.length >= count) return lines.map((line) => JSON.parse(line));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no ${count} records in ${readdirSync(folder).join(', ')}`);
}

test('up --logs writes the records of web ACLs: filtered, redacted, and no secret of the sources in clear', async () => {
  const folder = temporaryFolder();
  const run = await running('--logs', folder);
  const front = run.url('distribution:Edge');
  expect((await run.curl('-H', 'Authorization: Bearer abc', `${front}/hello?card=4111&a=b`)).status).toBe(200);
  // Blocked at the edge: the filter drops the record, and the stage sees nothing.
  expect((await run.curl('--interface', '127.198.51.100', `${front}/hello`)).status).toBe(200);
  const [edge] = await records(folder, 'EdgeWebAcl', 2);
  expect(edge).toMatchObject({
    formatVersion: 1,
    webaclId: expect.stringMatching(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//),
    terminatingRuleId: 'Default_Action',
    action: 'ALLOW',
    httpSourceName: 'CF',
    rateBasedRuleList: [{ rateBasedRuleName: 'flood', limitKey: 'IP', limitValue: '198.18.0.1' }],
    httpRequest: { clientIp: '198.18.0.1', uri: '/hello', args: 'card=4111&a=b', httpMethod: 'GET', scheme: 'https' },
  });
  expect(JSON.stringify(edge)).toContain('{"name":"authorization","value":"REDACTED"}');
  const [stage] = await records(folder, 'StageWebAcl', 2);
  expect(stage).toMatchObject({
    httpSourceName: 'APIGW',
    httpSourceId: expect.stringMatching(/^\d{12}:[a-z0-9]+:prod$/),
    nonTerminatingMatchingRules: [{ ruleId: 'keys' }, { ruleId: 'hello', action: 'COUNT', ruleMatchDetails: [] }],
    httpRequest: { args: 'card=REDACTED&a=b', requestId: expect.stringMatching(/^.{15}=$/) },
  });
  const headers = Object(Object(stage).httpRequest).headers as readonly { name: string; value: string }[];
  const key = headers.find(({ name }) => name === 'x-api-key')?.value;
  expect(key).toMatch(/^\*{4}[0-9a-f]{4}$/);
  const everything = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const echoed = await run.curl(`${front}/hello`);
  const secret = /"x-api-key":\["([0-9a-f]{40})"\]/i.exec(echoed.body)?.[1] ?? '';
  expect(secret).toHaveLength(40);
  for (const text of everything) expect(text).not.toContain(secret);
});

test("up --waf-api answers AWS's own client with sampled requests", async () => {
  const port = await freePort();
  const run = await running('--waf-api', String(port));
  const arn = /--web-acl-arn (\S+:regional\S+)/.exec(run.output())?.[1];
  const front = run.url('distribution:Edge');
  for (const path of ['/hello?card=4111', '/hello?n=2', '/other'])
    expect((await run.curl(`${front}${path}`)).status).toBe(200);
  const client = new WAFV2Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  });
  onTestFinished(() => client.destroy());
  const ask = (RuleMetricName: string, MaxItems = 500) =>
    client.send(
      new GetSampledRequestsCommand({
        WebAclArn: arn,
        RuleMetricName,
        Scope: 'REGIONAL',
        TimeWindow: { StartTime: new Date(Date.now() - 600_000), EndTime: new Date(Date.now() + 1000) },
        MaxItems,
      }),
    );
  const hello = await ask('hello');
  expect(hello.PopulationSize).toBe(2);
  expect(hello.SampledRequests?.map(({ Action, Weight }) => [Action, Weight])).toEqual([
    ['COUNT', 1],
    ['COUNT', 1],
  ]);
  const [first] = hello.SampledRequests ?? [];
  expect(first?.Request).toMatchObject({ URI: '/hello', Method: 'GET', HTTPVersion: 'HTTP/1.1' });
  expect(first?.Timestamp).toBeInstanceOf(Date);
  expect(first?.Request?.Headers?.find(({ Name }) => Name === 'x-api-key')?.Value).toMatch(/^\*{4}/);
  expect((await ask('stage')).PopulationSize).toBe(3);
  expect((await ask('stage', 2)).SampledRequests).toHaveLength(2);
  expect((await ask('nothing')).SampledRequests).toEqual([]);
  await expect(ask('hello', 501)).rejects.toThrow('Cannot take MaxItems: 501 found, expected 1 to 500.');
});

test('up --waf-api answers nobody who names another host: a page on the web may have its name resolved to this machine', async () => {
  const port = await freePort();
  const run = await running('--waf-api', String(port));
  const ask = (host: string) =>
    run.curl(
      ...['-H', `Host: ${host}`, '-H', 'X-Amz-Target: AWSWAF_20190729.GetSampledRequests', '-d', '{}'],
      `http://127.0.0.1:${port}/`,
    );
  const rebound = await ask(`attacker.example:${port}`);
  expect([rebound.status, JSON.parse(rebound.body).__type]).toEqual([400, 'AccessDeniedException']);
  const own = await ask(`localhost:${port}`);
  expect([own.status, JSON.parse(own.body).__type]).toEqual([400, 'WAFInvalidParameterException']);
});

test('a logging configuration that AWS WAF would refuse is named with its place, and writes nothing', async () => {
  const refused = template({
    EdgeLog: {
      Type: 'AWS::WAFv2::LoggingConfiguration',
      Properties: {
        ResourceArn: { 'Fn::GetAtt': ['EdgeWebAcl', 'Arn'] },
        LogDestinationConfigs: ['arn:aws:s3:::edge-logs'],
      },
    },
  });
  const { output } = await sallyport('check', refused);
  expect(output).toContain('refused-logging-configuration');
  expect(output.replaceAll(/\s+/g, ' ')).toContain(
    'the name "edge-logs", expected one that begins with "aws-waf-logs-"',
  );
  expect(output).toContain('EdgeLog');
});

test('of two logging configurations of a web ACL the second is named, and the first one holds', async () => {
  const second = {
    Type: 'AWS::WAFv2::LoggingConfiguration',
    Properties: {
      ResourceArn: { 'Fn::GetAtt': ['EdgeWebAcl', 'Arn'] },
      LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-second'],
    },
  };
  const { output } = await sallyport('check', template({ SecondLog: second }));
  expect(output.replaceAll(/\s+/g, ' ')).toContain('"SecondLog": a second logging configuration of "EdgeWebAcl"');
});

test('a port for samples that is taken is named with its option', async () => {
  const run = await running();
  const taken = new URL(run.url('stage:Api/prod')).port;
  const { code, output } = await sallyport('up', template(), '--port', String(await freePort()), '--waf-api', taken);
  expect([code, output]).toEqual([3, expect.stringContaining('Choose another port with --waf-api.')]);
});

test('a folder for logs that cannot be made is named with its option, before anything is served', async () => {
  const file = template();
  const { code, output } = await sallyport('up', file, '--port', String(await freePort()), '--logs', file);
  expect([code, output]).toEqual([3, expect.stringContaining('Choose another folder with --logs.')]);
  expect(output).toContain('Cannot write logs to');
});
