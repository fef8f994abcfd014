import { expect, test } from 'vitest';
import { readCloudFormation, worlds } from './index.ts';
import type { ReadOptions } from './source.ts';

const worldsOf = (files: Readonly<Record<string, string>>, options: ReadOptions = {}) =>
  worlds({ files: Object.entries(files).map(([path, text]) => ({ path, text })) }, options);
const parametersOf = (text: string, options: ReadOptions = {}) =>
  worldsOf({ 'a.yaml': `${text}\nResources: {A: {Type: AWS::A::B}}` }, options).worlds.map(
    ({ parameters }) => parameters,
  );

test('A template without conditions has one world', () => {
  expect(worldsOf({ 'a.yaml': 'Parameters: {P: {Type: String}}\nResources: {A: {Type: AWS::A::B}}' })).toEqual({
    worlds: [{ parameters: {} }],
    complete: true,
  });
});

test('Allowed values that no condition tells apart make one world', () => {
  expect(
    parametersOf(
      'Parameters: {P: {Type: String, Default: dev, AllowedValues: [dev, test, stage, prod]}}\nConditions: {C: !Equals [!Ref P, prod]}',
    ),
  ).toEqual([{}, { P: 'prod' }]);
});

test('Without allowed values, the literals and a different value are tried', () => {
  expect(
    parametersOf(
      'Parameters: {P: {Type: String}}\nConditions: {C: !Equals [a, !Ref P], D: !Not [!Equals [!Ref P, b]]}',
    ),
  ).toEqual([{}, { P: 'a' }, { P: 'b' }, { P: 'other' }]);
  expect(parametersOf('Parameters: {P: {Type: Number, Default: 1}}\nConditions: {C: !Equals [!Ref P, 1]}')).toEqual([
    {},
    { P: '2' },
  ]);
});

test('A given parameter has no other worlds', () => {
  const text = 'Parameters: {P: {Type: String, Default: a}}\nConditions: {C: !Equals [!Ref P, b]}';
  expect(parametersOf(text, { parameters: { P: 'a' } })).toEqual([{}]);
});

test('Combinations count where they change a condition', () => {
  const text = `Parameters: {P: {Type: String, Default: n}, Q: {Type: String, Default: n}}
Conditions: {Both: !And [!Equals [!Ref P, y], !Equals [!Ref Q, y]]}`;
  expect(parametersOf(text)).toEqual([{}, { P: 'y', Q: 'y' }]);
});

test('A parameter inside another function is tried with all its allowed values', () => {
  const text = `Parameters: {P: {Type: String, Default: a, AllowedValues: [a, b, c]}}
Mappings: {M: {a: {k: 'no'}, b: {k: 'no'}, c: {k: 'yes'}}}
Conditions: {C: !Equals [!FindInMap [M, !Ref P, k], 'yes']}`;
  expect(parametersOf(text)).toEqual([{}, { P: 'c' }]);
});

test('The conditions of a nested stack depend on what its parent passes', () => {
  const { worlds: found } = worldsOf({
    'parent.yaml': `Parameters: {Stage: {Type: String, Default: dev}}
Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {S: !Ref Stage}}}}`,
    'child.yaml': `Parameters: {S: {Type: String}}
Conditions: {C: !Equals [!Ref S, prod]}
Resources: {A: {Type: AWS::A::B, Condition: C}}`,
  });
  expect(found).toEqual([{ parameters: {} }, { parameters: { Stage: 'prod' } }]);
});

test('More than 64 worlds become one change at a time, and say that they are not all', () => {
  const names = Array.from({ length: 8 }, (_none, index) => `P${index}`);
  const text = `Parameters: {${names.map((name) => `${name}: {Type: String, Default: ''}`).join(', ')}}
Conditions: {${names.map((name) => `C${name}: !Equals [!Ref ${name}, '']`).join(', ')}}
Resources: {A: {Type: AWS::A::B}}`;
  const { worlds: found, complete } = worldsOf({ 'a.yaml': text });
  expect(complete).toBe(false);
  expect(found).toHaveLength(9);
  expect(found[1]).toEqual({ parameters: { P0: 'other' } });
});

test('A world is read by giving it to the reader', () => {
  const files = [
    {
      path: 'a.yaml',
      text: 'Parameters: {P: {Type: String, Default: dev}}\nConditions: {C: !Equals [!Ref P, prod]}\nResources: {A: {Type: AWS::A::B, Condition: C}}',
    },
  ];
  const reads = worlds({ files }).worlds.map((world) => readCloudFormation({ files }, { world }));
  expect(reads.map(({ resources }) => resources.length)).toEqual([0, 1]);
  expect(reads.map(({ world }) => world.parameters)).toEqual([{}, { P: 'prod' }]);
  const given = { parameters: { P: 'dev' }, world: { parameters: { P: 'prod' } } };
  expect(readCloudFormation({ files }, given).resources).toHaveLength(0);
});
