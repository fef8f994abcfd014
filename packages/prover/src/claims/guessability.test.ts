import { describe, expect, it } from 'vitest';
import { estimatedBits, GUESSABLE_BELOW_BITS, isGuessable } from './guessability.ts';
import { SAMPLE_VALUES } from './sample-values.ts';

describe('guessability', () => {
  it.each(SAMPLE_VALUES)('gives the documented sample $value no bits, in any case', ({ value }) => {
    expect(estimatedBits(value)).toBe(0);
    expect(estimatedBits(value.toUpperCase())).toBe(0);
  });

  it.each([
    ['one character repeated', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['a repeated block', 'abcabcabcabcabcabcabcabcabcabc'],
    ['a sequence', 'abcdefghijklmnopqrstuvwxyz'],
    ['digits in order', '12345678901234567890'],
    ['words and digits', 'my-super-secret-api-key-12345'],
    ['words with a year', 'CloudFrontSecretValue2026!'],
    ['look-alike letters', 'P4ssw0rd-P4ssw0rd-P4ssw0rd'],
    ['a row of the keyboard', 'qwertyuiopasdfghjklzxcvbnm'],
    ['the words of a placeholder', 'replace-this-with-your-secret-value'],
    ['two characters', '01101001011010010110'],
    ['too few characters', 'x7Gq2'],
  ])('takes %s for guessable', (_title, text) => {
    expect(isGuessable(text)).toBe(true);
  });

  it.each([
    ['20 letters and digits', 'k3x9qz7wv1m5t8jr2ynp'],
    ['a UUID', '3f2b8c1e-9d47-4a60-b5f8-71c0e2d9a634'],
    ['32 hexadecimal digits', '6ce4f6d1b7f14b8eb8b7d6f21c3b2a53'],
    ['40 mixed characters', 'Zq8rT2vLx0KpWm4YbN6cJd1HgFs7Ue3RaVi9Xo5C'],
  ])('does not take %s for guessable', (_title, text) => {
    expect(isGuessable(text)).toBe(false);
    expect(estimatedBits(text)).toBeGreaterThan(GUESSABLE_BELOW_BITS);
  });

  it('counts after case folding, so that case adds nothing', () => {
    expect(estimatedBits('K3X9QZ7WV1M5')).toBe(estimatedBits('k3x9qz7wv1m5'));
  });

  it('makes a text of names from the template guessable only where those names are known', () => {
    const text = 'zanzibarfulfilmentoriginlock';
    expect(isGuessable(text, ['Zanzibar-Fulfilment', 'OriginLock'])).toBe(true);
    expect(isGuessable('zqxjvkzanwpfylmxgbtuoriginlock')).toBe(false);
  });

  it('never gives a longer prefix fewer bits by more than the pieces it completes', () => {
    expect(estimatedBits('')).toBe(0);
    expect(estimatedBits('k3x9')).toBeLessThan(estimatedBits('k3x9qz7w'));
  });
});
