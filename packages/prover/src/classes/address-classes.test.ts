import { describe, expect, it } from 'vitest';
import { addressVariable, CLOUDFRONT } from './address-classes.ts';

const witnesses = (...cidrs: readonly string[]): readonly (string | undefined)[] => {
  const variable = addressVariable([{ id: 'set', cidrs }]);
  const classes = variable.classesOf({ atom: 'address', in: { id: 'set', cidrs } });
  return Array.from({ length: variable.size }, (_, index) =>
    ((classes[0] ?? 0) >> index) & 1 ? variable.values(index)?.[0] : undefined,
  ).filter((address) => address !== undefined);
};

describe('addressVariable', () => {
  it('takes two halves of the world for the world', () => {
    const whole = witnesses('0.0.0.0/1', '128.0.0.0/1', '::/0');
    expect(whole).toEqual(['198.51.100.7', '130.176.0.1']);
  });

  it('lets nobody from the internet come from private addresses', () => {
    expect(witnesses('10.0.0.0/8', '192.168.0.0/16', 'fc00::/7')).toEqual([]);
  });

  it('tells the addresses of CloudFront from all others', () => {
    expect(witnesses('130.176.0.0/18')).toEqual(['130.176.0.1']);
    const { classesOf } = addressVariable([]);
    expect([...classesOf({ atom: 'address', in: CLOUDFRONT })]).toEqual([2]);
  });

  it('gives an address inside a block as a witness for it', () => {
    expect(witnesses('8.8.8.0/24')).toEqual(['8.8.8.0']);
  });
});
