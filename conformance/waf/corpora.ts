import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bytesOfLatin1, type Request } from '@sallyport/http';
import { parse } from 'yaml';

/** A request of a public collection, and what it is counted under. */
export interface Sample {
  readonly corpus: string;
  readonly category: string;
  readonly request: Request;
  /** Whether it belongs to the third, chosen by hash, that was kept out while the rules were written. */
  readonly keptOut: boolean;
  /** What the collection calls it, or the payload. */
  readonly title: string;
}

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:105.0) Gecko/20100101 Firefox/105.0';
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

export const isKeptOut = (text: string): boolean => hash(text) % 3 === 0;

export function requestOf(of: {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Request['headers'];
  readonly body?: string;
  readonly agent?: string | undefined;
}): Request {
  const { agent = BROWSER } = of;
  return {
    method: of.method ?? 'GET',
    target: of.target ?? '/',
    httpVersion: '1.1',
    headers: [
      ['Host', 'www.example.com'],
      ...(agent === '' ? [] : [['User-Agent', agent] as const]),
      ...(of.headers ?? []),
    ],
    body: { bytes: bytesOfLatin1(of.body ?? ''), complete: true },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
  };
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

const linesOf = (path: string): readonly string[] =>
  readFileSync(path, 'latin1')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');

/** Percent-encodes all but letters, digits and `-._`, as a browser would in a form. */
const encoded = (text: string): string =>
  text.replace(/[^A-Za-z0-9._-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** A payload as an argument of a GET, and of a form in a POST. What is encoded already is not encoded again. */
function asArgument(payload: string): readonly Request[] {
  const value = encoded(payload).replaceAll('%25', '%');
  return [
    requestOf({ target: `/?tp_param=${value}` }),
    requestOf({ method: 'POST', headers: [FORM], body: `tp_param=${value}` }),
  ];
}

const payloadSamples = (corpus: string, category: string, payloads: readonly string[]): Sample[] =>
  payloads.flatMap((title) =>
    asArgument(title).map((request) => ({ corpus, category, request, title, keptOut: isKeptOut(title) })),
  );

/** https://github.com/fuzzdb-project/fuzzdb */
export const fuzzdb = (root: string): Sample[] =>
  [...filesBelow(join(root, 'attack'))]
    .filter((path) => path.endsWith('.txt') && !/readme|license/i.test(path))
    .flatMap((path) => {
      const category = relative(join(root, 'attack'), path).split('/')[0] ?? '';
      return payloadSamples(
        'fuzzdb',
        category,
        linesOf(path).filter((line) => !line.startsWith('#')),
      );
    });

/** https://github.com/swisskyrepo/PayloadsAllTheThings */
export const payloadsAllTheThings = (root: string): Sample[] =>
  [...filesBelow(root)]
    .filter((path) => /\/Intruders?\/[^/]*\.txt$/.test(path))
    .flatMap((path) => payloadSamples('PayloadsAllTheThings', relative(root, path).split('/')[0] ?? '', linesOf(path)));

/** https://github.com/openappsec/mgm-web-attack-payloads; AWS WAF was measured with it: https://github.com/openappsec/waf-comparison-project */
export function mgm(root: string, kind: 'true' | 'false'): Sample[] {
  const folder = join(root, 'nuclei', 'payloads');
  return readdirSync(folder).flatMap((category) => {
    const payloads = linesOf(join(folder, category, `${kind}-positives.txt`));
    const corpus = kind === 'true' ? 'mgm' : 'mgm, harmless';
    if (category !== 'shellshock') return payloadSamples(corpus, category, payloads);
    return payloads.flatMap((title) =>
      [requestOf({ agent: title, target: '/?tp_param=foobar' }), ...asArgument(title).slice(1)].map((request) => ({
        corpus,
        category,
        request,
        title,
        keptOut: isKeptOut(title),
      })),
    );
  });
}

interface RegressionInput {
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly encoded_request?: string;
}

/** https://github.com/coreruleset/coreruleset: the tests in which a rule must fire, in the categories that AWS's groups answer. */
export function coreRuleSet(root: string): Sample[] {
  const levels = paranoiaLevels(root);
  return [...filesBelow(join(root, 'tests', 'regression', 'tests'))]
    .filter((path) => /REQUEST-9(?:3[01234]|4[124])-.*\.yaml$/.test(path))
    .flatMap((path) => regressionTests(path, levels));
}

/** The paranoia level of each rule, from 1, which is on by default, to 4. */
function paranoiaLevels(root: string): ReadonlyMap<string, string> {
  const levels = new Map<string, string>();
  const rules = [...filesBelow(join(root, 'rules'))]
    .filter((path) => path.endsWith('.conf'))
    .flatMap((path) => readFileSync(path, 'utf8').split(/^Sec/m));
  for (const rule of rules) {
    const id = /"id:(\d+)/.exec(rule)?.[1];
    const level = /paranoia-level\/(\d)/.exec(rule)?.[1];
    if (id !== undefined && level !== undefined) levels.set(id, level);
  }
  return levels;
}

function regressionTests(path: string, levels: ReadonlyMap<string, string>): Sample[] {
  const file = parse(readFileSync(path, 'utf8')) as {
    rule_id: number;
    tests: { test_id: number; stages: { input: RegressionInput; output: { log?: { expect_ids?: number[] } } }[] }[];
  };
  const isFirst = levels.get(String(file.rule_id)) === '1';
  const category = `${/REQUEST-(\d+)-/.exec(path)?.[1] ?? ''}, paranoia level ${isFirst ? '1' : '2 to 4'}`;
  return file.tests.flatMap(({ test_id, stages }) => {
    const [stage] = stages;
    if (!stage?.output.log?.expect_ids || stage.input.encoded_request !== undefined) return [];
    const title = `${file.rule_id}-${test_id}`;
    return [{ corpus: 'CRS', category, request: regressionRequest(stage.input), title, keptOut: isKeptOut(title) }];
  });
}

/** The tests are sent to localhost; AWS's groups block that name itself, so it is replaced. */
function regressionRequest({ method, uri, headers, data }: RegressionInput): Request {
  const pairs = Object.entries(headers ?? {}).map(([name, value]) => [name, latin1(String(value))] as const);
  const agent = pairs.find(([name]) => name.toLowerCase() === 'user-agent')?.[1];
  const others = pairs.filter(([name]) => !['host', 'user-agent'].includes(name.toLowerCase()));
  const isForm = data !== undefined && !others.some(([name]) => name.toLowerCase() === 'content-type');
  return requestOf({
    ...(method === undefined ? {} : { method }),
    target: latin1(uri ?? '/').replaceAll(' ', '%20'),
    headers: isForm ? [...others, FORM] : others,
    body: data === undefined ? '' : latin1(String(data)),
    ...(agent === undefined ? {} : { agent }),
  });
}

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** An access log in Apache's combined format: real traffic. https://github.com/elastic/examples */
export function accessLog(path: string): Sample[] {
  const line = /^\S+ \S+ \S+ \[[^\]]*\] "(\S+) (\S+)[^"]*" \d+ \S+ "([^"]*)" "([^"]*)/;
  return linesOf(path).flatMap((text) => {
    const [, method, target, referer = '-', agent = '-'] = line.exec(text) ?? [];
    if (!method || !target?.startsWith('/')) return [];
    const headers = referer === '-' ? [] : [['Referer', referer] as const];
    const request = requestOf({ method, target, headers, agent: agent === '-' ? '' : agent });
    return [{ corpus: 'access log', category: 'real traffic', request, title: text, keptOut: isKeptOut(text) }];
  });
}

/** https://github.com/libinjection/libinjection: harmless texts that look like SQL. */
export const libinjectionHarmless = (root: string): Sample[] =>
  linesOf(join(root, 'data', 'false_positives.txt'))
    .filter((text) => !text.startsWith('#'))
    .flatMap((title) => {
      const target = `/?tp_param=${title.replaceAll(' ', '+')}`;
      const at = { corpus: 'libinjection, harmless', category: 'sqli', title, keptOut: isKeptOut(title) };
      return [{ ...at, request: requestOf({ target }) }];
    });

/** Where the checkout of a collection lies; nothing where there is none. */
export type CorpusPath = (name: string) => string | undefined;

const from = (name: string, pathOf: CorpusPath, read: (path: string) => readonly Sample[]): readonly Sample[] => {
  const path = pathOf(name);
  return path === undefined ? [] : read(path);
};

/** The attacks of all collections that are at hand: coreruleset, mgm, fuzzdb, payloads. */
export const attackCorpora = (pathOf: CorpusPath): readonly Sample[] => [
  ...from('coreruleset', pathOf, coreRuleSet),
  ...from('mgm', pathOf, (path) => mgm(path, 'true')),
  ...from('fuzzdb', pathOf, fuzzdb),
  ...from('payloads', pathOf, payloadsAllTheThings),
];

/** The harmless requests of all collections that are at hand: log, libinjection, mgm. */
export const harmlessCorpora = (pathOf: CorpusPath): readonly Sample[] => [
  ...from('log', pathOf, accessLog),
  ...from('libinjection', pathOf, libinjectionHarmless),
  ...from('mgm', pathOf, (path) => mgm(path, 'false')),
];
