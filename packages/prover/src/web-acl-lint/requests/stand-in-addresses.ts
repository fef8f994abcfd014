import type { AddressFacts } from '@sallyport/waf';
import type { ReadWebAcl } from '../reading/read-web-acl.ts';
import { leaves } from '../reading/statement.ts';

/** Addresses for documentation (RFC 5737), each of which stands for one of the countries that a web ACL looks for in a header. */
export class StandInAddresses {
  readonly #countries: readonly string[];

  constructor({ rules }: ReadWebAcl) {
    const asked = rules.flatMap(({ statement }) =>
      statement
        ? leaves(statement).flatMap(({ leaf }) =>
            leaf.kind === 'geo' && leaf.forwarded ? leaf.countries.slice(0, 1) : [],
          )
        : [],
    );
    this.#countries = [...new Set(asked)].slice(0, 200);
  }

  addressIn(country: string): string | undefined {
    const at = this.#countries.indexOf(country);
    return at < 0 ? undefined : `192.0.2.${at + 1}`;
  }

  readonly facts = (address: string): AddressFacts | undefined => {
    const last = /^192\.0\.2\.(\d+)$/.exec(address)?.[1];
    const country = last === undefined ? undefined : this.#countries[Number(last) - 1];
    return country === undefined ? undefined : { country };
  };

  /** Those that requests may use, for `--ip-data`. */
  get all(): Readonly<Record<string, AddressFacts>> {
    return Object.fromEntries(this.#countries.map((country, at) => [`192.0.2.${at + 1}`, { country }]));
  }
}
