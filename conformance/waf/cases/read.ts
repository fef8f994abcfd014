import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mintToken } from '@sallyport/waf';
import { parse } from 'yaml';
import { START } from '../engines/page.ts';
import type { CaseOptions, CaseRequest, Expected, ExpectedAnswer, Fidelity, Question, WafCase } from './case.ts';
import { expanded, isMap, webAclOf, type Map as YamlMap } from './shorthand.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const FIDELITIES: readonly unknown[] = ['documented', 'observed', 'approximated'];

/** Every case of conformance/waf/*.yaml. A case that says less than it must is an error. */
export const readCases = (): readonly WafCase[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((file) => casesOf(file, readFileSync(`${FOLDER}/${file}`, 'utf8')));

/** The cases of one file. */
export function casesOf(file: string, text: string): readonly WafCase[] {
  const groups: unknown = parse(text, { merge: true });
  if (!Array.isArray(groups)) throw new Error(`${file}: no list of groups`);
  return groups.flatMap((group: YamlMap) => {
    const { cases, ...shared } = group;
    if (!Array.isArray(cases)) throw new Error(`${file}: a group without cases`);
    return cases.map((each: YamlMap) => caseOf(file, { ...shared, ...(expanded(each) as YamlMap) }));
  });
}

function caseOf(file: string, of: YamlMap): WafCase {
  const title = String(of.title ?? '');
  const wrong = (what: string): Error => new Error(`${file}: "${title}" ${what}`);
  if (!/^\S+ .*\S$/.test(title)) throw wrong('has no sentence for a title');
  if (!/^https:\/\/\S+$/.test(String(of.source))) throw wrong('has no source');
  const fidelity = of.fidelity ?? 'documented';
  if (!isFidelity(fidelity)) throw wrong(`is ${fidelity}, expected documented, observed or approximated`);
  const unknown = Object.keys(of).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw wrong(`has an unknown member ${unknown.join(', ')}`);
  const read = 'transformation' in of ? ofTransformation(of) : ofRequests(of);
  if (!read) throw wrong('expects nothing');
  return { file, title, source: String(of.source), fidelity, ...read };
}

const KNOWN = new Set([
  'title',
  'source',
  'fidelity',
  'note',
  'look',
  'statement',
  'rules',
  'webAcl',
  'options',
  'matches',
  'passes',
  'requests',
  'refused',
  'says',
  'capacity',
  'transformation',
  'from',
  'to',
]);

const isFidelity = (value: unknown): value is Fidelity => FIDELITIES.includes(value);

type Read = Pick<WafCase, 'question' | 'expected'>;

function ofTransformation({ transformation, from, to }: YamlMap): Read | undefined {
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { question: { ask: 'transform', transformation: String(transformation), text: from }, expected: { text: to } };
}

function ofRequests(of: YamlMap): Read | undefined {
  const asked = [
    ...list(of.matches).map((request) => ({ request, expect: MATCH })),
    ...list(of.passes).map((request) => ({ request, expect: PASS })),
    ...list(of.requests).flatMap(repeated),
  ];
  const question: Question = {
    ask: 'evaluate',
    webAcl: webAclOf(of),
    options: (of.options ?? {}) as CaseOptions,
    requests: asked.map(({ request }) => requestOf(request)),
  };
  const expected = expectedOf(
    of,
    asked.map(({ expect }) => expect),
  );
  return expected && { question, expected };
}

const MATCH: Expected = { action: 'BLOCK', by: 'Rule' };
const PASS: Expected = { action: 'ALLOW', by: 'Default_Action' };

interface Asked {
  readonly request: YamlMap;
  readonly expect: Expected;
}

function expectedOf(of: YamlMap, requests: readonly Expected[]): ExpectedAnswer | undefined {
  const { refused, says, capacity } = of;
  if (typeof refused === 'string') return { refused, ...(typeof says === 'string' ? { says } : {}) };
  if (typeof capacity === 'number') return { requests, capacity };
  return requests.length > 0 ? { requests } : undefined;
}

const list = (value: unknown): readonly YamlMap[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as YamlMap];

/** `times` sends the same request so often, a second apart where `every` says so. */
function repeated({ times = 1, every = 0, expect, ...request }: YamlMap): readonly Asked[] {
  const expected = isMap(expect) ? (expect as Expected) : expect === 'match' ? MATCH : PASS;
  if (expect !== 'match' && expect !== 'pass' && !isMap(expect))
    throw new Error(`a request expects ${JSON.stringify(expect)}, not match, pass or what comes out`);
  return Array.from({ length: Number(times) }, (_none, at) => ({
    request: { ...request, time: Number(request.time ?? 0) + at * Number(every) },
    expect: expected,
  }));
}

/** The request with its token minted: solved so many seconds on the case's clock. */
function requestOf({ token, ...request }: YamlMap): CaseRequest {
  if (!isMap(token)) return request as CaseRequest;
  const at = (name: string): number | undefined =>
    typeof token[name] === 'number' ? START + token[name] * 1000 : undefined;
  const [captchaSolved, challengeSolved] = [at('captcha'), at('challenge')];
  const value = mintToken({
    domain: String(token.domain ?? 'example.com'),
    ...(captchaSolved === undefined ? {} : { captchaSolved }),
    ...(challengeSolved === undefined ? {} : { challengeSolved }),
  });
  const headers = (request.headers ?? []) as CaseRequest['headers'] & object;
  return { ...request, headers: [...headers, ['Cookie', `aws-waf-token=${value}`]] } as CaseRequest;
}
