// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
import { expect, test } from 'vitest';
import { readCloudFormation } from './index.ts';
import { plainValue } from './plain-value.ts';
import type { ReadOptions } from './source.ts';

function read(files: Readonly<Record<string, unknown>>, options: ReadOptions = {}) {
  const result = readCloudFormation(
    {
      files: Object.entries(files).map(([path, content]) => ({
        path,
        text: typeof content === 'string' ? content : JSON.stringify(content),
      })),
    },
    options,
  );
  const byId = Object.fromEntries(result.resources.map((resource) => [resource.id, resource]));
  const propertiesOf = (id: string): unknown => plainValue(byId[id]?.properties);
  return { ...result, byId, propertiesOf, codes: result.diagnostics.map(({ code }) => code) };
}

const thing = (value: unknown, more = {}) => ({ Type: 'AWS::A::B', Properties: { Value: value }, ...more });

test('One stack imports what another exports', () => {
  const { propertiesOf, codes } = read({
    'app.json': { Resources: { Thing: thing({ 'Fn::ImportValue': { 'Fn::Sub': 'net-Domain' } }) } },
    'net.json': {
      Resources: { Edge: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } } },
      Outputs: {
        Domain: {
          Value: { 'Fn::GetAtt': ['Edge', 'Arn'] },
          Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Domain' } },
        },
      },
    },
  });
  expect(propertiesOf('Thing')).toEqual({ Value: 'arn:aws:s3:::b' });
  expect(codes).toEqual([]);
});

test('Fn::GetStackOutput reads an output that is not exported, in the region and account that it names', () => {
  const { propertiesOf, codes } = read({
    'app.yaml': `Resources:
  Thing:
    Type: AWS::A::B
    Properties:
      Here: !GetStackOutput {StackName: net, OutputName: Id}
      There: {'Fn::GetStackOutput': {StackName: net, OutputName: Id, Region: eu-west-1, RoleArn: 'arn:aws:iam::111122223333:role/r'}}
      Wrong: {'Fn::GetStackOutput': [net, Id]}`,
    'net.yaml': 'Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}}\nOutputs: {Id: {Value: !Ref B}}',
  });
  expect(propertiesOf('Thing')).toEqual({
    Here: 'b',
    There: '<unknown output 111122223333 eu-west-1 net.Id>',
    Wrong: '<app app.yaml:7:14>',
  });
  expect(codes).toEqual(['missing-output', 'wrong-arguments']);
});

test('A stack of a CDK app reads what a stack of another region writes for it, and for no other region', () => {
  const name = '/cdk/exports/Edge/Apieuwest1RefBucket';
  const writer = (region: string, value: unknown) => ({
    Type: 'Custom::CrossRegionExportWriter',
    Properties: { ServiceToken: 'arn', WriterProps: { region, exports: { [name]: value } } },
  });
  const edge = {
    Resources: {
      Reader: {
        Type: 'Custom::CrossRegionExportReader',
        Properties: { ReaderProps: { region: 'us-east-1', imports: {} } },
      },
      Thing: thing({ 'Fn::Sub': ['x-${A}', { A: { 'Fn::GetAtt': ['Reader', name] } }] }),
    },
  };
  const there = { 'Edge.json': edge, 'Api.json': { Resources: { W: writer('us-east-1', 'b') } } };
  expect(read(there).propertiesOf('Thing')).toEqual({ Value: 'x-b' });
  const elsewhere = { 'Edge.json': edge, 'Api.json': { Resources: { W: writer('eu-west-1', 'b') } } };
  const twice = {
    'Edge.json': edge,
    'Api.json': { Resources: { W: writer('us-east-1', 'b'), X: writer('us-east-1', 'c') } },
  };
  for (const files of [elsewhere, twice, { 'Edge.json': edge }])
    expect(JSON.stringify(read(files).propertiesOf('Thing'))).not.toMatch(/x-[bc]/);
});

