import { latin1 } from '@sallyport/http';
import type { Evaluation } from '../compiled.ts';
import { MemoryCounters } from '../memory-counters.ts';
import { compileWebAcl } from '../web-acl.ts';
import { type ReferenceOutcome, referenceEvaluate } from './evaluate.ts';
import { numbers } from './random.ts';
import { randomRequest } from './random-request.ts';
import { randomWebAcl } from './random-web-acl.ts';
import { OPTIONS, WORLD } from './random-world.ts';

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

const ROUNDS = 2;
/** Where there are rate-based rules, the same requests are sent until a limit of ten is passed, seven seconds apart. */
const RATE_ROUNDS = 24;
const SECONDS_APART = 7;
const START = Date.UTC(2026, 0, 1);
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
  const evaluations = [...deciding.values()].reduce((sum, times) => sum + times, 0);
  return { webAcls: seed - firstSeed, evaluations, disagreements, deciding };
}

function compareOne(
  seed: number,
  deciding: Map<string, number>,
  compile: typeof compileWebAcl,
): readonly Disagreement[] {
  const random = numbers(seed);
  const definition = randomWebAcl(random);
  const result = compile(definition, OPTIONS);
  if ('refused' in result) return [{ seed, definition, request: undefined, engine: result }];
  const requests = Array.from({ length: ROUNDS }, () => randomRequest(random, START));
  const rounds = JSON.stringify(definition).includes('"RateBasedStatement"') ? RATE_ROUNDS : ROUNDS;
  const [counters, counted] = [new MemoryCounters(), new Map<string, number[]>()];
  return Array.from({ length: rounds }).flatMap((_none, round) => {
    const [request] = requests.slice(round % ROUNDS);
    if (!request) return [];
    const now = START + Math.floor(round / ROUNDS) * SECONDS_APART * 1000;
    const engine = asReference(result.webAcl.evaluate(request, counters, now));
    const reference = referenceEvaluate(definition, request, { ...WORLD, counted, now });
    deciding.set(engine.rule, (deciding.get(engine.rule) ?? 0) + 1);
    return JSON.stringify(engine) === JSON.stringify(reference)
      ? []
      : [{ seed, definition, request, engine, reference }];
  });
}
