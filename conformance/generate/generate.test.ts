import { architectureOf as architectureOfSources, readCloudFormation } from '@sallyport/architecture';
import { describe, expect, test } from 'vitest';
import { shapeFaults } from '../template-shape.ts';
import { generateArchitecture } from './architecture.ts';
import { architectureOf } from './architecture-of.ts';
import { generateSources } from './deployed.ts';
import { createRandom } from './random.ts';
import { generateRequest } from './request.ts';
import { vocabularyOf } from './vocabulary.ts';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

test('a random source gives the same choices for the same seed, and others for another', () => {
  const draw = (seed: number): readonly number[] => Array.from({ length: 5 }, createRandom(seed).next);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('a random source picks every choice about equally often', () => {
  const random = createRandom(7);
  const counts = [0, 0, 0, 0];
  for (let round = 0; round < 4000; round++) {
    const choice = random.below(4);
    counts[choice] = (counts[choice] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
});

test('a random architecture is the same for the same seed', () => {
  expect(generateArchitecture(createRandom(3))).toEqual(generateArchitecture(createRandom(3)));
});

test('random architectures have only properties that AWS knows', () => {
  for (const seed of SEEDS) expect(shapeFaults(generateArchitecture(createRandom(seed)))).toEqual([]);
});

test('random architectures differ and are of every kind', () => {
  const texts = SEEDS.map((seed) => JSON.stringify(generateArchitecture(createRandom(seed))));
  expect(new Set(texts).size).toBe(SEEDS.length);
  for (const word of [
    'ApiKeyRequired":false',
    'ForwardedValues',
    'WebACLAssociation',
    'aws:SourceIp',
    'BasePathMapping',
  ])
    expect(
      texts.some((text) => text.includes(word)),
      word,
    ).toBe(true);
});

test('stages are handed in of every kind, and none of it is refused', () => {
  const all = SEEDS.map((seed) => generateSources(createRandom(seed)));
  const texts = all.flatMap(({ deployed }) => deployed.map(({ of, text }) => `${of} ${text}`));
  for (const word of ['swagger', 'apiSummary', '"Resources"', '/canary ', '@prod1 '])
    expect(
      texts.some((text) => text.includes(word)),
      word,
    ).toBe(true);
  for (const { template, deployed } of all) {
    expect(shapeFaults(template)).toEqual([]);
    const files = [{ path: 'template.json', text: JSON.stringify(template) }];
    const { diagnostics } = architectureOfSources(readCloudFormation({ files, deployed }));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

describe('an architecture for measuring', () => {
  test.each([250, 500, 1000, 2000])('has exactly %i resources', (size) => {
    const template = architectureOf(size);
    expect(Object.keys(template.Resources)).toHaveLength(size);
    expect(template).toEqual(architectureOf(size));
  });

  test('has only properties that AWS knows', () => {
    expect(shapeFaults(architectureOf(250))).toEqual([]);
  });
});

test('random requests are made of what the template speaks of, and repeat for the same seed', () => {
  const vocabulary = vocabularyOf(generateArchitecture(createRandom(5)));
  const entrance = {
    id: 'distribution:Edge',
    gate: 'distribution:Edge',
    kind: 'distribution',
    resource: 'Edge',
    hosts: ['d111111abcdef8.cloudfront.net'],
    schemes: ['http', 'https'],
    basePath: '',
    title: 'https://d111111abcdef8.cloudfront.net',
  } as const;
  const draw = (seed: number) => generateRequest(createRandom(seed), vocabulary, [entrance]);
  expect(draw(1)).toEqual(draw(1));
  const targets = new Set(SEEDS.map((seed) => draw(seed).request.target));
  expect(targets.size).toBeGreaterThan(50);
  for (const target of targets) expect(target.startsWith('/')).toBe(true);
});
