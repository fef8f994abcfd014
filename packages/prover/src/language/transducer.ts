import type { TextRewrite } from '@sallyport/gates';
import { lowerByte, upperByte } from './byte-set.ts';

/**
 * A text rewrite as a sequential transducer: it reads byte by byte, is defined on every text, and writes as it goes.
 * Whatever is one has an exact pre-image of every regular language.
 */
export interface Transducer {
  /** Equal names, equal functions. */
  readonly name: string;
  readonly start: number;
  readonly states: number;
  /** What it writes before it reads anything. */
  readonly opening: string;
  readonly step: (state: number, byte: number) => readonly [state: number, written: string];
  /** What it writes when the text ends in that state. */
  readonly closing: (state: number) => string;
  /** The state, if there is one, from which on it copies all that it reads. */
  readonly copying?: number;
}

const echo = (byte: number): string => String.fromCharCode(byte);
const nothing = (): string => '';

const bytewise = (name: string, map: (byte: number) => number): Transducer => ({
  name,
  start: 0,
  states: 1,
  opening: '',
  step: (_state, byte) => [0, echo(map(byte))],
  closing: nothing,
});

const prefixed = (name: string, text: string): Transducer => ({
  ...bytewise(name, (byte) => byte),
  opening: text,
  copying: 0,
});

const suffixed = (name: string, text: string): Transducer => ({
  ...bytewise(name, (byte) => byte),
  closing: () => text,
});

/** State n below the prefix's length holds back n bytes of it; above, the text is copied. */
function replacePrefix(name: string, text: string, by: string): Transducer {
  if (text === '') return prefixed(name, by);
  const copying = text.length;
  return {
    name,
    start: 0,
    states: text.length + 1,
    opening: '',
    step: (state, byte) => {
      if (state === copying) return [copying, echo(byte)];
      if (text.charCodeAt(state) !== byte) return [copying, text.slice(0, state) + echo(byte)];
      return state + 1 === text.length ? [copying, by] : [state + 1, ''];
    },
    closing: (state) => (state === copying ? '' : text.slice(0, state)),
    copying,
  };
}

const mergeSlashes = (name: string): Transducer => ({
  name,
  start: 0,
  states: 2,
  opening: '',
  step: (state, byte) => (byte === 0x2f ? [1, state === 1 ? '' : '/'] : [0, echo(byte)]),
  closing: nothing,
});

const HEX = '0123456789abcdefABCDEF';
const AFTER_PERCENT = 1;
const AFTER_DIGIT = 2;

/** States: 0 outside, 1 after `%`, 2 + n after `%` and the n-th hexadecimal digit. */
function percentDecode(name: string, plus: boolean): Transducer {
  const held = (state: number): string =>
    state === 0 ? '' : state === AFTER_PERCENT ? '%' : `%${HEX[state - AFTER_DIGIT]}`;
  const plain = (state: number, byte: number): readonly [number, string] => {
    if (byte === 0x25) return [AFTER_PERCENT, held(state)];
    return [0, held(state) + (plus && byte === 0x2b ? ' ' : echo(byte))];
  };
  return {
    name,
    start: 0,
    states: AFTER_DIGIT + HEX.length,
    opening: '',
    step: (state, byte) => {
      const digit = HEX.indexOf(echo(byte));
      if (state === 0 || digit < 0) return plain(state, byte);
      if (state === AFTER_PERCENT) return [AFTER_DIGIT + digit, ''];
      return [0, echo(Number.parseInt(`${HEX[state - AFTER_DIGIT]}${HEX[digit]}`, 16))];
    },
    closing: held,
  };
}

/** The name of a rewrite, the same for equal rewrites. */
export function rewriteName(rewrite: TextRewrite): string {
  switch (rewrite.rewrite) {
    case 'prefix':
    case 'suffix':
      return `${rewrite.rewrite} ${JSON.stringify(rewrite.text)}`;
    case 'replace-prefix':
      return `replace-prefix ${JSON.stringify(rewrite.text)} ${JSON.stringify(rewrite.by)}`;
    case 'percent-decode':
      return rewrite.plus ? 'percent-decode plus' : 'percent-decode';
    case 'opaque':
      return `opaque ${rewrite.name}`;
    default:
      return rewrite.rewrite;
  }
}

/** The transducer of a rewrite; undefined where there is none (`drop-port` looks ahead, `opaque` cannot be looked into). */
export function transducerOf(rewrite: TextRewrite): Transducer | undefined {
  const known = transducers.get(rewrite) ?? made(rewrite);
  if (known) transducers.set(rewrite, known);
  return known;
}

/** Only a cache: each test behind a rewrite asks. */
const transducers = new WeakMap<TextRewrite, Transducer>();

function made(rewrite: TextRewrite): Transducer | undefined {
  const name = rewriteName(rewrite);
  switch (rewrite.rewrite) {
    case 'prefix':
      return prefixed(name, rewrite.text);
    case 'suffix':
      return suffixed(name, rewrite.text);
    case 'replace-prefix':
      return replacePrefix(name, rewrite.text, rewrite.by);
    case 'lower-case':
      return bytewise(name, lowerByte);
    case 'upper-case':
      return bytewise(name, upperByte);
    case 'percent-decode':
      return percentDecode(name, rewrite.plus === true);
    case 'merge-slashes':
      return mergeSlashes(name);
    default:
      return undefined;
  }
}
