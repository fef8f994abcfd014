import { latin1 } from '@sallyport/http';
import type { Evaluation } from '../compiled.ts';
import { MemoryCounters } from '../memory-counters.ts';
import { compileWebAcl } from '../web-acl.ts';
import { type ReferenceOutcome, referenceEvaluate } from './evaluate.ts';
import { numbers, randomRequest, randomWebAcl, SET, SET_CIDRS } from './random.ts';

/** A web ACL and a request of which engine and reference do not decide alike. */
export interface Disagreement {
  readonly seed: number;
  readonly definition: unknown;
  readonly request: unknown;
  readonly engine: ReferenceOutcome | { readonly refused: unknown };
  readonly reference?: ReferenceOutcome;
}

export interface Comparison {
  readonly webAcls: number;
  readonly evaluations: number;
  readonly disagreements: readonly Disagreement[];
  /** How often which rule decided: a comparison is worth something only while rules decide about as often as the default. */
  readonly deciding: ReadonlyMap<string, number>;
}

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Random/1';
const WORLD = { labelPrefix: 'awswaf:111122223333:webacl:Random:', bodyBytes: 16384, ipSets: { [SET]: SET_CIDRS } };
const REFERENCES = { ipSets: new Map([[SET, { IPAddressVersion: 'IPV4', Addresses: SET_CIDRS }]]) };
const ROUNDS = 3;
/** What goes wrong goes wrong often: some examples are enough. */
const MOST_DISAGREEMENTS = 20;

/** The engine's answer as the reference gives its own, so that the two can be compared member by member. */
export function asReference(evaluation: Evaluation): ReferenceOutcome {
  const { terminatingRuleInGroup: ruleInGroup, response } = evaluation;
  return {
    action: evaluation.action,
    rule: evaluation.terminatingRule,
    ...(ruleInGroup === undefined ? {} : { ruleInGroup }),
    labels: evaluation.labels,
    counted: evaluation.countedRules,
    insertedHeaders: evaluation.insertedHeaders,
    ...(response ? { response: { ...response, body: latin1(response.body) } } : {}),
  };
}

/** Puts random web ACLs and requests to the engine and to the reference; each web ACL has a seed of its own. */
export function compareRandom(runs: number, firstSeed = 1, compile: typeof compileWebAcl = compileWebAcl): Comparison {
  const disagreements: Disagreement[] = [];
  const deciding = new Map<string, number>();
  let seed = firstSeed;
  for (; seed < firstSeed + runs && disagreements.length < MOST_DISAGREEMENTS; seed++)
    disagreements.push(...compareOne(seed, deciding, compile));
  return { webAcls: seed - firstSeed, evaluations: (seed - firstSeed) * ROUNDS, disagreements, deciding };
}

function compareOne(
  seed: number,
  deciding: Map<string, number>,
  compile: typeof compileWebAcl,
): readonly Disagreement[] {
  const random = numbers(seed);
  const definition = randomWebAcl(random);
  const result = compile(definition, { references: REFERENCES, arn: ARN });
  if ('refused' in result) return [{ seed, definition, request: undefined, engine: result }];
  return Array.from({ length: ROUNDS }).flatMap(() => {
    const request = randomRequest(random);
    const outcome = result.webAcl.evaluate(request, new MemoryCounters(), 0);
    const engine = asReference(outcome);
    const reference = referenceEvaluate(definition, request, WORLD);
    deciding.set(engine.rule, (deciding.get(engine.rule) ?? 0) + 1);
    return JSON.stringify(engine) === JSON.stringify(reference)
      ? []
      : [{ seed, definition, request, engine, reference }];
  });
}
