import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPONENTS } from '@sallyport/architecture';
import { componentPage, wafLogsPage } from './component-pages.ts';

// Writes the tables of docs/components anew: `npm run components`.
const folder = join(process.cwd(), 'docs', 'components');
mkdirSync(folder, { recursive: true });
for (const component of COMPONENTS) {
  const file = join(folder, `${component.noun}.md`);
  writeFileSync(file, componentPage(existsSync(file) ? readFileSync(file, 'utf8') : undefined, component));
}
const logs = join(folder, 'waf-logs.md');
writeFileSync(logs, wafLogsPage(readFileSync(logs, 'utf8')));
console.log(`docs/components: ${COMPONENTS.length + 1} pages written`);
