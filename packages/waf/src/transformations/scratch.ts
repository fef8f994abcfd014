/** Room for the bytes of a text under way: it is used up before the next text comes. */
let room = new Uint8Array(65_536);

/** The same for long texts: of the kind that bodies come in, since some make texts of themselves (`latin1`). */
let longRoom = new Uint8Array(0);
const LONG = 64;

/** Takes on the kind of these bytes, and has room for so many of them. */
export function makeRoomLike(bytes: Uint8Array, count: number): void {
  // A slice is of the same kind.
  if (count > longRoom.length) longRoom = Uint8Array.prototype.slice.call(bytes, 0, count);
}

/** At least so many bytes, to be filled from the first on. What was in them before does not count. */
export function scratch(bytes: number): Uint8Array {
  if (bytes >= LONG && bytes <= longRoom.length) return longRoom;
  if (room.length < bytes) room = new Uint8Array(bytes);
  return room;
}

/** The value of each hexadecimal digit; 255 for what is none. */
const DIGITS = Uint8Array.from({ length: 256 }, (_none, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** The value of the hexadecimal digit at a place; 255 where there is none. */
export const hexDigit = (text: string, at: number): number =>
  at < text.length ? (DIGITS[text.charCodeAt(at)] ?? 255) : 255;

/** The byte that two hexadecimal digits write; -1 where they are none. */
export function hexByte(text: string, at: number): number {
  const high = hexDigit(text, at);
  const low = hexDigit(text, at + 1);
  return high < 16 && low < 16 ? (high << 4) | low : -1;
}
