import { isOpaque, type Text } from '@sallyport/architecture';
import { type Attribute, applyTextRewrite, type TextRewrite } from '@sallyport/gates';
import { rewriteName } from '../language/index.ts';

/**
 * What an attribute holds at some point of a request's way, in terms of the request as it was sent.
 *
 * - `original`: the values that another attribute (mostly itself) was sent with, through rewrites; `first` only the first one.
 * - `constant`: these values; none: absent.
 * - `cloudfront`: an address that CloudFront connects to origins from.
 * - `unknown`: only a running system knows. `present` tells whether there is a value, where that is known; `among` lists
 *   the values it can have, where they are known.
 * - `fallback`: `then` if the attribute `present` was sent, `otherwise` if not.
 */
export type Binding =
  | {
      readonly kind: 'original';
      readonly on: Attribute;
      readonly first: boolean;
      readonly through: readonly TextRewrite[];
    }
  | { readonly kind: 'constant'; readonly texts: readonly Text[] }
  | { readonly kind: 'cloudfront' }
  | UnknownBinding
  | { readonly kind: 'fallback'; readonly present: Attribute; readonly then: Binding; readonly otherwise: Binding };

export interface UnknownBinding {
  readonly kind: 'unknown';
  /** Equal identities, equal values. */
  readonly identity: string;
  readonly reason: string;
  readonly present: boolean | undefined;
  readonly among?: readonly string[];
}

export const ABSENT: Binding = { kind: 'constant', texts: [] };

export const constant = (...texts: readonly Text[]): Binding => ({ kind: 'constant', texts });

export const original = (on: Attribute): Binding => ({ kind: 'original', on, first: false, through: [] });

export const unknownBinding = (
  identity: string,
  reason: string,
  present: boolean | undefined,
  among?: readonly string[],
): UnknownBinding => ({ kind: 'unknown', identity, reason, present, ...(among ? { among } : {}) });

const textName = (text: Text): string =>
  isOpaque(text) ? `opaque ${JSON.stringify(text.opaque)}` : JSON.stringify(text);

/** Names a binding; equal names, equal bindings. */
export function bindingName(binding: Binding): string {
  switch (binding.kind) {
    case 'original':
      return `${binding.first ? 'first ' : ''}${binding.on}|${binding.through.map(rewriteName).join('|')}`;
    case 'constant':
      return `=${binding.texts.map(textName).join()}`;
    case 'cloudfront':
      return 'cloudfront';
    case 'unknown':
      return `?${binding.identity}`;
    case 'fallback':
      return `${binding.present}?(${bindingName(binding.then)}):(${bindingName(binding.otherwise)})`;
  }
}

/** The binding after a rewrite of its values. */
export function mappedBinding(binding: Binding, by: TextRewrite): Binding {
  switch (binding.kind) {
    case 'original':
      return { ...binding, through: [...binding.through, by] };
    case 'constant':
      return mappedConstant(binding.texts, by);
    case 'cloudfront':
      return binding;
    case 'unknown':
      return unknownBinding(`${rewriteName(by)}(${binding.identity})`, binding.reason, binding.present);
    case 'fallback':
      return { ...binding, then: mappedBinding(binding.then, by), otherwise: mappedBinding(binding.otherwise, by) };
  }
}

function mappedConstant(texts: readonly Text[], by: TextRewrite): Binding {
  const opaque = texts.find(isOpaque);
  if (opaque) return unknownBinding(`${rewriteName(by)}(${textName(opaque)})`, opaque.reason, true);
  return constant(...texts.flatMap((text) => (isOpaque(text) ? [] : [applyTextRewrite(by, text)])));
}
