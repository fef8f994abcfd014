import { expect, test } from 'vitest';
import { addressKey, addressTest, parseBlock } from './address.ts';

test('addressKey writes IPv4 in eight digits, also where it stands in IPv6', () => {
  expect(addressKey('0.0.0.0')).toBe('00000000');
  expect(addressKey('198.51.100.7')).toBe('c6336407');
  expect(addressKey('255.255.255.255')).toBe('ffffffff');
  expect(addressKey('::ffff:198.51.100.7')).toBe('c6336407');
  expect(addressKey('2001:db8::1')).toBe('20010db8000000000000000000000001');
});

test('addressKey gives nothing for what is no address', () => {
  for (const text of ['', '1', '1.2.3', '1.2.3.', '.1.2.3', '1.2.3.4.5', '1..2.3', '256.0.0.1', '1.2.3.x', 'a.b.c.d'])
    expect(addressKey(text), text).toBeUndefined();
});

test('addressTest finds an address at both edges of a block, and none beside it', () => {
  const block = parseBlock('198.51.100.0/24');
  const contains = addressTest(block ? [block] : []);
  expect(['198.51.100.0', '198.51.100.255'].map(contains)).toEqual([true, true]);
  expect(['198.51.99.255', '198.51.101.0', '2001:db8::1', 'x'].map(contains)).toEqual([false, false, false, false]);
});
