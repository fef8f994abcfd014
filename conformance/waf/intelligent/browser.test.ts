import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { CASES, decisions } from './cases.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The cases use the package's file for web pages, as any page would. */
const HTML = `<!doctype html>
<title>The cases of conformance/waf/intelligent</title>
<script type="importmap">{"imports": {"@sallyport/waf": "/browser.js"}}</script>
<script type="module">
  import { decisions } from '/cases.js';
  globalThis.decisions = decisions;
</script>`;

async function files(): Promise<ReadonlyMap<string, readonly [type: string, content: string | Uint8Array]>> {
  const { outputFiles } = await build({
    entryPoints: [here('cases.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['sallyport-source'],
    external: ['@sallyport/waf'],
    logLevel: 'warning',
  });
  return new Map([
    ['/', ['text/html', HTML]],
    ['/cases.js', ['text/javascript', outputFiles[0]?.contents ?? '']],
    ['/browser.js', ['text/javascript', readFileSync(here('../../../packages/waf/lib/browser.js'))]],
  ]);
}

test('headless Chromium decides every case as Node does', { timeout: 120_000 }, async () => {
  const served = await files();
  const server = createServer(({ url = '/' }, response) => {
    const [type, content] = served.get(url) ?? ['text/plain', ''];
    response.writeHead(served.has(url) ? 200 : 404, { 'Content-Type': type }).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const chrome = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await chrome.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('globalThis.decisions !== undefined');
    const inBrowser = await page.evaluate<ReturnType<typeof decisions>>('decisions()');
    expect(inBrowser).toHaveLength(CASES.length);
    expect(inBrowser).toEqual(decisions());
  } finally {
    await chrome.close();
    server.close();
  }
});
