import { isOpaque, type Text } from '@sallyport/architecture';
import {
  type AddressSet,
  type Attribute,
  applyTextRewrite,
  type Condition,
  type Matcher,
  standInText,
  type Test,
  type TextRewrite,
} from '@sallyport/gates';
import {
  belongsTo,
  type Language,
  type Languages,
  matcherName,
  patternLanguage,
  preImageThrough,
  rewriteName,
} from '../language/index.ts';
import { cloudFrontIsIn, containsAddress } from '../universe/address-blocks.ts';
import { type Binding, bindingName, type UnknownBinding } from './binding.ts';
import { type Environment, lookUp } from './environment.ts';
import { equalTexts, isEquality, wantedTexts } from './equality.ts';
import { type Atom, allOf, anyOf, type Formula, notOf } from './formula.ts';
import { canSend, type Knowledge } from './knowledge.ts';

/** What is known beforehand of the values that an attacker can give an attribute. */
export interface Presence {
  readonly presence: (attribute: Attribute) => 'always' | 'sometimes' | 'never';
}

type TextTest = Extract<Test, { test: 'text' }>;
type OriginalBinding = Extract<Binding, { kind: 'original' }>;

const textLabel = (text: Text): string => (isOpaque(text) ? text.reason : `"${text}"`);

/**
 * Undoes what has been done to a request: a condition in an environment becomes a formula on the request as it was sent.
 * What the environment and the attacker's knowledge decide is folded away here, and only here.
 */
export class Pullback {
  readonly #languages: Languages;
  readonly #knowledge: Knowledge;
  readonly #universe: Presence;
  /** Whether arguments are read out of the query string, and cookies out of the header, because both are tested. */
  readonly #overlaps: Overlaps;
  readonly #conditions = new Map<string, Map<Condition, Formula>>();
  #here: { readonly env: Environment; readonly memo: Map<Condition, Formula> } | undefined;
  readonly #atoms = new Map<string, Atom>();
  readonly #patterns = new Map<string, Language | undefined>();
  /** By attribute: values that the attacker cannot send, because they make a comparison with a secret hold. */
  readonly forbidden = new Map<Attribute, Set<Language>>();

  constructor(languages: Languages, knowledge: Knowledge, universe: Presence, overlaps: Overlaps) {
    this.#languages = languages;
    this.#knowledge = knowledge;
    this.#universe = universe;
    this.#overlaps = overlaps;
  }

  condition(condition: Condition, env: Environment): Formula {
    if ('test' in condition && condition.test === 'limit') return false;
    const memo = this.#memoOf(env);
    const known = memo.get(condition) ?? this.#compute(condition, env);
    memo.set(condition, known);
    return known;
  }

  /** What is known of conditions in an environment; mostly it is asked again for the same one. */
  #memoOf(env: Environment): Map<Condition, Formula> {
    if (this.#here?.env === env) return this.#here.memo;
    const memo = this.#conditions.get(env.name) ?? new Map<Condition, Formula>();
    this.#conditions.set(env.name, memo);
    this.#here = { env, memo };
    return memo;
  }

