import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { type Edit, set } from '../template.ts';
import { type UpRun, up } from './command.ts';
import { echoed } from './echoed.ts';
import { temporaryFolder } from './temporary-folder.ts';

const running: UpRun[] = [];
afterEach(async () => {
  for (const run of running.splice(0)) await run.stop();
});

const RELOADED = 'the new architecture is served';

/** Runs a template in a file that can be written again. */
async function editable(...args: readonly string[]) {
  const file = join(temporaryFolder(), 'template.json');
  const write = (text: string): void => writeFileSync(file, text);
  const edit = (change: Edit): void => {
    const template = protectedApi();
    change(template);
    write(JSON.stringify(template));
  };
  edit(() => {});
  const run = await up(file, ...args);
  running.push(run);
  return { run, file, edit, write, front: run.url('distribution:Edge') };
}

test('an edited template is served on the same ports, with the same secrets', async () => {
  const { run, edit, front } = await editable();
  const before = echoed(await run.curl(`${front}/`)).header('x-api-key');
  edit(set('Edge.DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD']));
  await run.printed(RELOADED);
  expect((await run.curl('-X', 'DELETE', `${front}/`)).status).toBe(403);
  expect(echoed(await run.curl(`${front}/`)).header('x-api-key')).toEqual(before);
});

test('a template is followed through saves that put another file in its place', async () => {
  const { run, file, write } = await editable();
  const text = JSON.stringify(protectedApi());
  const reloads = () => run.output().split(RELOADED).length - 1;
  const seen = async (save: () => void) => {
    const before = reloads();
    save();
    for (let tries = 0; reloads() === before && tries < 100; tries++) await new Promise((go) => setTimeout(go, 50));
    expect(reloads()).toBeGreaterThan(before);
  };
  for (let times = 0; times < 6; times++) {
    // As `cp` and then `sed -i`, or an editor that writes and swaps.
    await seen(() => {
      write(text);
      writeFileSync(`${file}.new`, `${text}\n`);
      renameSync(`${file}.new`, file);
    });
    await seen(() => write(`${text} `));
  }
});

test("a function's changed code is served", async () => {
  const { run, edit, front } = await editable();
  expect((await run.curl(`${front}/`)).status).toBe(200);
  edit(set('Echo.Code.ZipFile', "exports.handler = async () => ({ statusCode: 201, body: 'changed' });"));
  await run.printed(RELOADED);
  const answer = await run.curl(`${front}/`);
  expect([answer.status, answer.body]).toEqual([201, 'changed']);
});

test('a broken edit is named, and what was before is still served', async () => {
  const { run, edit, write, front } = await editable();
  write('{"Resources": ');
  await run.printed('The architecture from before is still served.');
  expect(run.errors()).toMatch(/^error Cannot read .*\[malformed-json\]\n {2}at .*template\.json:1:15$/m);
  expect((await run.curl(`${front}/`)).status).toBe(200);
  write('{"Resources": {}}');
  await run.printed('[no-entrance]');
  expect((await run.curl(`${front}/`)).status).toBe(200);
  edit(set('Edge.DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'https-only'));
  await run.printed(RELOADED);
  expect((await run.curl(`${front.replace('https:', 'http:')}/`)).status).toBe(403);
});

test('requests on their way are answered while the sources change', async () => {
  const { run, edit, front } = await editable();
  const slow = "exports.handler = (event, context, done) => setTimeout(() => done(null, { body: 'slow' }), 700);";
  edit(set('Echo.Code.ZipFile', slow));
  await run.printed(RELOADED);
  const answers = [0, 1, 2].map(() => run.curl(`${front}/`));
  await new Promise((resolve) => setTimeout(resolve, 150));
  edit(() => {});
  expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(['slow', 'slow', 'slow']);
  await expect.poll(async () => (await run.curl(`${front}/`)).body).toContain('"method":"GET"');
});
