import { type ReferenceWorld, referenceEvaluate } from '../../../packages/waf/src/reference/evaluate.ts';
import { transform } from '../../../packages/waf/src/reference/transformation.ts';
import type { Answer, Engine, Question, WafCase } from '../cases/case.ts';
import { WORLD } from '../cases/world.ts';
import { requestOf, START } from './page.ts';

/** The naive evaluator. It takes what the engine accepts. */
export const reference: Engine = {
  name: 'reference',
  answer: async (questions) => questions.map(answer),
};

/** What of a case the reference does not know, and so is not asked; undefined where it is asked. */
export function beyondReference({ question, expected }: WafCase): string | undefined {
  if ('refused' in expected) return 'what AWS WAF refuses';
  if (question.ask === 'fingerprint') return 'the detection of SQL injection and cross-site scripting';
  if (question.ask !== 'evaluate') return undefined;
  const written = JSON.stringify(question.webAcl);
  if (written.includes('"ManagedRuleGroupStatement"')) return 'managed rule groups';
  if (/"(?:Sqli|Xss)MatchStatement"/.test(written)) return 'the detection of SQL injection and cross-site scripting';
  if (question.options.shape === 'api') return "the API's spelling";
  return 'requests' in expected && expected.requests.length === 0 ? 'capacity' : undefined;
}

function answer(question: Question): Answer {
  if (question.ask === 'fingerprint') throw new Error('not a question for the reference');
  if (question.ask === 'transform') return { text: transform(question.transformation, question.text) };
  const counted = new Map<string, number[]>();
  const evaluations = question.requests.map((request) =>
    referenceEvaluate(question.webAcl, requestOf(request), {
      ...SETS,
      labelPrefix: 'awswaf:111122223333:webacl:testWebACL:',
      bodyBytes: bodyBytesOf(question),
      counted,
      now: START + (request.time ?? 0) * 1000,
    }),
  );
  return { evaluations };
}

const SETS: Pick<ReferenceWorld, 'ipSets' | 'regexPatternSets' | 'ruleGroups' | 'places'> = {
  ipSets: Object.fromEntries(Object.entries(WORLD.ipSets).map(([arn, { Addresses }]) => [arn, Addresses])),
  regexPatternSets: Object.fromEntries(
    Object.entries(WORLD.regexPatternSets).map(([arn, { RegularExpressionList: list }]) => [arn, list]),
  ),
  ruleGroups: WORLD.ruleGroups,
  places: WORLD.places,
};

const KILOBYTES: Readonly<Record<string, number>> = { KB_16: 16, KB_32: 32, KB_48: 48, KB_64: 64 };

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Body.html, API_AssociationConfig.html */
function bodyBytesOf({ webAcl, options }: Extract<Question, { ask: 'evaluate' }>): number {
  const { resourceType = 'CLOUDFRONT' } = options;
  if (resourceType === 'APPLICATION_LOAD_BALANCER' || resourceType === 'APPSYNC') return 8 * 1024;
  const of = resourceType === 'AMPLIFY' ? 'CLOUDFRONT' : resourceType;
  const limit = Object(webAcl).AssociationConfig?.RequestBody?.[of]?.DefaultSizeInspectionLimit;
  return (KILOBYTES[limit] ?? 16) * 1024;
}
