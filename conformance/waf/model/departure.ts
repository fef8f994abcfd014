import type { Refusal } from '@sallyport/waf';
import { instanceOf } from './instance.ts';
import type { ModelShape } from './shape.ts';

/** A member, or a value, that the API does not have. */
export const INVENTED = 'Invented';

/** A least instance in which what stands at the path has one member more. */
export const withMemberAt = (
  root: ModelShape,
  path: readonly string[] | undefined,
  name: string,
  value: unknown,
): unknown =>
  instanceOf(root, path, (before) =>
    typeof before === 'object' && before !== null ? { ...before, [name]: value } : before,
  );

/** What a refusal at a path says that it expects, name by name and sorted. */
export function expectedAt(refusals: readonly Refusal[], path: string): readonly string[] {
  const message = refusals.find((refusal) => refusal.path === path)?.message ?? '';
  const [, listed = ''] = /expected (?:one of )?(.*)$/.exec(message) ?? [];
  return listed === 'no member here' ? [] : sorted(listed.split(', '));
}

export const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();
