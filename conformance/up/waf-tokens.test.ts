import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type UpRun, up } from './command.ts';
import { guardedLogin } from './guarded-login.ts';

/** A login that sends its page in many pieces, the verdict at the end of the first 60,000 bytes. */
const login = (): Server =>
  createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text));
    request.on('end', () => {
      for (let piece = 0; piece < 6; piece++) response.write(`<p>${'.'.repeat(9990)}</p>`);
      response.end(body.includes('password=right') ? 'Welcome' : 'Login failed');
    });
  });

const folder = mkdtempSync(join(tmpdir(), 'sallyport-tokens-'));
let server: Server;
let run: UpRun;
let front: string;
beforeAll(async () => {
  server = login();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  run = await up(guardedLogin(folder), '--quiet', '--origin', `login.example.com=http://127.0.0.1:${port}`);
  front = run.url('distribution:Edge');
});
afterAll(async () => {
  await run.stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a client that takes no HTML', () => {
  test('gets a challenge: 202, the header and nothing else', async () => {
    const answer = await run.curl(`${front}/challenged`);
    expect([answer.status, answer.header('x-amzn-waf-action'), answer.body]).toEqual([202, 'challenge', '']);
  });

  test('gets a CAPTCHA: 405, the header and nothing else', async () => {
    const answer = await run.curl(`${front}/puzzled`);
    expect([answer.status, answer.header('x-amzn-waf-action'), answer.body]).toEqual([405, 'captcha', '']);
  });

  test('gets no token by asking for one', async () => {
    const asked = await run.curl('-X', 'POST', '-d', '{"question":"x.y","work":1}', `${front}/.sallyport/waf-token`);
    expect([asked.status, asked.header('set-cookie')]).toEqual([403, undefined]);
  });
});

describe('a client that takes HTML', () => {
  test('gets the page that leads to a token with the same status', async () => {
    const answer = await run.curl('-H', 'Accept: text/html,*/*', `${front}/challenged`);
    expect([answer.status, answer.header('x-amzn-waf-action'), answer.header('content-type')]).toEqual([
      202,
      'challenge',
      'text/html; charset=UTF-8',
    ]);
    expect(answer.body).toContain('<script>');
  });

  test('gets the puzzle, which says that it is a stand-in', async () => {
    const answer = await run.curl('-H', 'Accept: text/html', `${front}/puzzled`);
    expect([answer.status, answer.header('content-type')]).toEqual([405, 'text/html; charset=UTF-8']);
    expect(answer.body).toContain('stand-in for the picture puzzle of AWS WAF CAPTCHA');
  });
});

describe('headless Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(() => browser.close());

  test('solves a challenge by itself, and comes through with the token', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname === '/challenged') statuses.push(response.status());
    });
    await page.goto(`${front}/challenged`);
    await page.waitForURL(() => statuses.length === 2);
    expect(statuses).toEqual([202, 200]);
    const [token, ...others] = await context.cookies();
    expect([token?.name, others]).toEqual(['aws-waf-token', []]);
    await page.goto(`${front}/challenged/again`);
    expect(await page.title()).not.toBe('Checking your browser');
    await context.close();
  });

  test('shows the puzzle to a person, refuses a wrong sum, and goes on with the right one', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    expect((await page.goto(`${front}/puzzled`))?.status()).toBe(405);
    const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const text = await page.locator('label').innerText();
    const [, first = '', second = ''] = /How much is (\w+) and (\w+)\?/.exec(text) ?? [];
    const sum = numbers.indexOf(first) + numbers.indexOf(second) + 2;
    await page.fill('input', String(sum + 1));
    await page.click('button');
    await page.getByText('That is not the sum.').waitFor();
    await page.fill('input', String(sum));
    const [after] = await Promise.all([page.waitForNavigation(), page.click('button')]);
    expect(after?.status()).toBe(200);
    // One token stands for both: the CAPTCHA's page has solved the challenge too.
    expect((await page.goto(`${front}/challenged`))?.status()).toBe(200);
    await context.close();
  });
});

test('failed logins are counted from the answers as they stream by, and the twelfth is blocked', async () => {
  const attempt = (password: string) =>
    run.curl('--interface', '127.0.0.7', '-d', `user=ann&password=${password}`, `${front}/web/login`);
  const statuses: number[] = [];
  for (let tried = 0; tried < 11; tried++) statuses.push((await attempt('wrong')).status);
  expect(statuses).toEqual(Array(11).fill(200));
  expect((await attempt('right')).status).toBe(403);
  const elsewhere = await run.curl('-d', 'user=ann&password=right', `${front}/web/login`);
  expect([elsewhere.status, elsewhere.body.endsWith('Welcome')]).toEqual([200, true]);
});
