/** A fault that could be made in the prover. The differential test must notice each of them. */
export interface Mutant {
  /** Below packages/prover/src. */
  readonly file: string;
  /** What goes wrong, in a few words. */
  readonly fault: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

const mutant = (file: string, fault: string, find: string, put: string): Mutant => ({ file, fault, find, put });

const SETS: readonly Mutant[] = [
  mutant(
    'sets/diagrams.ts',
    'a union forgets what only the right side has',
    "this.#edges(a, variable, operation === 'or')",
    'this.#edges(a, variable, false)',
  ),
  mutant(
    'sets/diagrams.ts',
    'a difference forgets what only the left side has',
    "this.#edges(b, variable, operation !== 'and')",
    'this.#edges(b, variable, false)',
  ),
  mutant(
    'sets/diagrams.ts',
    'the sides of a difference change places',
    "operation !== 'without' && a > b ? [b, a]",
    'a > b ? [b, a]',
  ),
  mutant('sets/diagrams.ts', 'edges to one node are not joined', 'pool.join(last.on, edge.on)', 'edge.on'),
  mutant(
    'sets/diagrams.ts',
    'a node with one edge vanishes',
    'list.length === 1 && only.on === EVERY_CLASS',
    'list.length === 1',
  ),
  mutant(
    'sets/bounds.ts',
    'must takes away too little',
    'diagrams.without(a.must, b.may)',
    'diagrams.without(a.must, b.must)',
  ),
  mutant(
    'sets/bounds.ts',
    'may takes away too much',
    'diagrams.without(a.may, b.must)',
    'diagrams.without(a.may, b.may)',
  ),
];

const ENVIRONMENT: readonly Mutant[] = [
  mutant(
    'environment/pull.ts',
    'the fallback counts where the value was sent',
    'allOf([notOf(present), test(binding.otherwise)])',
    'test(binding.otherwise)',
  ),
  mutant(
    'environment/pull.ts',
    'any value instead of the first',
    'return this.text(binding.on, before, binding.first)',
    'return this.text(binding.on, before)',
  ),
  mutant(
    'environment/pull.ts',
    'what can be sent and what cannot change places',
    'this.#inLanguage(test, binding, through, literals(true))',
    'this.#inLanguage(test, binding, through, literals(false))',
  ),
  mutant(
    'environment/kept.ts',
    'two selections keep what one of them drops',
    'new Set([...a.names, ...b.names])',
    'new Set([...a.names])',
  ),
  mutant('environment/rewriting.ts', 'a selection of headers drops cookies', "attribute !== 'header:cookie' &&", ''),
  mutant('environment/rewriting.ts', 'a copy takes every value', 'then: { ...from, first: true }', 'then: from'),
  mutant(
    'environment/binding.ts',
    'rewrites in the wrong order',
    '[...binding.through, by]',
    '[by, ...binding.through]',
  ),
  mutant(
    'environment/knowledge.ts',
    'a proof serves attackers who know something else',
    'if (other.knows(text) !== answer) return false;',
    ';',
  ),
  mutant(
    'environment/overlaps.ts',
    'an argument and the query string know nothing of each other',
    "queryArguments: attributes.includes('query') && some('argument:')",
    'queryArguments: false',
  ),
];

const LANGUAGE: readonly Mutant[] = [
  mutant(
    'language/derivative.ts',
    'what may be empty is never skipped, in single texts',
    'language.first.nullable ? languages.either([first, derive(language.rest)]) : first',
    'first',
  ),
  mutant(
    'language/derivatives.ts',
    'what may be empty is never skipped',
    'if (!first.nullable) return continued;',
    'if (first.id >= 0) return continued;',
  ),
  mutant(
    'language/languages.ts',
    'folding knows lower case only',
    'lowerByte(byte) === lowerByte(code)',
    'byte === lowerByte(code)',
  ),
  mutant(
    'language/languages.ts',
    'an intersection is empty-able if one part is',
    'of.every((language) => language.nullable)',
    'of.some((language) => language.nullable)',
  ),
  mutant(
    'language/glob.ts',
    'a question mark may stand for nothing',
    'languages.anyByte',
    'languages.optional(languages.anyByte)',
  ),
  mutant('language/transducer.ts', 'a suffix is not added', 'closing: () => text', 'closing: nothing'),
  mutant('language/transducer.ts', 'slashes stay double', "[1, state === 1 ? '' : '/']", "[1, '/']"),
  mutant('language/transducer.ts', 'a cut-off escape is lost', 'closing: held', 'closing: nothing'),
  mutant(
    'language/transducer.ts',
    'a cut-off prefix is lost',
    "closing: (state) => (state === copying ? '' : text.slice(0, state))",
    'closing: nothing',
  ),
  mutant(
    'language/pre-image.ts',
    'a port is kept and dropped',
    'languages.without(language, languages.then(colonless, port))',
    'language',
  ),
  mutant(
    'language/resource-path.ts',
    'a slash at the end counts',
    'languages.sequence([...parts, languages.optional(languages.byte(0x2f))])',
    'languages.sequence(parts)',
  ),
];

const CLASSES: readonly Mutant[] = [
  mutant(
    'classes/text-classes.ts',
    'bytes that only floating tests tell apart are one',
    'if (a === anchored[0] && f === floating[0]) {',
    'if (a === anchored[0]) {',
  ),
  mutant(
    'classes/remainders.ts',
    'a test stays what it was beside what is left of it',
    'if (left >= a.count || a.tests[left] !== test) this.add(test, b.languages[at]);',
    'this.add(test, b.languages[at]);',
  ),
  mutant(
    'classes/value-lists.ts',
    'two values never satisfy two tests',
    "if (universe.values !== 'many') return",
    'if (singles.length >= 0) return',
  ),
  mutant(
    'classes/value-lists.ts',
    'a test on the first value holds of any',
    'single.holds.filter((test) => !numbers.isFirst(test))',
    'single.holds',
  ),
  mutant(
    'classes/address-classes.ts',
    'the last address of a block is outside',
    'at: block.last + 1n',
    'at: block.last',
  ),
];

const ARRIVALS: readonly Mutant[] = [
  mutant(
    'arrivals/carry.ts',
    'a rule takes what an earlier one has taken',
    'here);\n      rest = withoutBounds(this.#diagrams, rest, holds);',
    'here);',
  ),
  mutant('arrivals/carry.ts', 'a meter is always exceeded', 'andBounds(this.#diagrams, set, exceeded)', 'set'),
  mutant(
    'arrivals/carry.ts',
    'an authorizer denies whom it grants',
    'withoutBounds(this.#diagrams, set, grants)',
    'set',
  ),
  mutant('arrivals/carry.ts', 'a challenge lets everybody pass', "rule.action === 'allow'", "rule.action !== 'block'"),
  mutant(
    'arrivals/carry.ts',
    'of two ways to a gate the second one stays',
    'before ? { ...coming, set: orBounds(this.#diagrams, before.set, coming.set) } : coming',
    'coming',
  ),
  mutant(
    'arrivals/carry.ts',
    'a web ACL that may block can block',
    'withoutBounds(this.#diagrams, set, guarded)',
    'andBounds(this.#diagrams, set, guarded)',
  ),
  mutant('arrivals/inspection.ts', 'nobody passes a challenge', 'allOf([matches, notOf(passes)])', 'matches'),
  mutant(
    'arrivals/evaluation.ts',
    'of several tests on one attribute the last one counts',
    'join(classes.get(own.place) ?? own.classes, own.classes)',
    'own.classes',
  ),
  mutant(
    'arrivals/onward.ts',
    'what is rewritten before another gate is forgotten',
    "return 'gate' in step.to;",
    'return false;',
  ),
  mutant(
    'arrivals/own-requests.ts',
    'only CloudFront sends requests',
    'withoutBounds(diagrams, part.set, foreign)',
    'withoutBounds(diagrams, part.set, withoutBounds(diagrams, proof.everyone, foreign))',
  ),
];

/** Planted one at a time by `npm run mutants`. */
export const MUTANTS: readonly Mutant[] = [...SETS, ...ENVIRONMENT, ...LANGUAGE, ...CLASSES, ...ARRIVALS];
