// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
import { expect, test } from 'vitest';
import { readCloudFormation } from './index.ts';

const read = (text: string, path = 'bad.yaml') => readCloudFormation({ files: [{ path, text }] });
const said = (text: string, path?: string) =>
  read(text, path).diagnostics.map(
    ({ code, severity, place }) => `${severity} ${code} ${place?.line}:${place?.column}`,
  );

test.each([
  ['an empty file', '', 'error empty-file 1:1'],
  ['blanks', ' \n\n', 'error empty-file 1:1'],
  ['a binary file', 'PK\u0003\u0004\0\0', 'error binary-file 1:1'],
  ['a text', 'hello', 'error not-a-template 1:1'],
  ['a list', '- a\n- b', 'error not-a-template 1:1'],
  ['a map without Resources', 'A: 1', 'error not-a-template 1:1'],
  ['Resources that are no map', 'Resources: [a]', 'error not-a-template 1:1'],
  ['only a comment', '# nothing', 'error not-a-template 1:1'],
])('%s is answered by one diagnostic', (_what, text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test('Malformed YAML is told with line and column, and the rest is read', () => {
  const { resources, diagnostics } = read('Resources:\n  A: {Type: AWS::A::B}\n  B: {Type: "AWS::A::B}\n');
  expect(diagnostics[0]).toMatchObject({
    code: 'malformed-yaml',
    severity: 'error',
    place: { file: 'bad.yaml', line: 4 },
  });
  expect(diagnostics).toHaveLength(1);
  expect(resources.map(({ id }) => id)).toContain('A');
});

test('Malformed JSON is told with line and column, and the rest is read', () => {
  const { resources, diagnostics } = read(
    '{"Resources": {\n "A": {"Type": "AWS::A::B"},\n "B": {"Type": "AWS::A::B",}\n}}',
    'bad.json',
  );
  expect(diagnostics).toEqual([
    {
      code: 'malformed-json',
      severity: 'error',
      message: 'Cannot read the template as JSON: property name expected, expected strict JSON.',
      place: { file: 'bad.json', line: 3, column: 28 },
      help: 'CloudFormation takes no comments and no trailing commas in JSON.',
    },
  ]);
  expect(resources.map(({ id }) => id)).toEqual(['A', 'B']);
});

test.each([
  'Resources:\n  A: {Type: AWS::A::B}\n  B: {Type: AWS::A::B}\n',
  '{"Resources": {"A": {"Type": "AWS::A::B"}}}',
])('A byte order mark is no part of the template: %j', (text) => {
  const { resources, diagnostics } = read(`\uFEFFDescription: ok\n${text}`.replace(/Description.*\n(?=\{)/, ''));
  expect(diagnostics).toEqual([]);
  expect(resources[0]?.id).toBe('A');
});

test('A second YAML document is told, not dropped', () => {
  const { diagnostics } = read('Resources: {A: {Type: AWS::A::B}}\n---\nResources: {B: {Type: AWS::A::B}}\n');
  expect(diagnostics).toMatchObject([
    {
      code: 'malformed-yaml',
      severity: 'error',
      message: 'Cannot read the template as YAML: a second document begins here, expected one document.',
      place: { line: 2 },
    },
  ]);
});

test('YAML in flow style is no malformed JSON', () => {
  expect(said('{Resources: {A: {Type: AWS::A::B}}}')).toEqual([]);
});

test.each([
  [
    'a resource without Type',
    'Resources: {A: {Properties: {}}, B: {Type: AWS::A::B}}',
    'error resource-without-type 1:13',
  ],
  ['a resource that is a text', 'Resources: {A: x, B: {Type: AWS::A::B}}', 'error resource-without-type 1:13'],
  ['properties that are a list', 'Resources: {B: {Type: AWS::A::B, Properties: [a]}}', 'error wrong-properties 1:46'],
  ['an unknown section', 'Resource: {}\nResources: {B: {Type: AWS::A::B}}', 'warning unknown-section 1:1'],
  ['a section that is a list', 'Outputs: [a]\nResources: {B: {Type: AWS::A::B}}', 'warning wrong-section 1:10'],
  [
    'a parameter that is a text',
    'Parameters: {P: x}\nResources: {B: {Type: AWS::A::B}}',
    'warning wrong-parameter 1:14',
  ],
  ['a key that occurs twice', 'Resources: {B: {Type: AWS::A::B, Type: AWS::A::B}}', 'warning duplicate-key 1:34'],
  ['DependsOn what is not there', 'Resources: {B: {Type: AWS::A::B, DependsOn: C}}', 'error missing-reference 1:45'],
  ['a condition that is not there', 'Resources: {B: {Type: AWS::A::B, Condition: C}}', 'error missing-condition 1:45'],
  ['a condition that is a text', 'Conditions: {C: x}\nResources: {B: {Type: AWS::A::B}}', 'error wrong-condition 1:17'],
  [
    'a number that YAML reads otherwise',
    'Resources: {B: {Type: AWS::A::B, Properties: {Mode: 0644}}}',
    'note yaml-number 1:53',
  ],
  ['a macro', 'Transform: Mine\nResources: {B: {Type: AWS::A::B}}', 'warning unsupported-transform 1:12'],
])('%s is named with its place, and the rest is read', (_what, text, expected) => {
  expect(said(text)[0]).toBe(expected);
  expect(read(text).resources.map(({ id }) => id)).toEqual(['B']);
});

test('Conditions that depend on each other are undecided, and said', () => {
  const { resources, diagnostics } = read(`
Conditions: {A: !Not [!Condition B], B: !And [!Condition A, !Condition A]}
Resources: {T: {Type: AWS::A::B, Condition: A}}`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['circular-condition', 'undecided-condition']);
  expect(resources[0]?.conditional).toBeDefined();
});

test('Resources that wait for each other are named with the whole circle', () => {
  const { resources, diagnostics } = read(`
Resources:
  A: {Type: AWS::A::B, Properties: {V: !Ref B}}
  B: {Type: AWS::A::B, Properties: {V: !Sub '\${C.Arn}'}}
  C: {Type: AWS::IAM::Role, DependsOn: A}
  D: {Type: AWS::A::B, DependsOn: [A, C]}`);
  expect(resources).toHaveLength(4);
  expect(diagnostics).toEqual([
    {
      code: 'circular-dependency',
      severity: 'error',
      message:
        'Cannot deploy "A" → "B" → "C" → "A": they depend on each other, expected dependencies without a circle.',
      place: { file: 'bad.yaml', line: 3, column: 3, logicalId: 'A' },
      help: 'CloudFormation refuses such a template.',
    },
  ]);
});

test('Repetitions over what they make themselves are named, and left out', () => {
  const { resources, diagnostics } = read(`
Transform: AWS::LanguageExtensions
Conditions:
  Fn::ForEach::C: [X, !If [CA, [a], [b]], {'C\${X}': !Equals [a, a]}]
Resources:
  Fn::ForEach::R: [X, [!Ref Ra], {'R\${X}': {Type: AWS::A::B}}]
  Kept: {Type: AWS::A::B}`);
  expect(resources.map(({ id }) => id)).toEqual(['Kept']);
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    'missing-condition',
    'missing-reference',
    'wrong-for-each',
    'wrong-for-each',
  ]);
});

test('Names that are made of each other end', () => {
  const bucket = (other: string) => `{Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'x-\${${other}}'}}`;
  expect(said(`Resources:\n  A: ${bucket('B')}\n  B: ${bucket('A')}`)).toEqual(['error circular-dependency 2:3']);
});

test('Aliases of aliases that would fill the memory are cut off', () => {
  const rounds = 'bcdefghi'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`);
  const { diagnostics } = read(
    `Metadata:\n  a: &a [x,x,x,x,x,x,x,x,x]\n  ${rounds.join('\n  ')}\nResources: {A: {Type: AWS::A::B, Properties: {V: *i}}}`,
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(['too-large']);
});

test('Nesting without end is cut off in both languages', () => {
  expect(said(`{"Resources":${'['.repeat(100_000)}`, 'deep.json')).toEqual(['error too-large 1:1']);
  expect(said(`Resources: ${'['.repeat(50_000)}`)).toEqual(['error too-large 1:1']);
  expect(
    said(`{"Resources":{"A":{"Type":"A","Properties":{"V":${'['.repeat(600)}${']'.repeat(600)}}}}}`, 'deep.json'),
  ).toHaveLength(1);
});

test('What may hide resources is told apart from the other diagnostics', () => {
  const text = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: gone.yaml}}
  Other: {Type: AWS::A::B, Properties: {V: !Ref Missing}}`;
  const { incomplete, diagnostics } = read(text);
  expect(incomplete?.map(({ code }) => code).sort()).toEqual(['missing-nested-template', 'unsupported-transform']);
  expect(diagnostics).toHaveLength(3);
  expect(read('Resources: {A: {Type: AWS::A::B}}').incomplete).toEqual([]);
});

test('No sources are said to be none', () => {
  expect(readCloudFormation({ files: [] }).diagnostics.map(({ code }) => code)).toEqual(['no-source']);
});

test('Names that JavaScript gives a meaning to are names like others', () => {
  const { resources, diagnostics } = read(`
Parameters: {constructor: {Type: String, Default: a}}
Resources:
  __proto__: {Type: AWS::A::B, Properties: {toString: !Ref constructor, __proto__: !Ref hasOwnProperty}}`);
  expect(resources[0]?.logicalId).toBe('__proto__');
  expect(diagnostics.map(({ code }) => code)).toEqual(['missing-reference']);
});

test('A template of 2,000 resources is read in well under a second', () => {
  const resources = Object.fromEntries(
    Array.from({ length: 2000 }, (_none, index) => [
      `R${index}`,
      {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: { 'Fn::Sub': '${AWS::StackName}-x' }, Before: { Ref: `R${Math.max(0, index - 1)}` } },
      },
    ]),
  );
  const text = JSON.stringify({ Resources: { ...resources, R0: { Type: 'AWS::S3::Bucket' } } });
  const before = performance.now();
  expect(read(text, 'large.json').resources).toHaveLength(2000);
  expect(performance.now() - before).toBeLessThan(1000);
});
