import type { Attribute } from '@sallyport/gates';
import { addressVariable } from '../classes/address-classes.ts';
import { fitting } from '../classes/fitting.ts';
import { type TextAtom, textVariable } from '../classes/text-variable.ts';
import type { Variable } from '../classes/variable.ts';
import type { Atom, Pullback } from '../environment/index.ts';
import type { Language, Languages } from '../language/index.ts';
import type { TextUniverse, TextUniverses } from '../universe/text-universe.ts';
import type { Collection } from './collection.ts';
import type { ProofLimits } from './limits.ts';

/** The finite variables of a proof, in their order: attributes, credentials, what chance draws, undecided tests. */
export interface Space {
  readonly variables: readonly Variable[];
  /** Where an attribute stands among the variables. */
  readonly places: ReadonlyMap<Attribute, number>;
  /** Where a credential stands, by the authorizer's identity: class 0 is not shown, 1 is shown. */
  readonly credentials: ReadonlyMap<string, number>;
  /** Where a test that holds by chance stands, by identity: class 0 does not hold, 1 holds, for that share of the requests. */
  readonly draws: ReadonlyMap<string, { readonly place: number; readonly share: number }>;
  /** Where an undecided test stands, by identity: class 0 does not hold, 1 holds. */
  readonly undecided: ReadonlyMap<string, number>;
  /** The reasons of all undecided tests, those without a variable of their own too. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Tests that were too many to be made exact, and the identity of the undecided test that stands for each. */
  readonly leftOut: ReadonlyMap<Atom, string>;
  /** By attribute: the values that nobody sends, because they are secrets. */
  readonly forbidden: ReadonlyMap<Attribute, Language>;
  readonly sizes: readonly number[];
  readonly firstDraw: number;
  readonly firstUndecided: number;
}

/** What a space is made of. */
export interface Making {
  readonly languages: Languages;
  readonly universes: TextUniverses;
  readonly pullback: Pullback;
  readonly limits: ProofLimits;
  /** Requests come from reserved addresses too: a web ACL inside a VPC sees them. */
  readonly fromAnywhere?: boolean;
}

/** Paths first, then hosts and methods: what rules mostly tell apart; measured, the path last ran out of memory. */
const FIRST: readonly Attribute[] = ['path', 'host', 'method'];

export function spaceOf(collection: Collection, making: Making): Space {
  const texts = [...new Set([...collection.texts.keys(), ...withSecretDefault(making)])];
  const order = [
    ...FIRST.filter((attribute) => texts.includes(attribute)),
    ...texts.filter((attribute) => !FIRST.includes(attribute)),
  ];
  const made = order.map((attribute) =>
    attributeVariable(attribute, [...(collection.texts.get(attribute) ?? [])], making),
  );
  const variables = made.map(({ variable }) => variable);
  if (collection.addresses.size > 0)
    variables.push(addressVariable([...collection.addresses.values()], making.fromAnywhere));
  const leftOut = new Map(made.flatMap(({ left }) => [...left]));
  const reasons = new Map([...collection.undecided, ...reasonsLeftOut(made), ...reasonsOfRests(variables, collection)]);
  const credentials = new Map([...collection.granted].map((identity, at) => [identity, variables.length + at]));
  const firstDraw = variables.length + credentials.size;
  const firstUndecided = firstDraw + collection.drawn.size;
  const own = [...reasons.keys()].slice(0, making.limits.undecided);
  return {
    variables,
    places: new Map(variables.map(({ attribute }, place) => [attribute, place])),
    credentials,
    draws: new Map([...collection.drawn].map(([identity, share], at) => [identity, { place: firstDraw + at, share }])),
    undecided: new Map(own.map((identity, at) => [identity, firstUndecided + at])),
    reasons,
    leftOut,
    forbidden: new Map([...making.pullback.forbidden].map(([on, list]) => [on, making.languages.either([...list])])),
    sizes: [
      ...variables.map(({ size }) => size),
      ...new Array<number>(firstUndecided + own.length - variables.length).fill(2),
    ],
    firstDraw,
    firstUndecided,
  };
}

/** Attributes that every request has, and that are compared with secrets: a witness must not be one of those by chance. */
const withSecretDefault = ({ pullback, universes }: Making): readonly Attribute[] =>
  [...pullback.forbidden.keys()].filter((attribute) => universes.of(attribute).values !== 'many');

interface MadeVariable {
  readonly variable: Variable;
  readonly left: ReadonlyMap<Atom, string>;
}

function attributeVariable(attribute: Attribute, atoms: readonly TextAtom[], making: Making): MadeVariable {
  const { languages, limits } = making;
  const universe = sendable(attribute, making);
  const whole = textVariable(languages, attribute, atoms, universe, limits.classes);
  if (whole.rest === undefined) return { variable: whole, left: new Map() };
  const kept = fitting(languages, atoms, universe.language, limits.strictClasses);
  const left = atoms.filter((atom) => !kept.includes(atom));
  return {
    variable: textVariable(languages, attribute, kept, universe, limits.classes),
    left: new Map(left.map((atom) => [atom, `left out ${attribute} ${atom.first ? 'first ' : ''}${atom.language.id}`])),
  };
}

/** What an attacker can send without knowing the secrets that it is compared with. */
function sendable(attribute: Attribute, { languages, universes, pullback }: Making): TextUniverse {
  const universe = universes.of(attribute);
  const forbidden = pullback.forbidden.get(attribute);
  if (!forbidden) return universe;
  return { ...universe, language: languages.without(universe.language, languages.either([...forbidden])) };
}

const reasonsLeftOut = (made: readonly MadeVariable[]): readonly (readonly [string, string])[] =>
  made.flatMap(({ variable, left }) =>
    [...left.values()].map(
      (identity) => [identity, `too many patterns on "${variable.attribute}" to be told apart`] as const,
    ),
  );

export const restIdentity = (attribute: Attribute, atom: Atom): string =>
  atom.atom === 'text'
    ? `rest ${attribute} ${atom.first ? 'first ' : ''}${atom.language.id}`
    : `rest ${attribute} present`;

function reasonsOfRests(
  variables: readonly Variable[],
  collection: Collection,
): readonly (readonly [string, string])[] {
  return variables.flatMap(({ attribute, rest }) => {
    if (rest === undefined) return [];
    const reason = `too many combinations of values of "${attribute}" to be told apart`;
    return [...(collection.texts.get(attribute) ?? [])].map((atom) => [restIdentity(attribute, atom), reason] as const);
  });
}