test('Exports that import each other end as unknown values', () => {
  const circle = (name: string, other: string) => ({
    Resources: { [name]: thing({ 'Fn::ImportValue': other }) },
    Outputs: { Out: { Value: { 'Fn::ImportValue': other }, Export: { Name: name } } },
  });
  const { propertiesOf } = read({ 'a.json': circle('A', 'B'), 'b.json': circle('B', 'A') });
  expect(propertiesOf('A')).toEqual({ Value: '<unknown export B>' });
});

test('Ids that two stacks share are told apart by the stack, and their stand-ins differ', () => {
  const api = {
    Resources: { Api: { Type: 'AWS::ApiGateway::RestApi' }, Thing: thing({ Ref: 'Api' }, { DependsOn: 'Api' }) },
  };
  const { byId, propertiesOf } = read({ 'one.template.json': api, 'two.yaml': api });
  expect(Object.keys(byId)).toEqual(['one/Api', 'one/Thing', 'two/Api', 'two/Thing']);
  expect(byId['one/Api']?.physicalId).not.toBe(byId['two/Api']?.physicalId);
  expect(propertiesOf('two/Thing')).toEqual({ Value: byId['two/Api']?.physicalId });
  expect(byId['two/Thing']?.dependsOn).toEqual(['two/Api']);
});

test('Stacks from files of the same name have the names of their paths', () => {
  const { resources } = read({
    'a/template.json': { Resources: { X: thing(1) } },
    'b/template.json': { Resources: { Y: thing(2) } },
  });
  expect(resources.map(({ stack }) => stack)).toEqual(['a/template', 'b/template']);
});

test('A nested stack gets its parameters from its parent and gives its outputs back', () => {
  const { resources, propertiesOf, codes } = read({
    'infra/parent.yaml': `
Parameters: {Stage: {Type: String, Default: prod}}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters: {Name: !Sub 'name-\${Stage}', List: 'a,b'}
  Thing: {Type: AWS::A::B, Properties: {Value: !GetAtt Child.Outputs.Name, Missing: !GetAtt Child.Outputs.Nope}}
`,
    'infra/child.yaml': `
Parameters: {Name: {Type: String}, List: {Type: CommaDelimitedList}, Own: {Type: String, Default: own}}
Conditions: {IsProd: !Equals [!Ref Name, name-prod]}
Resources:
  Inner: {Type: AWS::A::B, Condition: IsProd, Properties: {Value: !Ref Name, List: !Ref List, Own: !Ref Own, Stack: !Ref AWS::StackName}}
Outputs: {Name: {Value: !Ref Name}}
`,
  });
  expect(resources.map(({ id, stack }) => [id, stack])).toEqual([
    ['Child', 'parent'],
    ['Thing', 'parent'],
    ['Inner', 'parent/Child'],
  ]);
  expect(propertiesOf('Thing')).toEqual({ Value: 'name-prod', Missing: '<parent/Child.Outputs.Nope>' });
  expect(propertiesOf('Inner')).toMatchObject({
    Value: 'name-prod',
    List: ['a', 'b'],
    Own: 'own',
    Stack: expect.stringMatching(/^parent-Child-[A-Z0-9]{12}$/),
  });
  expect(codes).toEqual(['missing-output']);
});

test('The templates of one nested stack may be used twice, and found by name whatever the bucket', () => {
  const child = { Parameters: { Bucket: { Type: 'String' } }, Resources: { Inner: thing({ Ref: 'Bucket' }) } };
  const nest = (n: number) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: {
      TemplateURL: { 'Fn::Sub': 'https://${B}.s3.amazonaws.com/v1/child.json' },
      Parameters: { Bucket: `b${n}` },
    },
  });
  const { propertiesOf, codes } = read({
    'parent.json': { Parameters: { B: { Type: 'String' } }, Resources: { One: nest(1), Two: nest(2) } },
    'nested/child.json': child,
  });
  expect(propertiesOf('parent/One/Inner')).toEqual({ Value: 'b1' });
  expect(propertiesOf('parent/Two/Inner')).toEqual({ Value: 'b2' });
  expect(codes).toEqual([]);
});

