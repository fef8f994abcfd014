import type { Place } from '@sallyport/http';
import type { Value } from '../value.ts';

/** The place of the deepest value on a path. */
export function placeOnPath(value: Value, path: string): Place {
  let here = value;
  for (const key of path === '' ? [] : path.split('.')) {
    const next =
      here.kind === 'list' ? here.items[Number(key)] : here.kind === 'map' ? here.entries.get(key) : undefined;
    if (!next) break;
    here = next;
  }
  return here.place;
}
