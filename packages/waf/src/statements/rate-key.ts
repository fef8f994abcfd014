import { cookies, headerValues, queryArguments } from '@sallyport/http';
import type { Compilation } from '../compilation.ts';
import type { RateKeyIdentity } from '../compiled.ts';
import { fallbackBehavior } from '../fields/oversize.ts';
import type { ForwardedAddress } from '../forwarded-address.ts';
import type { Inspection } from '../inspection.ts';
import { isInNamespace } from '../label.ts';
import { members, nothingInside, onlyMember, type Part, refuse, text } from '../part.ts';
import { transformationsOf, transformed } from '../text-source.ts';
import { uriParts } from '../uri.ts';

/**
 * What a request is counted under: a text (and the values of several keys that it is made of), nothing where the request lacks the key and is left out, or the answer that a
 * fallback behaviour gives without counting.
 */
export type KeyValue =
  | { readonly key: string; readonly values?: readonly string[] }
  | { readonly leftOut: true }
  | { readonly decided: boolean };
export type RateKey = (inspection: Inspection) => KeyValue;

interface KeyContext {
  readonly compilation: Compilation;
  readonly forwarded: ForwardedAddress | undefined;
}
type KeyCompiler = (part: Part, context: KeyContext) => RateKey | undefined;

const keyed = (value: string | undefined): KeyValue => (value === undefined ? { leftOut: true } : { key: value });

export const clientAddressKey: RateKey = ({ request }) => ({ key: request.connection.address });

export const forwardedAddressKey =
  (forwarded: ForwardedAddress): RateKey =>
  ({ request }) => {
    const addresses = forwarded.addresses(request);
    if ('absent' in addresses) return { leftOut: true };
    return 'fallback' in addresses ? { decided: addresses.fallback } : keyed(addresses.found[0]);
  };

/** A key that is a text of the request, with its transformations. Several values are one key, in their order. */
const textKey =
  (named: boolean, read: (inspection: Inspection, name: string) => readonly string[]): KeyCompiler =>
  (part) => {
    const settings = members(part, { required: named ? ['Name', 'TextTransformations'] : ['TextTransformations'] });
    const name = named ? text(settings?.Name, 1, 64) : '';
    const names = transformationsOf(settings?.TextTransformations);
    if (name === undefined || !names) return undefined;
    return (inspection) => {
      const values = read(inspection, name);
      return values.length === 0
        ? { leftOut: true }
        : { key: values.map((value) => transformed(value, names)).join('\n') };
    };
  };

const bareKey =
  (read: (inspection: Inspection) => string | undefined): KeyCompiler =>
  (part) =>
    nothingInside(part) && ((inspection) => keyed(read(inspection)));

const fingerprintKey =
  (which: 'ja3' | 'ja4'): KeyCompiler =>
  (part) => {
    const fallback = fallbackBehavior(members(part, { required: ['FallbackBehavior'] })?.FallbackBehavior);
    if (!fallback) return undefined;
    return ({ request }) => {
      const value = request.connection.tls?.[which];
      return value === undefined ? { decided: fallback === 'MATCH' } : { key: value };
    };
  };

const labelNamespace: KeyCompiler = (part, { compilation }) => {
  const namespace = text(members(part, { required: ['Namespace'] })?.Namespace, 1, 1024);
  if (namespace === undefined) return undefined;
  const key = namespace.endsWith(':') ? namespace : `${namespace}:`;
  return ({ labels }) => {
    const found = [...labels].filter((label) => isInNamespace(label, key, compilation.labelPrefix)).sort();
    return found.length === 0 ? { leftOut: true } : { key: found.join('\n') };
  };
};

const forwardedKey: KeyCompiler = (part, { forwarded }) => {
  if (!nothingInside(part)) return undefined;
  return forwarded ? forwardedAddressKey(forwarded) : refuse(part, 'no ForwardedIPConfig', 'one beside CustomKeys');
};

const queryOf = ({ request }: Inspection): readonly string[] => {
  const { query } = uriParts(request);
  return query === undefined ? [] : [query];
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatementCustomKey.html */
export const CUSTOM_KEYS = {
  Header: textKey(true, ({ request }, name) => headerValues(request.headers, name)),
  Cookie: textKey(true, ({ request }, name) =>
    cookies(request.headers).flatMap((cookie) => (cookie.name === name ? [cookie.value] : [])),
  ),
  QueryArgument: textKey(true, (inspection, name) =>
    queryArguments(queryOf(inspection)[0]).flatMap((argument) =>
      argument.name.toLowerCase() === name.toLowerCase() ? [argument.value ?? ''] : [],
    ),
  ),
  QueryString: textKey(false, queryOf),
  HTTPMethod: bareKey(({ request }) => request.method),
  ForwardedIP: forwardedKey,
  IP: bareKey(({ request }) => request.connection.address),
  LabelNamespace: labelNamespace,
  UriPath: textKey(false, ({ request }) => [uriParts(request).path]),
  JA3Fingerprint: fingerprintKey('ja3'),
  JA4Fingerprint: fingerprintKey('ja4'),
  ASN: bareKey(({ request }) => (request.connection.asn === undefined ? undefined : String(request.connection.asn))),
} satisfies Record<string, KeyCompiler>;

const BY_NAME: ReadonlyMap<string, KeyCompiler> = new Map(Object.entries(CUSTOM_KEYS));

/** Which header, cookie or argument, or which namespace. */
function nameIn(settings: unknown): string | undefined {
  const { Name, Namespace }: { readonly Name?: unknown; readonly Namespace?: unknown } = Object(settings);
  const name = Name ?? Namespace;
  return typeof name === 'string' ? name : undefined;
}

/** One member of CustomKeys. */
export function customKey(
  part: Part,
  context: KeyContext,
): { readonly identity: RateKeyIdentity; readonly of: RateKey } | undefined {
  const chosen = onlyMember(part, 'aggregation key');
  if (!chosen) return undefined;
  const compile = BY_NAME.get(chosen.name);
  if (!compile) return refuse(chosen.part, 'an unknown member', 'an aggregation key');
  const of = compile(chosen.part, context);
  const name = nameIn(chosen.part.value);
  return of && { identity: { member: chosen.name, ...(name === undefined ? {} : { name }) }, of };
}

/** Several keys as one: a request that lacks any of them is left out. */
export const joinedKey =
  (keys: readonly RateKey[]): RateKey =>
  (inspection) => {
    const values: string[] = [];
    for (const key of keys) {
      const value = key(inspection);
      if (!('key' in value)) return value;
      values.push(value.key);
    }
    return { key: values.map((value) => `${value.length}:${value}`).join(''), values };
  };
