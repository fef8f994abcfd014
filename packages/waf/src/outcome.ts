import type { Evaluation, EvaluationRecord, EvaluationStep } from './compiled.ts';
import type { Inspection, Note } from './inspection.ts';
import { type Ending, NO_HEADERS } from './rule.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
const MOST_LOGGED_LABELS = 100;
const NO_LABELS: readonly string[] = [];

/**
 * The outcome of one evaluation. Few traces are read: they are written out when somebody asks, and with what JSON.stringify
 * makes of it.
 */
export class Outcome implements Evaluation {
  readonly action: Evaluation['action'];
  readonly terminatingRule: string;
  readonly labels: readonly string[];
  readonly countedRules: readonly string[];
  readonly insertedHeaders: Evaluation['insertedHeaders'];
  readonly fidelity: Evaluation['fidelity'];
  readonly record: EvaluationRecord;
  declare terminatingRuleInGroup?: string;
  declare response?: NonNullable<Evaluation['response']>;
  declare matchDetails?: NonNullable<Evaluation['matchDetails']>;
  declare tokenDomain?: string;
  declare awaitedResponse?: NonNullable<Evaluation['awaitedResponse']>;
  readonly #notes: readonly Note[];
  readonly #approximations: readonly string[];
  #trace: readonly EvaluationStep[] | undefined;

  constructor({ action, rule }: Ending, inspection: Inspection, record: EvaluationRecord) {
    const { labels, countedRules, insertedHeaders, approximations, notes } = inspection;
    this.action = action;
    this.terminatingRule = rule.name;
    this.labels = labels.size === 0 ? NO_LABELS : [...labels].slice(0, MOST_LOGGED_LABELS);
    this.countedRules = countedRules;
    this.insertedHeaders = action === 'ALLOW' ? insertedHeaders : NO_HEADERS;
    this.fidelity = approximations.length > 0 ? 'approximated' : 'documented';
    this.record = record;
    this.#notes = notes;
    this.#approximations = approximations;
  }

  get trace(): readonly EvaluationStep[] {
    this.#trace ??= stepsOf(this.#notes, this.#approximations);
    return this.#trace;
  }

  toJSON(): Evaluation {
    return { ...this, trace: this.trace };
  }
}

const stepsOf = (notes: readonly Note[], approximations: readonly string[]): readonly EvaluationStep[] => [
  ...notes.flat(),
  ...Array.from(new Set(approximations), (detail) => ({ rule: '', matched: false, detail })),
];
