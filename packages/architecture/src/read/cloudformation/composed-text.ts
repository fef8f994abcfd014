import type { Place } from '@sallyport/http';
import { isOpaque, type Opaque, type Text } from '../../text.ts';
import type { Value } from '../../value.ts';
import { resolveDynamicReference } from './dynamic-reference.ts';
import type { Position } from './position.ts';

/** Stands for an opaque part while dynamic references are looked for; no character of any text (a Unicode noncharacter). */
const HOLE = '\uFFFF';
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC_REFERENCE = /\{\{resolve:([a-z-]+):([^{}]*)\}\}/g;

/** The text of a value, known or opaque; undefined for lists and maps. */
export function textOf(value: Value): Text | undefined {
  switch (value.kind) {
    case 'scalar':
      return value.value === null ? '' : String(value.value);
    case 'opaque':
      return value.text;
    case 'unknown':
      return { opaque: value.identity, nature: 'unknown', reason: value.reason, place: value.place };
    default:
      return undefined;
  }
}

/** A text as a value. */
export const textValue = (text: Text, place: Place): Value =>
  isOpaque(text) ? { kind: 'opaque', text, place } : { kind: 'scalar', value: text, place };

/** The value of a text put together from parts; dynamic references in it are carried out. */
export function composedValue(parts: readonly Text[], at: Position, place: Place): Value {
  return textValue(composed(dereferenced(parts, at, place)), place);
}

/** One text of several parts: known if all are, otherwise opaque with an identity made of theirs. */
export function composed(parts: readonly Text[]): Text {
  const joined = joinKnown(parts);
  const only = joined[0];
  if (only === undefined) return '';
  if (joined.length === 1) return only;
  const opaques = joined.filter(isOpaque);
  return {
    opaque: joined.map((part) => (isOpaque(part) ? `\${${part.opaque}}` : part.replaceAll('$', '$$$$'))).join(''),
    nature: composedNature(opaques),
    reason: `a text with ${[...new Set(opaques.map(({ reason }) => reason))].join(' and ')} in it`,
  };
}

/** Generated and known parts make a generated text. A part that nobody knows keeps the whole from being known. */
function composedNature(opaques: readonly Opaque[]): Opaque['nature'] {
  if (opaques.every(({ nature }) => nature === 'generated')) return 'generated';
  return opaques.every(({ nature }) => nature === 'unknown') ? 'unknown' : 'secret';
}

/** Neighbouring known parts as one; empty ones gone. */
function joinKnown(parts: readonly Text[]): readonly Text[] {
  const joined: Text[] = [];
  let run = '';
  for (const part of parts) {
    if (!isOpaque(part)) run += part;
    else {
      if (run !== '') joined.push(run);
      run = '';
      joined.push(part);
    }
  }
  if (run !== '') joined.push(run);
  return joined;
}

function dereferenced(parts: readonly Text[], at: Position, place: Place): readonly Text[] {
  if (!parts.some((part) => !isOpaque(part) && part.includes('{{'))) return parts;
  const holes = parts.filter(isOpaque);
  const whole = parts.map((part) => (isOpaque(part) ? HOLE : part.replaceAll(HOLE, '\uFFFD'))).join('');
  const result: Text[] = [];
  let from = 0;
  const fill = (text: string): readonly Text[] => fillHoles(text, holes);
  for (const match of whole.matchAll(DYNAMIC_REFERENCE)) {
    result.push(...fill(whole.slice(from, match.index)));
    result.push(resolveDynamicReference(match[1] ?? '', fill(match[2] ?? ''), at, place));
    from = match.index + match[0].length;
  }
  result.push(...fill(whole.slice(from)));
  return result;

  /** Takes the next opaque parts, in order. */
  function fillHoles(text: string, from: Opaque[]): readonly Text[] {
    return text.split(HOLE).flatMap((piece, index): Text[] => {
      const hole = index === 0 ? undefined : from.shift();
      return hole === undefined ? [piece] : [hole, piece];
    });
  }
}

/** A text that is the same for equal values and differs for different ones. */
export function canonical(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  switch (value.kind) {
    case 'scalar':
      return JSON.stringify(value.value === null ? null : String(value.value));
    case 'opaque':
      return `<${value.text.opaque}>`;
    case 'unknown':
      return `<${value.identity}>`;
    case 'list':
      return `[${value.items.map(canonical).join(',')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
}
