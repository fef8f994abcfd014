import type { Value } from '../../value.ts';

/** A value as plain data, to look at: what is not known letter by letter is its identity between angle brackets. */
export function plainValue(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'scalar':
      return value.value;
    case 'opaque':
      return `<${value.text.nature} ${value.text.opaque}>`;
    case 'unknown':
      return `<${value.identity}>`;
    case 'list':
      return value.items.map(plainValue);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plainValue(item)]));
    default:
      return undefined;
  }
}
