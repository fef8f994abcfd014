import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { protectedApi, protectedApiPath } from '../protected-api.ts';
import { type Edit, set } from '../template.ts';
import { any, apiSummary, LOCKED, openApi3, operation, SWAGGER_YAML } from '../variants/exported.ts';
import { sallyport, up } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-deployed-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function written(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function edited(...changes: readonly Edit[]): string {
  const template = protectedApi();
  for (const change of changes) change(template);
  return written(template);
}

const OPEN = openApi3({ ...LOCKED, '/': any() });
const CANARY: Edit = set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 50 });

test('check proves what a stage serves, and says in JSON what was handed in', async () => {
  const open = written(OPEN);
  const asked = ['check', protectedApiPath, '--deployed', `Api/prod=${open}`, '--format', 'json'];
  const { code, output } = await sallyport(...asked);
  const report = JSON.parse(output);
  expect(code).toBe(2);
  expect(report.deployed).toEqual([{ of: 'Api/prod', file: open }]);
  expect(report.findings).toMatchObject([
    { id: 'API-05', claim: 'noSideDoor', attacker: 'internet', witness: { replayed: true } },
  ]);
  expect(report.findings[0].witness.curl).toMatch(/^curl 'https:\/\/[a-z0-9]+\.execute-api\.[^/]+\/prod\/'$/);
  expect(report.assumptions.join('\n')).toContain(
    `Stage "prod" of API "protected-api" is taken to serve what "${open}"`,
  );
});

test('check proves a stage protected that serves what the template says', async () => {
  const { code } = await sallyport('check', protectedApiPath, '--deployed', `Api/prod=${written(openApi3(LOCKED))}`);
  expect(code).toBe(0);
});

test('without the snapshot the verdict is unknown, and the report says how to get it and how to hand it in', async () => {
  const { code, output } = await sallyport('check', edited(set('Prod.DeploymentId', 'a1b2c3')));
  const text = output.replace(/\s+/g, ' ');
  expect(code).toBe(4);
  const command =
    'aws apigateway get-export --rest-api-id API_ID --stage-name prod --export-type oas30 --parameters extensions=apigateway FILE';
  expect(text.split(command)).toHaveLength(3);
  expect(text).toContain('check again with "--deployed Api/prod=FILE"');
});

test('the witness of a canary says how often it must be sent, and trace follows the request that chance has chosen', async () => {
  const given = [edited(CANARY), '--deployed', `Api/prod/canary=${written(OPEN)}`];
  const checked = await sallyport('check', ...given);
  expect(checked.code).toBe(2);
  expect(checked.output).toContain('Chance decides: 7 tries do it with a likelihood of 99 %.');
  const [template = '', ...deployed] = given;
  const traced = (...more: readonly string[]) =>
    sallyport('trace', template, 'GET', '/', '--via', 'internet', ...deployed, ...more);
  const usual = await traced();
  expect(usual.output).toContain('403 Forbidden');
  expect(usual.output).not.toContain('canary');
  const chosen = await traced('--chosen');
  expect(chosen.output).toContain('the canary of stage "prod" serves 50 % of the requests');
  expect(chosen.output).toMatch(/reached +function:Echo\ninspected +by no web ACL/);
});

test('up serves what was handed in, draws for the canary, and reads the file again when it changes', async () => {
  const snapshot = written(OPEN);
  const run = await up(edited(CANARY), '--deployed', `Api/prod/canary=${snapshot}`);
  try {
    const stage = run.url('stage:Api/prod');
    const statuses = new Set<number>();
    for (let count = 0; count < 60 && statuses.size < 2; count++) statuses.add((await run.curl(`${stage}/`)).status);
    expect([...statuses].sort()).toEqual([200, 403]);
    writeFileSync(snapshot, JSON.stringify(openApi3(LOCKED)));
    await run.printed('the new architecture is served');
    for (let count = 0; count < 10; count++) expect((await run.curl(`${stage}/`)).status).toBe(403);
  } finally {
    await run.stop();
  }
});

