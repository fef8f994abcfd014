/** A set of small numbers, such as those of the texts that occur somewhere: a bit for each. A list is made sooner than a typed array. */
export type NumbersFound = number[];

/** As many places as any set has. */
const zeros: number[] = [];

export function emptyNumbers(count: number): NumbersFound {
  const places = (count + 31) >>> 5;
  while (zeros.length < places) zeros.push(0);
  return zeros.slice(0, places);
}

export function addNumber(numbers: NumbersFound, number: number): void {
  numbers[number >>> 5] = (numbers[number >>> 5] ?? 0) | (1 << (number & 31));
}

export const hasNumber = (numbers: NumbersFound, number: number): boolean =>
  (((numbers[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;

/** How many there are. */
export function countOf(numbers: NumbersFound): number {
  let count = 0;
  for (let place = 0; place < numbers.length; place++)
    for (let bits = numbers[place] ?? 0; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Some of the numbers, made ready to be looked for together. */
export interface NumberMask {
  readonly places: Uint32Array;
  readonly bits: Uint32Array;
}

export function maskOf(numbers: Iterable<number>): NumberMask {
  const masks = new Map<number, number>();
  for (const number of numbers) masks.set(number >>> 5, (masks.get(number >>> 5) ?? 0) | (1 << (number & 31)));
  return { places: Uint32Array.from(masks.keys()), bits: Uint32Array.from(masks.values()) };
}

/** Whether one of the mask's numbers was found. */
export function overlaps(found: NumbersFound, { places, bits }: NumberMask): boolean {
  for (let at = 0; at < places.length; at++) if (((found[places[at] ?? 0] ?? 0) & (bits[at] ?? 0)) !== 0) return true;
  return false;
}

/** The numbers of several masks. */
export const unionOf = (masks: readonly NumberMask[]): NumberMask => {
  const bits = new Map<number, number>();
  for (const mask of masks)
    for (const [at, place] of mask.places.entries()) bits.set(place, (bits.get(place) ?? 0) | (mask.bits[at] ?? 0));
  return { places: Uint32Array.from(bits.keys()), bits: Uint32Array.from(bits.values()) };
};
