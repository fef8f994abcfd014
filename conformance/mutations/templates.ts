// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
/** A sequence of numbers that looks random and depends on the seed alone (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and without, `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.roll(items.length)] ?? items[0];
  }
}

type Mutation = (text: string, dice: Dice) => string;

const FRAGMENTS: readonly [string, ...string[]] = [
  '!Ref ',
  '!Sub "${',
  '!GetAtt [',
  '!If [A, ',
  '!Join ["", [',
  '{"Fn::Select": [',
  '{"Ref": {"Ref": "A"}}',
  '{"Fn::ForEach::X": ["A", ["b"], {"${A}": {}}]}',
  '{{resolve:secretsmanager:',
  '{{resolve:ssm:${A}}}',
  '&a ',
  '*a',
  '<<: ',
  '}}',
  ']',
  '"',
  '\t',
  '\0',
  '\uFEFF',
  '\uD800',
  '\uFFFF',
  '---\n',
  '__proto__: ',
  '"constructor": ',
  'null',
  '999999999999999999999999',
];

const flipCharacter: Mutation = (text, dice) => {
  const at = dice.roll(Math.max(1, text.length));
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << dice.roll(8))) + text.slice(at + 1);
};

const insertFragment: Mutation = (text, dice) => {
  const at = dice.roll(text.length + 1);
  return text.slice(0, at) + dice.pick(FRAGMENTS) + text.slice(at);
};

const cutOff: Mutation = (text, dice) => text.slice(0, dice.roll(text.length + 1));

const dropSpan: Mutation = (text, dice) => {
  const at = dice.roll(text.length + 1);
  return text.slice(0, at) + text.slice(at + dice.roll(40));
};

const onLines =
  (change: (lines: string[], at: number, dice: Dice) => void): Mutation =>
  (text, dice) => {
    const lines = text.split('\n');
    change(lines, dice.roll(lines.length), dice);
    return lines.join('\n');
  };
const dropLine = onLines((lines, at) => lines.splice(at, 1));
const doubleLine = onLines((lines, at) => lines.splice(at, 0, lines[at] ?? ''));
const moveLine = onLines((lines, at, dice) => lines.splice(dice.roll(lines.length), 0, ...lines.splice(at, 1)));
const indentLine = onLines((lines, at, dice) =>
  lines.splice(at, 1, `${' '.repeat(dice.roll(5))}${lines[at]?.trimStart() ?? ''}`),
);

/** Names swapped for others of the same text: functions where they do not belong, references that lead elsewhere. */
const swapWords: Mutation = (text, dice) => {
  const words = [...text.matchAll(/Fn::\w+|Ref|!\w+|[A-Z]\w{2,}/g)];
  const [one, other] = [words[dice.roll(Math.max(1, words.length))], words[dice.roll(Math.max(1, words.length))]];
  if (one === undefined || other === undefined) return text;
  return text.slice(0, one.index) + other[0] + text.slice(one.index + one[0].length);
};

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  flipCharacter,
  insertFragment,
  cutOff,
  dropSpan,
  dropLine,
  doubleLine,
  moveLine,
  indentLine,
  swapWords,
  swapWords,
];

/** A template with one to six faults in it, the same ones for the same seed. */
export function mutateTemplate(text: string, seed: number): string {
  const dice = new Dice(seed);
  let mutated = text;
  for (let rounds = 1 + dice.roll(6); rounds > 0; rounds--) mutated = dice.pick(MUTATIONS)(mutated, dice);
  return mutated;
}