test('A nested stack without its template is named, and its outputs are unknown', () => {
  const { propertiesOf, codes } = read({
    'parent.json': {
      Resources: {
        Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/b/c.yaml' } },
        Thing: thing({ 'Fn::GetAtt': 'Child.Outputs.X' }),
      },
    },
  });
  expect(propertiesOf('Thing')).toEqual({ Value: '<parent/Child.Outputs.X>' });
  expect(codes).toEqual(['missing-nested-template']);
});

test('Templates that nest each other, or themselves, are read once', () => {
  const nesting = (url: string) => ({
    Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } },
  });
  expect(read({ 'a.json': nesting('b.json'), 'b.json': nesting('a.json') }).codes).toEqual(['circular-nesting']);
  expect(read({ 'a.json': nesting('a.json') }).codes).toEqual(['circular-nesting']);
});

test('A cloud assembly gives its stacks their names, accounts and regions; nested templates are assets', () => {
  const { byId, propertiesOf, resources, codes } = read({
    'cdk.out/manifest.json': {
      version: '38.0.0',
      artifacts: {
        'Edge.assets': { type: 'cdk:asset-manifest', properties: { file: 'Edge.assets.json' } },
        Edge: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://111122223333/eu-west-1',
          properties: { templateFile: 'Edge.template.json', stackName: 'edge-prod' },
        },
        Agnostic: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          properties: { templateFile: 'Agnostic.template.json' },
        },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
        'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
      },
    },
    'cdk.out/tree.json': { version: 'tree-0.1', tree: {} },
    'cdk.out/Edge.assets.json': {
      version: '38.0.0',
      files: {
        abc123: {
          source: { path: 'EdgeNested.nested.template.json', packaging: 'file' },
          destinations: { x: { objectKey: 'abc123.json' } },
        },
      },
    },
    'cdk.out/Edge.template.json': {
      Resources: {
        Name: thing({
          'Fn::Join': ['/', [{ Ref: 'AWS::StackName' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]],
        }),
        ByHash: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: {
              'Fn::Sub': 'https://s3.${AWS::Region}.${AWS::URLSuffix}/assets-${AWS::AccountId}/abc123.json',
            },
          },
        },
        ByPath: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: { Ref: 'AWS::NoValue' } },
          Metadata: { 'aws:asset:path': 'EdgeNested.nested.template.json' },
        },
      },
    },
    'cdk.out/EdgeNested.nested.template.json': { Resources: { Inner: thing({ Ref: 'AWS::Region' }) } },
    'cdk.out/Agnostic.template.json': { Parameters: { BootstrapVersion: { Type: 'String', Default: 'x' } } },
    'cdk.out/assembly-Prod/manifest.json': {
      artifacts: {
        ProdApi: { type: 'aws:cloudformation:stack', properties: { templateFile: 'ProdApi.template.json' } },
      },
    },
    'cdk.out/assembly-Prod/ProdApi.template.json': { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi' } } },
  });
  expect(propertiesOf('Name')).toEqual({ Value: 'edge-prod/eu-west-1/111122223333' });
  expect(propertiesOf('Edge/ByHash/Inner')).toEqual({ Value: 'eu-west-1' });
  expect(propertiesOf('Edge/ByPath/Inner')).toEqual({ Value: 'eu-west-1' });
  expect(byId.Name).toMatchObject({ stack: 'Edge', region: 'eu-west-1', account: '111122223333' });
  expect(byId.Api).toMatchObject({ stack: 'ProdApi', region: 'us-east-1', account: '123456789012' });
  expect(resources).toHaveLength(6);
  expect(codes).toEqual(['empty-stack']);
});

test('A template that the manifest lists and that is not there is named', () => {
  const { diagnostics } = read({
    'manifest.json': {
      artifacts: { Gone: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Gone.template.json' } } },
    },
  });
  expect(diagnostics).toEqual([
    {
      code: 'missing-template',
      severity: 'error',
      message:
        'Cannot read "Gone.template.json": the manifest lists it and it is not there, expected a CloudFormation template.',
      help: 'Run "cdk synth" again.',
      place: { file: 'Gone.template.json', line: 1, column: 1 },
    },
  ]);
});
