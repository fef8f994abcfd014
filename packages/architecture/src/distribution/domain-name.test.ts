import { expect, test } from 'vitest';
import { distributionDomainName } from './domain-name.ts';

test('the domain name of a distribution is d and its id without the leading E, in lower case', () => {
  expect(distributionDomainName('E1A2B3C4D5E6F7')).toBe('d1a2b3c4d5e6f7.cloudfront.net');
});
