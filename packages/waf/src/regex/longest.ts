import type { Pattern } from './pattern.ts';

/** How many bytes a match has at most; infinite where there is no limit. */
export function longestMatch(pattern: Pattern): number {
  switch (pattern.is) {
    case 'set':
      return 1;
    case 'boundary':
      return 0;
    case 'sequence':
      return pattern.of.reduce((sum, item) => sum + longestMatch(item), 0);
    case 'any':
      return pattern.of.reduce((most, item) => Math.max(most, longestMatch(item)), 0);
    case 'repeat': {
      const each = longestMatch(pattern.of);
      return each === 0 ? 0 : each * pattern.most;
    }
  }
}
