import { isUnknownValue, type UnknownValue, unknownValue } from './unknown-value.ts';

/** Why AWS would refuse a definition, and where in it. */
export interface Refusal {
  /** From the definition's root, such as `Rules.0.Statement.ByteMatchStatement.SearchString`; empty for the root itself. */
  readonly path: string;
  /** `Cannot accept <thing>: <found>, expected <wanted>`, in AWS's words. */
  readonly message: string;
  /** The ARN of the referenced set or group that the path belongs to; absent for the web ACL itself. */
  readonly of?: string;
}

/** What is learnt while a definition is read. */
export interface Notes {
  readonly refusals: Refusal[];
  /** Unknown values met since the enclosing statement began; a statement takes its own away. */
  readonly unknowns: UnknownValue[];
}

/** A piece of a definition, and where it stands. */
export interface Part {
  readonly value: unknown;
  readonly path: string;
  readonly notes: Notes;
}

export const rootPart = (value: unknown, path = ''): Part => ({ value, path, notes: { refusals: [], unknowns: [] } });

const below = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

/** Notes that AWS would refuse this part. Gives undefined, so that a reader can end with it. */
export function refuse(part: Part, found: string, expected: string): undefined {
  const thing = part.path === '' ? 'the definition' : part.path.slice(part.path.lastIndexOf('.') + 1);
  const name = /^\d+$/.test(thing) ? part.path : thing;
  part.notes.refusals.push({ path: part.path, message: `Cannot accept ${name}: ${found}, expected ${expected}` });
  return undefined;
}

/** Notes that AWS does not say what becomes of this part: what rests on it is undecided. */
export function untold(part: Part, reason: string): undefined {
  part.notes.unknowns.push(unknownValue(`${part.path}: ${reason}`, reason));
  return undefined;
}

/** Far beyond what anybody writes, and far below what a stack bears. */
const MOST_LEVELS = 400;

/** Refuses a definition whose objects and lists stand in one another without end. AWS names no limit. */
export function isTooDeep(part: Part): boolean {
  let level: readonly unknown[] = [part.value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) {
      refuse(part, `more than ${MOST_LEVELS} objects and lists in one another`, `at most ${MOST_LEVELS}`);
      return true;
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** How a value is shown in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : String(value);
}

/** Whether the part is readable; notes it where its value is unknown. */
function isTold(part: Part): boolean {
  if (!isUnknownValue(part.value)) return true;
  part.notes.unknowns.push(part.value);
  return false;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** The members of an object. A member that is missing or unknown to AWS is refused. */
export function members<R extends string, O extends string>(
  part: Part | undefined,
  names: { readonly required?: readonly R[]; readonly optional?: readonly O[] },
): Partial<Record<R | O, Part>> | undefined {
  if (!part || !isTold(part)) return undefined;
  if (!isObject(part.value)) return refuse(part, shown(part.value), 'an object');
  const required: readonly string[] = names.required ?? [];
  const allowed = new Set<string>([...required, ...(names.optional ?? [])]);
  const found: Record<string, Part> = {};
  for (const [key, value] of Object.entries(part.value)) {
    if (isAbsent(value)) continue;
    const member = { value, path: below(part.path, key), notes: part.notes };
    if (allowed.has(key)) found[key] = member;
    else refuse(member, 'an unknown member', expectedOneOf([...allowed]));
  }
  for (const key of required)
    if (!found[key]) refuse({ ...part, path: below(part.path, key) }, 'nothing', 'this required member');
  return found as Partial<Record<R | O, Part>>;
}

const expectedOneOf = (names: readonly string[]): string =>
  names.length === 0 ? 'no member here' : `${names.length === 1 ? '' : 'one of '}${names.join(', ')}`;

/** The one member of an object that must have exactly one: AWS's way to write a choice. */
export function onlyMember(part: Part | undefined, what: string): { name: string; part: Part } | undefined {
  if (!part || !isTold(part)) return undefined;
  if (!isObject(part.value)) return refuse(part, shown(part.value), 'an object');
  const present = Object.entries(part.value).filter(([, value]) => !isAbsent(value));
  const first = present[0];
  if (present.length !== 1 || !first)
    return refuse(part, `${present.length} members`, `exactly one ${what}, as AWS WAF allows only one at this place`);
  return { name: first[0], part: { value: first[1], path: below(part.path, first[0]), notes: part.notes } };
}

/** Every member of a map with free names. */
export function entries(part: Part | undefined): readonly { name: string; part: Part }[] {
  if (!part || !isTold(part)) return [];
  if (!isObject(part.value)) {
    refuse(part, shown(part.value), 'an object');
    return [];
  }
  return Object.entries(part.value).flatMap(([name, value]) =>
    isAbsent(value) ? [] : [{ name, part: { value, path: below(part.path, name), notes: part.notes } }],
  );
}

/** The items of a list with so many of them; undefined where it is refused or unknown. */
export function items(part: Part | undefined, least = 0, most = Number.POSITIVE_INFINITY): readonly Part[] | undefined {
  if (!part || !isTold(part)) return undefined;
  if (!Array.isArray(part.value)) return refuse(part, shown(part.value), 'a list');
  const { length } = part.value;
  if (length < least) return refuse(part, `${length} items`, `at least ${least}`);
  if (length > most) return refuse(part, `${length} items`, `at most ${most}`);
  // A list may have holes where the caller's code, not JSON, has made it.
  return Array.from(part.value, (value: unknown, index) => ({
    value,
    path: below(part.path, index),
    notes: part.notes,
  }));
}

/** A text, as written. */
export function text(part: Part | undefined, least = 0, most = Number.POSITIVE_INFINITY): string | undefined {
  if (!part || !isTold(part)) return undefined;
  const { value } = part;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return refuse(part, shown(value), 'a text');
  const read = String(value);
  if (read.length < least || read.length > most)
    return refuse(part, `a text of ${read.length} characters`, `${least} to ${most}`);
  return read;
}

/** A whole number; CloudFormation also takes its text. */
export function integer(part: Part | undefined, least: number, most: number): number | undefined {
  if (!part || !isTold(part)) return undefined;
  const read = typeof part.value === 'string' && /^-?\d+$/.test(part.value) ? Number(part.value) : part.value;
  if (typeof read !== 'number' || !Number.isInteger(read)) return refuse(part, shown(part.value), 'a whole number');
  if (read < least || read > most) return refuse(part, String(read), `${least} to ${most}`);
  return read;
}

/** A Boolean; CloudFormation also takes the texts `true` and `false`. */
export function boolean(part: Part | undefined): boolean | undefined {
  if (!part || !isTold(part)) return undefined;
  const { value } = part;
  const read = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : undefined;
  if (read !== 'true' && read !== 'false') return refuse(part, shown(value), 'true or false');
  return read === 'true';
}

/** One of AWS's names. */
export function choice<T extends string>(part: Part | undefined, names: readonly T[]): T | undefined {
  if (!part || !isTold(part)) return undefined;
  const found = names.find((name) => name === part.value);
  return found ?? refuse(part, shown(part.value), expectedOneOf(names));
}

/** An object that holds nothing: AWS's way to write a bare choice. */
export function nothingInside(part: Part | undefined): true | undefined {
  const inside = members(part, {});
  return inside && true;
}
