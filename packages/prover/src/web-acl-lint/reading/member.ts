import { isUnknownValue } from '@sallyport/waf';

// A web ACL that compiles has the members that AWS documents, of the kinds that it documents; what is read here is such a one.

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknownValue(value);

/** A member of an object; undefined where it is absent, null or not told. */
export function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return found === null || isUnknownValue(found) ? undefined : found;
}

/** A member of a member of an object. */
export const memberOn = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inside, name) => member(inside, name), value);

export function textMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined;
}

export function numberMember(value: unknown, name: string): number | undefined {
  const found = textMember(value, name);
  return found === undefined || !/^-?\d+$/.test(found) ? undefined : Number(found);
}

export function listMember(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

export const textsMember = (value: unknown, name: string): readonly string[] =>
  listMember(value, name).flatMap((item) => (typeof item === 'string' ? [item] : []));

/** The name of the one member of a choice, and what it holds. */
export function onlyMember(value: unknown): { readonly name: string; readonly value: unknown } | undefined {
  if (!isObject(value)) return undefined;
  const [first] = Object.entries(value).filter(([, inside]) => inside !== undefined && inside !== null);
  return first && { name: first[0], value: first[1] };
}
