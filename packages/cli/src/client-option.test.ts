import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { clientAddress, clientCountry } from './client-option.ts';

test('a client has an IPv4 or an IPv6 address, and no other text', () => {
  expect(['192.0.2.1', '2001:db8::7'].map(clientAddress)).toEqual(['192.0.2.1', '2001:db8::7']);
  for (const text of ['999.1.1.1', '192.0.2.1:443', '192.0.2.0/24', 'localhost', ''])
    expect(() => clientAddress(text)).toThrow(
      new InvalidArgumentError(`"${text}" found, expected an IPv4 or IPv6 address.`),
    );
});

test('a country is two letters, whatever their case', () => {
  expect(['DE', 'fr'].map(clientCountry)).toEqual(['DE', 'FR']);
  expect(() => clientCountry('Germany')).toThrow('"Germany" found, expected two letters of ISO 3166-1, such as DE.');
});
