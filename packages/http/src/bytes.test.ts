import { expect, test } from 'vitest';
import { bytesOfLatin1, hexadecimal, latin1, utf8, utf8Bytes } from './bytes.ts';

test('latin1 and bytesOfLatin1 undo each other for every byte, also in long texts', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => at % 256);
  expect(bytesOfLatin1(latin1(bytes))).toEqual(bytes);
});

test.each([0, 1, 63, 64, 65, 200])(
  'latin1 gives the bytes between two places, %i of them, whoever holds them',
  (size) => {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => (at * 7) % 256);
    const expected = Array.from(bytes.slice(20, 20 + size), (byte) => String.fromCharCode(byte)).join('');
    expect(latin1(bytes, 20, 20 + size)).toBe(expected);
    expect(latin1(Buffer.from(bytes), 20, 20 + size)).toBe(expected);
  },
);

test('utf8 gives the bytes of a text, with a lone surrogate as the replacement character', () => {
  expect([...utf8Bytes('é€😀')]).toEqual([0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]);
  expect(utf8('\ud800')).toBe('\u00ef\u00bf\u00bd');
});

test('hexadecimal writes 32 bits in eight digits, whatever the sign', () => {
  expect([0, 1, 0xc6336407, -1, 0x1_0000_000a].map(hexadecimal)).toEqual([
    '00000000',
    '00000001',
    'c6336407',
    'ffffffff',
    '0000000a',
  ]);
});
