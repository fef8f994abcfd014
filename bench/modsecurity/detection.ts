// What our managed rule groups and ModSecurity with the Core Rule Set block of public collections; see run.mjs.
import type { Request } from '@sallyport/http';
import { attackCorpora, type CorpusPath, harmlessCorpora, type Sample } from '../../conformance/waf/corpora.ts';
import { corporaTable } from '../../conformance/waf/corpora-table.ts';
import { managedBlocker } from '../../conformance/waf/managed-web-acl.ts';
import type { WireRequest } from '../waf/requests.ts';
import { type ModSecurity, startModSecurity } from './modsecurity.ts';

/** So many requests are handed over at once. */
const BATCH = 500;

/** Two tables in Markdown: attacks, and harmless requests. */
export async function compareDetection(folder: string, pathOf: CorpusPath): Promise<string> {
  const modSecurity = await startModSecurity(folder);
  try {
    const tables: string[] = [`${modSecurity.version}, Core Rule Set 3.3.4 at paranoia level 1`];
    for (const [title, samples] of [
      ['attacks', attackCorpora(pathOf)],
      ['harmless', harmlessCorpora(pathOf)],
    ] as const)
      if (samples.length > 0) tables.push(await tableOf(title, samples, modSecurity));
    return tables.join('\n\n');
  } finally {
    modSecurity.close();
  }
}

async function tableOf(title: string, samples: readonly Sample[], modSecurity: ModSecurity): Promise<string> {
  const blocker = managedBlocker();
  const ours = samples.map(({ request }) => blocker(request) !== undefined);
  const theirs: boolean[] = [];
  for (let from = 0; from < samples.length; from += BATCH) {
    const statuses = await modSecurity.decide(samples.slice(from, from + BATCH).map(({ request }) => onWire(request)));
    theirs.push(...statuses.map((status) => status !== 0));
  }
  return corporaTable(title, samples, [
    { firewall: 'Sallyport', blocked: ours },
    { firewall: 'ModSecurity', blocked: theirs },
  ]);
}

const onWire = ({ method, target, headers, body }: Request): WireRequest => ({
  method,
  target,
  headers,
  body: Buffer.from(body.bytes).toString('latin1'),
});