const noExtensions = openApi3({ '/': { get: { responses: {} } } });
const noAuthorizer = {
  ...openApi3({ '/': { get: operation([{ token: [] }]) } }),
  components: {
    securitySchemes: {
      token: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'custom' },
    },
  },
};
const withoutApi = { Resources: { Other: { Type: 'AWS::SNS::Topic', Properties: {} } } };

test.each([
  ['a file that is not there', ['Api/prod=nowhere.json'], 'Cannot read "nowhere.json": no such file or folder'],
  ['no stage in the option', ['Api=x.json'], 'expected API/STAGE=FILE, API/STAGE/canary=FILE or API@DEPLOYMENT=FILE'],
  ['no file in the option', ['Api/prod'], 'expected API/STAGE=FILE, API/STAGE/canary=FILE or API@DEPLOYMENT=FILE'],
  ['malformed JSON', [`Api/prod=${written('{"openapi": ')}`], 'a file that is malformed or empty found'],
  ['an empty file', [`Api/prod=${written('')}`], 'a file that is malformed or empty found'],
  ['something else', [`Api/prod=${written({ a: 1 })}`], '[not-a-snapshot]'],
  ['no such API', [`Shop/prod=${written(OPEN)}`], 'no such REST API found, expected Api/STAGE'],
  ['no such stage', [`Api/dev=${written(OPEN)}`], 'the sources have no such stage, expected one of Api/prod'],
  ['no canary', [`Api/prod/canary=${written(OPEN)}`], 'the sources have no such canary, expected one of Api/prod'],
  ['no such deployment', [`Api@a1b2c3=${written(OPEN)}`], 'the sources have no such deployment'],
  ['too many parts', [`Api/prod/canary/x=${written(OPEN)}`], 'expected /STAGE, /STAGE/canary or @DEPLOYMENT'],
  ['the same twice', [`Api/prod=${written(OPEN)}`, `Api/prod=${written(OPEN)}`], '--deployed Api/prod found twice'],
  [
    'two files for one stage',
    [`Api/prod=${written(OPEN)}`, `Api@Deployment=${written(OPEN)}`],
    'found for the same as "Api/prod", expected one file',
  ],
  ['an export without integrations', [`Api/prod=${written(noExtensions)}`], '--parameters extensions=apigateway'],
  [
    'an export without authorizers',
    [`Api/prod=${written(noAuthorizer)}`],
    'no authorizer in the security scheme "token"',
  ],
  [
    'an export of another stage',
    [`Api/prod=${written(openApi3(LOCKED, 'test'))}`],
    'an export of stage "test" found, expected one of stage "prod"',
  ],
  ['a template without the API', [`Api/prod=${written(withoutApi)}`], 'it has no AWS::ApiGateway::RestApi "Api"'],
])('%s is one clear error', async (_title, options, message) => {
  const deployed = options.flatMap((option) => ['--deployed', option]);
  const { code, output } = await sallyport('check', protectedApiPath, ...deployed);
  expect(output.replace(/\s+/g, ' ')).toContain(message);
  expect(output.match(/^error[ :]/gm)).toHaveLength(1);
  expect(code).toBe(3);
});

test.each([
  ['trace', protectedApiPath, 'GET', '/'],
  ['up', protectedApiPath],
])('%s refuses what cannot be handed in, as check does', async (...command) => {
  const { code, output } = await sallyport(...command, '--deployed', `Api/dev=${written(OPEN)}`);
  expect(output).toContain('[unknown-snapshot-target]');
  expect(code).toBe(3);
});

test('the summary of another deployment is refused', async () => {
  const summary = written({ ...apiSummary({ '/': true }), id: 'd4e5f6' });
  const { code, output } = await sallyport('check', edited(CANARY), '--deployed', `Api@a1b2c3=${summary}`);
  expect(code).toBe(3);
  expect(output).toContain('the summary of deployment "d4e5f6" found, expected that of "a1b2c3"');
});

test('an export whose title is not the name of the API is used, with a warning', async () => {
  const swagger = SWAGGER_YAML.replace('title: "protected-api"', 'title: "another"');
  const { code, output } = await sallyport('check', protectedApiPath, '--deployed', `Api/prod=${written(swagger)}`);
  expect(code).toBe(2);
  expect(output.replace(/\s+/g, ' ')).toContain('the title "another" found, expected the API\'s name "protected-api"');
});
