import type { Place } from '@sallyport/http';
import type { Opaque } from './text.ts';

/**
 * A value of a property after all functions have been carried out, with its place in the source.
 * `AWS::NoValue` leaves no value behind: the property is absent.
 */
export type Value =
  | {
      readonly kind: 'scalar';
      readonly value: string | number | boolean | null;
      readonly place: Place;
      readonly parameter?: ParameterUse;
    }
  | { readonly kind: 'opaque'; readonly text: Opaque; readonly place: Place; readonly parameter?: ParameterUse }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly place: Place }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value>; readonly place: Place }
  | {
      readonly kind: 'unknown';
      readonly reason: string /** equal identities, equal values */;
      readonly identity: string;
      readonly place: Place;
    };

/** That a value is the plain text of a parameter, and whether that parameter hides it (NoEcho). */
export interface ParameterUse {
  readonly name: string;
  readonly noEcho: boolean;
  /** The value is the parameter's default, which stands in the template whatever NoEcho says. */
  readonly isDefault?: true;
}

/** A setting of a component: known, or unknown with the reason. `place` is where it was read, if it stands in the source. */
export type Setting<T> =
  | { readonly known: T; readonly place?: Place }
  | { readonly unknown: string; readonly identity: string; readonly place?: Place };

export const known = <T>(value: T, place?: Place): Setting<T> => (place ? { known: value, place } : { known: value });
export const isKnown = <T>(setting: Setting<T>): setting is { readonly known: T; readonly place?: Place } =>
  'known' in setting;
