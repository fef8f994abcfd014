import { randomBytes } from 'node:crypto';
import type { Opaque } from '@sallyport/architecture';

/** Values for opaque texts, drawn at random once a run: 40 letters and digits, as the example's generated secret has. */
export function drawnSecrets(): (text: Opaque) => string {
  const drawn = new Map<string, string>();
  return ({ opaque }) => {
    const value = drawn.get(opaque) ?? randomBytes(20).toString('hex');
    drawn.set(opaque, value);
    return value;
  };
}