  #compute(condition: Condition, env: Environment): Formula {
    if ('test' in condition) return this.#test(condition, env);
    if ('not' in condition) return notOf(this.condition(condition.not, env));
    if ('all' in condition) return allOf(condition.all.map((part) => this.condition(part, env)));
    return anyOf(condition.any.map((part) => this.condition(part, env)));
  }

  #test(test: Test, env: Environment): Formula {
    switch (test.test) {
      case 'text':
        return this.#textTest(test, lookUp(env, test.on));
      case 'present':
        return this.#presence(lookUp(env, test.on));
      case 'address':
        return this.#addressTest(test, lookUp(env, 'address'));
      case 'undecided':
        return this.#undecidedTest(test);
      case 'limit':
        return false;
    }
  }

  #undecidedTest({ identity, reason, heldBy, share }: Extract<Test, { test: 'undecided' }>): Formula {
    if (heldBy === 'credential') return this.grant(identity, reason);
    if (share === undefined) return this.undecided(identity, reason);
    return this.#atom(`drawn ${identity}`, () => ({ atom: 'drawn', identity, share }));
  }

  /** Whether an authorizer accepts the request. */
  grant(identity: string, reason: string): Formula {
    if (!this.#knowledge.isGranted()) return this.undecided(identity, reason);
    return this.#atom(`granted ${identity}`, () => ({ atom: 'granted', identity }));
  }

  undecided(identity: string, reason: string): Formula {
    return this.#atom(`undecided ${identity}`, () => ({ atom: 'undecided', identity, reason }));
  }

  #atom(key: string, make: () => Atom): Atom {
    const known = this.#atoms.get(key) ?? make();
    this.#atoms.set(key, known);
    return known;
  }

  /** That some value lies in a language. */
  text(on: Attribute, language: Language, first = false): Formula {
    if (language === this.#languages.none || this.#universe.presence(on) === 'never') return false;
    if (language === this.#languages.all) return this.present(on);
    const whole = this.#overlaps.languageOf(this.#languages, on, language);
    if (whole && first) return this.#firstPart(on, language);
    if (whole) return this.text(whole.on, whole.language);
    const key = `${first ? 'first' : 'some'} ${on} ${language.id}`;
    return this.#atom(key, () => ({ atom: 'text', on, first, language }));
  }

  /** Which of several arguments or cookies comes first cannot be told by the whole text being in a language or not. */
  #firstPart(on: Attribute, language: Language): Formula {
    const reason = `the first value of "${on}", where the whole text is tested too`;
    return allOf([this.present(on), this.undecided(`first ${on} ${language.id}`, reason)]);
  }

  /** That the request was sent from an address of a set. */
  sentFrom(set: AddressSet): Formula {
    return this.#atom(`address ${set.id}`, () => ({ atom: 'address', in: set }));
  }

  present(on: Attribute): Formula {
    const presence = this.#universe.presence(on);
    if (presence !== 'sometimes') return presence === 'always';
    const whole = this.#overlaps.languageOf(this.#languages, on, this.#languages.all);
    if (whole) return this.text(whole.on, whole.language);
    return this.#atom(`present ${on}`, () => ({ atom: 'present', on }));
  }

  #presence(binding: Binding): Formula {
    switch (binding.kind) {
      case 'original':
        return this.present(binding.on);
      case 'constant':
        return binding.texts.length > 0;
      case 'cloudfront':
        return true;
      case 'unknown':
        return binding.present ?? this.undecided(`present ${binding.identity}`, binding.reason);
      case 'fallback':
        return this.#fallback(binding, (inner) => this.#presence(inner));
    }
  }

  #fallback(binding: Extract<Binding, { kind: 'fallback' }>, test: (binding: Binding) => Formula): Formula {
    const present = this.present(binding.present);
    return anyOf([allOf([present, test(binding.then)]), allOf([notOf(present), test(binding.otherwise)])]);
  }

  #textTest(test: TextTest, binding: Binding): Formula {
    switch (binding.kind) {
      case 'original':
        return this.#originalTest(test, binding);
      case 'constant':
        return anyOf(binding.texts.map((text) => this.#constantTest(test, text)));
      case 'cloudfront':
        return this.undecided(`${testName(test)} of cloudfront`, 'the address of a CloudFront server');
      case 'unknown':
        return this.#unknownTest(test, binding);
      case 'fallback':
        return this.#fallback(binding, (inner) => this.#textTest(test, inner));
    }
  }

  // ---- values that the client sent

  #originalTest(test: TextTest, binding: OriginalBinding): Formula {
    const through = [...binding.through, ...(test.through ?? [])];
    if (binding.on === 'address') return this.#undecidedOf(test, binding, 'the spelling of an address');
    if (!isEquality(test.matches)) return this.#inPattern(test, binding, through);
    const fold = test.matches.fold === true;
    const secret = test.matches.secret === true;
    const wanted = wantedTexts(test.matches).map((text) => ({ text, can: canSend(this.#knowledge, text, secret) }));
    const literals = (can: boolean): Language =>
      this.#languages.either(
        wanted.flatMap((one) => (one.can === can ? [this.#languages.literal(standInText(one.text), fold)] : [])),
      );
    return anyOf([
      this.#inLanguage(test, binding, through, literals(true)),
      this.#inForbidden(test, binding, through, literals(false)),
      ...wanted.flatMap(({ text, can }) => (can === 'undecided' ? [this.#equalsUnknown(test, binding, text)] : [])),
    ]);
  }

  #inPattern(test: TextTest, binding: OriginalBinding, through: readonly TextRewrite[]): Formula {
    const language = this.#pattern(test.matches);
    if (language) return this.#inLanguage(test, binding, through, language);
    return this.#undecidedOf(
      test,
      binding,
      `a regular expression that is not understood: ${matcherLabel(test.matches)}`,
    );
  }

  #inLanguage(test: TextTest, binding: OriginalBinding, through: readonly TextRewrite[], language: Language): Formula {
    const before = preImageThrough(this.#languages, through, language);
    if (before) return this.text(binding.on, before, binding.first);
    return this.#undecidedOf(test, binding, `the attribute "${test.on}" after "${opaqueNames(through)}"`);
  }

  /** Nobody can send what makes a comparison with an unknown secret hold: such values leave the universe. */
  #inForbidden(test: TextTest, binding: OriginalBinding, through: readonly TextRewrite[], secrets: Language): Formula {
    if (secrets === this.#languages.none) return false;
    const before = preImageThrough(this.#languages, through, secrets);
    if (!before) return this.#undecidedOf(test, binding, `a secret compared after "${opaqueNames(through)}"`);
    this.#forbid(
      this.#overlaps.languageOf(this.#languages, binding.on, before) ?? { on: binding.on, language: before },
    );
    return false;
  }

  #forbid({ on, language }: { readonly on: Attribute; readonly language: Language }): void {
    const known = this.forbidden.get(on) ?? new Set();
    this.forbidden.set(on, known.add(language));
  }

  #equalsUnknown(test: TextTest, binding: OriginalBinding, text: Text): Formula {
    return this.#undecidedOf({ ...test, matches: { is: 'equal', to: text } }, binding, textLabel(text));
  }

  /** A value must be there, and then only a running system knows. */
  #undecidedOf(test: TextTest, binding: Binding, reason: string): Formula {
    return allOf([this.#presence(binding), this.undecided(`${testName(test)} of ${bindingName(binding)}`, reason)]);
  }

  // ---- values that a gate has set

  #constantTest(test: TextTest, text: Text): Formula {
    const { matches, through = [] } = test;
    if (isOpaque(text) && through.length > 0) return this.#undecidedConstant(test, text);
    const value = isOpaque(text) ? text : through.reduce((changed, by) => applyTextRewrite(by, changed), text);
    if (isEquality(matches)) {
      const fold = matches.fold === true;
      return anyOf(
        wantedTexts(matches).map((wanted) => {
          const equal = equalTexts(value, wanted, fold);
          return (
            equal ?? this.undecided(equalityName(value, wanted), `${textLabel(value)} against ${textLabel(wanted)}`)
          );
        }),
      );
    }
    const language = this.#pattern(matches);
    if (language === this.#languages.all) return true;
    if (!language || isOpaque(value)) return this.#undecidedConstant(test, text);
    return belongsTo(this.#languages, language, value);
  }

  #undecidedConstant(test: TextTest, text: Text): Formula {
    const reason = `${textLabel(text)} against ${matcherLabel(test.matches)}`;
    return this.undecided(`${testName(test)} of =${isOpaque(text) ? `opaque ${text.opaque}` : text}`, reason);
  }

  #unknownTest(test: TextTest, binding: UnknownBinding): Formula {
    const possible = binding.among?.map((text) => this.#constantTest(test, text));
    if (possible && anyOf(possible) === false) return false;
    return this.#undecidedOf(test, binding, binding.reason);
  }

  #addressTest({ in: set }: Extract<Test, { test: 'address' }>, binding: Binding): Formula {
    if (binding.kind === 'original') return this.sentFrom(set);
    const known = binding.kind === 'cloudfront' ? cloudFrontIsIn(set) : undefined;
    if (known !== undefined) return known;
    if (binding.kind === 'constant')
      return anyOf(binding.texts.map((text) => !isOpaque(text) && containsAddress(set, text)));
    const reason = `whether an address that CloudFront connects from lies in "${set.id}"`;
    return this.undecided(`address ${set.id} of ${bindingName(binding)}`, reason);
  }

  #pattern(matcher: Matcher): Language | undefined {
    if (isEquality(matcher)) return undefined;
    const name = matcherName(matcher);
    if (this.#patterns.has(name)) return this.#patterns.get(name);
    const made = patternLanguage(this.#languages, matcher);
    this.#patterns.set(name, made);
    return made;
  }
}

/** Which attributes are read out of another one, because tests on both must agree. */
export interface Overlaps {
  readonly languageOf: (
    languages: Languages,
    on: Attribute,
    language: Language,
  ) => { readonly on: Attribute; readonly language: Language } | undefined;
}

const testName = ({ matches, through = [] }: TextTest): string =>
  `${through.map(rewriteName).join('|')} ${matcherName(matches)}`;

const equalityName = (a: Text, b: Text): string =>
  `equal ${[a, b]
    .map((text) => (isOpaque(text) ? `opaque ${text.opaque}` : `text ${text}`))
    .sort()
    .join(' and ')}`;

const opaqueNames = (through: readonly TextRewrite[]): string =>
  through.flatMap((rewrite) => (rewrite.rewrite === 'opaque' ? [rewrite.name] : [])).join(', ');

function matcherLabel(matcher: Matcher): string {
  switch (matcher.is) {
    case 'equal':
      return textLabel(matcher.to);
    case 'one-of':
      return `one of ${matcher.of.length} texts`;
    case 'glob':
      return `"${matcher.pattern}"`;
    case 'resource-path':
      return `"${matcher.template}"`;
    case 'regex':
      return `"${matcher.source}"`;
    default:
      return `${matcher.is} "${matcher.text}"`;
  }
}
