import type { Fidelity } from '../coverage.ts';

/** Rows of a table: a property, how faithful it is, and a page or a note. */
export type Row = readonly [property: string, fidelity: Fidelity, noteOrSource?: string | undefined];

export const rows = (prefix: string, fidelity: Fidelity, names: readonly string[], extra?: string): readonly Row[] =>
  names.map((name) => [prefix === '' ? name : `${prefix}.${name}`, fidelity, extra] as const);

export const TOKEN = "tokens are the rehearsal's own; AWS's are encrypted";

const customHeaders = (prefix: string): readonly Row[] => rows(prefix, 'documented', ['Name', 'Value']);
export const insertedHeaders = (prefix: string): readonly Row[] =>
  customHeaders(`${prefix}.CustomRequestHandling.InsertHeaders`);
export const blocking = (prefix: string): readonly Row[] => [
  ...rows(`${prefix}.CustomResponse`, 'documented', ['ResponseCode', 'CustomResponseBodyKey']),
  ...customHeaders(`${prefix}.CustomResponse.ResponseHeaders`),
];
/** What a rule, or an override of one, can do. */
export const actionRows = (prefix: string): readonly Row[] => [
  ...insertedHeaders(`${prefix}.Allow`),
  ...blocking(`${prefix}.Block`),
  ...insertedHeaders(`${prefix}.Count`),
  ...insertedHeaders(`${prefix}.Captcha`),
  ...insertedHeaders(`${prefix}.Challenge`),
  [`${prefix}.Monetize.PriceMultiplier`, 'approximated', 'the 402 answer carries no price manifest'],
];
