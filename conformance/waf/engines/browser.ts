import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Answer, Engine, Question } from '../cases/case.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const BUNDLE = fileURLToPath(new URL('../../../packages/waf/lib/browser.js', import.meta.url));
const PAGE = fileURLToPath(new URL('page.ts', import.meta.url));

/** Imports the package's file as any page would. */
const HTML = `<!doctype html>
<title>The cases of conformance/waf</title>
<script type="module">
  import * as waf from '/browser.js';
  import { answerWith } from '/page.js';
  globalThis.answerAll = (questions) => questions.map((question) => answerWith(waf, question));
</script>`;

/** A machine without network: nothing of Chromium's own may ask for it. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The package's file for web pages, in headless Chromium: the page imports it as any page would. */
export const browser: Engine = {
  name: 'browser',
  answer: async (questions) => {
    for (const [file, remedy] of [
      [CHROMIUM, "install Debian's package chromium, or name the program in the variable CHROMIUM"],
      [BUNDLE, 'run npm run build'],
    ] as const)
      if (!existsSync(file)) throw new Error(`Cannot ask the browser: ${file} not found. Remedy: ${remedy}.`);
    const server = await served(await files());
    try {
      return await answered(server, questions);
    } finally {
      server.close();
    }
  },
};

async function answered(server: Server, questions: readonly Question[]): Promise<readonly Answer[]> {
  const { port } = server.address() as AddressInfo;
  const chrome = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await chrome.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction('globalThis.answerAll !== undefined');
    return await page.evaluate<readonly Answer[]>(`answerAll(${JSON.stringify(questions)})`);
  } finally {
    await chrome.close();
  }
}

type Files = ReadonlyMap<string, readonly [type: string, content: string | Uint8Array]>;

async function files(): Promise<Files> {
  const bundled = await build({
    entryPoints: [PAGE],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['sallyport-source'],
    logLevel: 'warning',
  });
  const [script] = bundled.outputFiles;
  return new Map([
    ['/', ['text/html', HTML]],
    ['/page.js', ['text/javascript', script?.contents ?? '']],
    ['/browser.js', ['text/javascript', readFileSync(BUNDLE)]],
  ]);
}

/** A server on loopback for as long as the questions take. */
function served(all: Files): Promise<Server> {
  const server = createServer((request, response) => {
    const [type, content] = all.get(request.url ?? '') ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
