import { bytesOfLatin1, latin1, type Request } from '@sallyport/http';
import type * as Waf from '@sallyport/waf';
import type { Answer, CaseEvaluation, CaseRequest, Question } from '../cases/case.ts';
import { WEB_ACL_ARN, WORLD } from '../cases/world.ts';

/** The members of the package that questions need; the same code runs in Node.js and in the page. */
export type WafModule = Pick<typeof Waf, 'compileWebAcl' | 'MemoryCounters' | 'TRANSFORMATIONS' | 'detectSqlInjection'>;

/** A case's clock starts here. */
export const START = Date.UTC(2026, 0, 1);

const places: ReadonlyMap<string, Waf.AddressFacts> = new Map(Object.entries(WORLD.places));

const OPTIONS: Waf.CompileOptions = {
  arn: WEB_ACL_ARN,
  references: {
    ipSets: new Map<string, unknown>(Object.entries(WORLD.ipSets)),
    regexPatternSets: new Map<string, unknown>(Object.entries(WORLD.regexPatternSets)),
    ruleGroups: new Map<string, unknown>(Object.entries(WORLD.ruleGroups)),
  },
  addressData: (address) => places.get(address),
};

/** The request that a case means. */
export function requestOf(of: CaseRequest): Request {
  const { address = '203.0.113.7', ja3, ja4, ...place } = of.client ?? {};
  const headers = of.headers ?? [];
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  const scheme = of.scheme ?? 'https';
  const tls = { ...(ja3 === undefined ? {} : { ja3 }), ...(ja4 === undefined ? {} : { ja4 }) };
  return {
    method: of.method ?? 'GET',
    target: of.target ?? '/',
    httpVersion: '1.1',
    headers: hasHost ? headers : [['Host', 'example.com'], ...headers],
    body: { bytes: bytesOfLatin1(of.body ?? ''), complete: true },
    connection: { scheme, address, port: 40_000, localPort: scheme === 'https' ? 443 : 80, tls, ...place },
  };
}

function evaluation(of: Waf.Evaluation): CaseEvaluation {
  const { terminatingRuleInGroup: ruleInGroup, response } = of;
  return {
    action: of.action,
    rule: of.terminatingRule,
    ...(ruleInGroup === undefined ? {} : { ruleInGroup }),
    labels: of.labels,
    counted: of.countedRules,
    insertedHeaders: of.insertedHeaders,
    ...(response ? { response: { ...response, body: latin1(response.body) } } : {}),
  };
}

/** Answers a question with an engine. */
export function answerWith(waf: WafModule, question: Question): Answer {
  if (question.ask === 'fingerprint') return { text: waf.detectSqlInjection(question.text)?.fingerprint ?? '' };
  if (question.ask === 'transform') {
    const transformations: Readonly<Record<string, (text: string) => string>> = waf.TRANSFORMATIONS;
    const transform = transformations[question.transformation];
    return transform ? { text: transform(question.text) } : { cannot: `no transformation ${question.transformation}` };
  }
  const result = waf.compileWebAcl(question.webAcl, { ...OPTIONS, ...question.options });
  if ('refused' in result) return { refused: result.refused.map(({ path, message }) => ({ path, message })) };
  const counters = new waf.MemoryCounters();
  const evaluations = question.requests.map((request) =>
    evaluation(result.webAcl.evaluate(requestOf(request), counters, START + (request.time ?? 0) * 1000)),
  );
  return { evaluations, capacity: result.webAcl.capacity };
}
