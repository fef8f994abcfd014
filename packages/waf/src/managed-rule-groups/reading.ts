import { encodeBase64 } from '../base64.ts';
import type { Inspection } from '../inspection.ts';
import { tokenReading } from '../token/token-standing.ts';
import { sha256 } from '../transformations/sha256.ts';
import type { BehaviorSetting } from './behavior.ts';

/** Reads something of a request; undefined where the request lacks it, and is left out. */
export type Reading = (setting: BehaviorSetting) => (inspection: Inspection) => string | undefined;

export const address: Reading =
  () =>
  ({ request }) =>
    request.connection.address;

/** The client session that the request's token names; requests without a token have none. */
export const session: Reading =
  ({ compilation }) =>
  (inspection) => {
    const reading = tokenReading(inspection, compilation.tokens.domains);
    return reading.kind === 'read' ? reading.token.id : undefined;
  };

/** Where the address lies, and whose it is. What is not known of it is named in the outcome, and nothing is read. */
export const country: Reading = () => (inspection) =>
  told(inspection, 'country', inspection.request.connection.country);
export const asn: Reading = () => (inspection) =>
  told(inspection, 'autonomous system', inspection.request.connection.asn?.toString());

function told({ approximations }: Inspection, what: string, value: string | undefined): string | undefined {
  if (value === undefined) approximations.push(`the ${what} of the client's address is not told`);
  return value;
}

/** What is remembered of a name, a password, a telephone number: never the text itself. */
export const digest = (text: string): string => encodeBase64(sha256(text)).slice(0, 22);
