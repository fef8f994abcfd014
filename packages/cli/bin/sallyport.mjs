#!/usr/bin/env node
// The command. What it runs is bundled by `npm run build`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bundle = new URL('../dist/bin/sallyport.js', import.meta.url);
if (existsSync(fileURLToPath(bundle))) await import(bundle.href);
else {
  console.error('Cannot run sallyport: it is not built, expected packages/cli/dist. Run "npm run build" first.');
  process.exitCode = 1;
}
