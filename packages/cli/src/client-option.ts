import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** The address of a client: IPv4 or IPv6, without a port. */
export function clientAddress(text: string): string {
  if (isIP(text) === 0) throw new InvalidArgumentError(`"${text}" found, expected an IPv4 or IPv6 address.`);
  return text;
}

/** A country as AWS WAF's geo match statement names it: two letters of ISO 3166-1. */
export function clientCountry(text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text))
    throw new InvalidArgumentError(`"${text}" found, expected two letters of ISO 3166-1, such as DE.`);
  return text.toUpperCase();
}
