import { unknownValue } from '@sallyport/waf';
import type { Value } from '../value.ts';

/**
 * A value as plain data, as the web ACL engine reads definitions. What the sources do not tell becomes an unknown value, so
 * that what rests on it is undecided.
 */
export function plainValue(value: Value): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'opaque':
      return unknownValue(value.text.opaque, value.text.reason);
    case 'unknown':
      return unknownValue(value.identity, value.reason);
    case 'list':
      return value.items.map(plainValue);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, child]) => [key, plainValue(child)]));
  }
}
