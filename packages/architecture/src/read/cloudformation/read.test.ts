// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
import { describe, expect, test } from 'vitest';
import { at } from '../../setting.ts';
import { readCloudFormation } from './index.ts';
import { plainValue } from './plain-value.ts';
import type { ReadOptions } from './source.ts';

const read = (text: string, options: ReadOptions = {}, path = 'shop.yaml') =>
  readCloudFormation({ files: [{ path, text }] }, options);

/** The value of one property of one resource, where the template's sections beside Resources are given. */
function writtenValue(written: string, sections = '', options: ReadOptions = {}) {
  const text = `${sections}
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: pictures}}
  Api: {Type: AWS::ApiGateway::RestApi}
  Thing:
    Type: AWS::Any::Thing
    Properties:
      Value: ${written}
`;
  const { resources, diagnostics } = read(text, options);
  const thing = resources.find(({ id }) => id === 'Thing');
  return { value: plainValue(at(thing?.properties, 'Value')), codes: diagnostics.map(({ code }) => code) };
}

const MAPPINGS = `
Transform: AWS::LanguageExtensions
Parameters:
  Stage: {Type: String, Default: dev}
  Zones: {Type: CommaDelimitedList, Default: 'a, b ,c'}
  Count: {Type: Number, Default: 3}
  Empty: {Type: CommaDelimitedList, Default: ''}
  Nothing: {Type: String}
  Password: {Type: String, NoEcho: true}
Mappings:
  Sizes:
    dev: {Small: t3.small, List: [x, y]}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Not [!Condition IsDev]
  Both: !And [!Condition IsDev, !Equals [a, a], Condition: IsDev]
  Any: !Or [!Condition IsProd, !Equals [a, b]]
  Open: !Equals [!Ref Nothing, x]
`;

describe('Functions', () => {
  test.each([
    ['!Ref AWS::Region', 'us-east-1'],
    ['!Ref AWS::AccountId', '123456789012'],
    ['!Ref AWS::Partition', 'aws'],
    ['!Ref AWS::URLSuffix', 'amazonaws.com'],
    ['!Ref AWS::StackName', 'shop'],
    ['!Ref AWS::NotificationARNs', []],
    ['!Ref AWS::NoValue', undefined],
    ['[a, !Ref AWS::NoValue, b]', ['a', 'b']],
    ['{a: 1, b: !Ref AWS::NoValue}', { a: 1 }],
    ['!Ref Stage', 'dev'],
    ['!Ref Zones', ['a', 'b', 'c']],
    ['!Ref Empty', []],
    ['!Ref Count', '3'],
    ['!Ref Nothing', '<unknown parameter Nothing>'],
    ['!Ref Password', '<secret parameter Password>'],
    ['!Ref Bucket', 'pictures'],
    ['!GetAtt Bucket.Arn', 'arn:aws:s3:::pictures'],
    ['!GetAtt [Bucket, RegionalDomainName]', 'pictures.s3.us-east-1.amazonaws.com'],
    ['{"Fn::GetAtt": Bucket.WebsiteURL}', 'http://pictures.s3-website-us-east-1.amazonaws.com'],
    ['!Sub "${Stage}-${!Literal}-${AWS::Region}-${Bucket.Arn}"', 'dev-${Literal}-us-east-1-arn:aws:s3:::pictures'],
    ['!Sub ["${a}/${Stage}", {a: !Ref Bucket, Stage: own}]', 'pictures/own'],
    ['!Sub "x-${Nothing}-$5"', '<unknown x-${parameter Nothing}-$$5>'],
    ['!Sub "${Password}"', '<secret parameter Password>'],
    ['!Sub "${Password}${Nothing}"', '<secret ${parameter Password}${parameter Nothing}>'],
    ['!Join ["-", [a, !Ref Stage, 1, true]]', 'a-dev-1-true'],
    ['!Join [",", !Ref Zones]', 'a,b,c'],
    ['!Select [1, !Ref Zones]', 'b'],
    ['!Select ["0", !Split ["/", "x/y"]]', 'x'],
    ['!Split ["|", "a|b||"]', ['a', 'b', '', '']],
    ['!Split ["-", !Ref Nothing]', '<Fn::Split("-", <parameter Nothing>)>'],
    ['!Select [0, !Split ["-", !Ref Nothing]]', '<Fn::Select("0", <Fn::Split("-", <parameter Nothing>)>)>'],
    ['!FindInMap [Sizes, !Ref Stage, Small]', 't3.small'],
    ['!FindInMap [Sizes, prod, Small, DefaultValue: !Ref Stage]', 'dev'],
    ['!FindInMap [Sizes, dev, List]', ['x', 'y']],
    ['!If [IsDev, yes-it-is, !Ref Missing]', 'yes-it-is'],
    ['!If [IsProd, a, !Ref AWS::NoValue]', undefined],
    ['!If [Both, a, b]', 'a'],
    ['!If [Any, a, b]', 'b'],
    ['!If [Open, same, same]', 'same'],
    ['!If [Open, a, b]', '<if(equals("x", <parameter Nothing>), "a", "b")>'],
    ['!Base64 héé!', 'aMOpw6kh'],
    ['{"Fn::Base64": !Sub "a${Stage}"}', 'YWRldg=='],
    ['!Cidr [10.0.0.0/16, 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['!Select [1, !Cidr [192.168.0.0/24, 2, 5]]', '192.168.0.32/27'],
    ['!Cidr ["2001:db8::/56", 2, 64]', ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['!Select [0, !GetAZs ""]', 'us-east-1a'],
    ['!Select [1, !GetAZs eu-west-1]', 'eu-west-1b'],
    ['{"Fn::Length": !Ref Zones}', 3],
    ['{"Fn::ToJsonString": {a: [1, !Ref Stage, true], b: null}}', '{"a":[1,"dev",true],"b":null}'],
    ['{"Fn::ToJsonString": {a: !Ref Password}}', '<secret {"a":"${parameter Password}"}>'],
  ])('%s gives %j', (written, expected) => {
    const { value } = writtenValue(written, MAPPINGS);
    expect(value).toEqual(expected);
  });

  test.each([
    ['!Foo bar', 'unknown-function'],
    ['{"Fn::Nope": 1}', 'unknown-function'],
    ['!Ref Missing', 'missing-reference'],
    ['!GetAtt Missing.Arn', 'missing-reference'],
    ['!Sub "${Missing.Arn}"', 'missing-reference'],
    ['!GetAtt Api.Colour', 'unknown-attribute'],
    ['!ImportValue nowhere', 'missing-export'],
    ['!Ref [a]', 'wrong-arguments'],
    ['!GetAtt Bucket', 'wrong-arguments'],
    ['!Sub {a: b}', 'wrong-arguments'],
    ['!Sub ["${a}", b]', 'wrong-arguments'],
    ['!Join [a]', 'wrong-arguments'],
    ['!Join ["", abc]', 'wrong-arguments'],
    ['!Join ["", [{a: b}]]', 'wrong-arguments'],
    ['!Select [5, [a]]', 'wrong-arguments'],
    ['!Select [-1, [a]]', 'wrong-arguments'],
    ['!Split ["", abc]', 'wrong-arguments'],
    ['!FindInMap [Sizes, dev, Nope]', 'wrong-arguments'],
    ['!If [IsDev, a]', 'wrong-arguments'],
    ['!If [Nope, a, b]', 'missing-condition'],
    ['!Base64 [a]', 'wrong-arguments'],
    ['!Cidr [10.0.0.0/30, 8, 8]', 'wrong-arguments'],
    ['!Cidr [10.0.0/8, 1, 8]', 'wrong-arguments'],
    ['{"Fn::Length": 3}', 'wrong-arguments'],
    ['{"Fn::ToJsonString": x}', 'wrong-arguments'],
    ['{"Fn::Sub": a, b: c}', 'misplaced-function'],
    ['{"Fn::Transform": {Name: AWS::Include, Parameters: {Location: s3://x}}}', 'macro-value'],
    ['"{{resolve:vault:x}}"', 'unknown-dynamic-reference'],
  ])('%s is answered by the diagnostic %s, and the rest is read', (written, code) => {
    const { codes, value } = writtenValue(written, MAPPINGS);
    expect(codes).toEqual([code]);
    expect(value).not.toBeUndefined();
  });

  test('A value keeps the place where it is written, with its property path', () => {
    const { resources } = read(`Resources:
  Edge:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: one
            DomainName: !Sub "\${AWS::Region}.example.com"
`);
    expect(at(resources[0]?.properties, 'DistributionConfig', 'Origins', 0, 'DomainName')).toEqual({
      kind: 'scalar',
      value: 'us-east-1.example.com',
      place: {
        file: 'shop.yaml',
        line: 8,
        column: 30,
        logicalId: 'Edge',
        property: 'DistributionConfig.Origins.0.DomainName',
      },
    });
    expect(resources[0]?.place).toEqual({ file: 'shop.yaml', line: 2, column: 3, logicalId: 'Edge' });
  });

  test('Fn::ForEach repeats resources, conditions, outputs and properties', () => {
    const { resources, diagnostics } = read(`
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'One,Two'}
Conditions:
  Fn::ForEach::Wanted:
    - Name
    - !Ref Names
    - Is\${Name}: !Equals ['\${Name}', Two]
Resources:
  Fn::ForEach::Outer:
    - Name
    - [!Ref Names]
    - Bucket\${Name}:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub b-\${Name}
          Tag: !Ref Name
          Fn::ForEach::Inner:
            - Kind
            - [x.1, y-2]
            - 'Key&{Kind}': \${Kind}\${Name}
  Fn::ForEach::Conditional:
    - Name
    - !Ref Names
    - Maybe\${Name}: {Type: AWS::SNS::Topic, Condition: 'Is\${Name}'}
`);
    expect(resources.map(({ id }) => id)).toEqual(['BucketOne', 'BucketTwo', 'MaybeTwo']);
    expect(plainValue(resources[1]?.properties)).toEqual({
      BucketName: 'b-Two',
      Tag: 'Two',
      Keyx1: 'x.1Two',
      Keyy2: 'y-2Two',
    });
    expect(diagnostics).toEqual([]);
  });

  test('YAML anchors and merge keys are followed, and Version dates stay texts', () => {
    const { resources, diagnostics } = read(`
Resources:
  One: &one
    Type: AWS::Any::Thing
    Properties: &shared
      Version: 2012-10-17
      Toggle: Yes
  Two:
    <<: *one
    Properties:
      <<: *shared
      Toggle: "Yes"
`);
    expect(resources.map(({ properties }) => plainValue(properties))).toEqual([
      { Version: '2012-10-17', Toggle: true },
      { Version: '2012-10-17', Toggle: 'Yes' },
    ]);
    expect(diagnostics).toEqual([]);
  });
});

describe('Parameters and conditions', () => {
  test('A given value takes the place of the default, and of no value', () => {
    const options = { parameters: { Stage: 'prod', Nothing: 'x', Zones: 'p,q' } };
    expect(writtenValue('!If [IsProd, !Sub "${Stage}${Nothing}", b]', MAPPINGS, options).value).toBe('prodx');
    expect(writtenValue('!If [Open, !Ref Zones, b]', MAPPINGS, options).value).toEqual(['p', 'q']);
  });

  test('A value that no template asks for, and one that is not allowed, are named', () => {
    const text =
      'Parameters: {A: {Type: String, AllowedValues: [x, y]}}\nResources: {T: {Type: AWS::A::B, Properties: {V: !Ref A}}}';
    const { diagnostics } = read(text, { parameters: { A: 'z', B: '1' } });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['unknown-parameter', 'error'],
      ['parameter-not-allowed', 'error'],
    ]);
  });

  test("The text of a parameter stays marked as the parameter's, and whether it is hidden", () => {
    const text =
      'Parameters: {A: {Type: String, Default: s3cret, NoEcho: true}}\nResources: {T: {Type: AWS::A::B, Properties: {V: !Ref A, W: !Sub "${A}", X: !Sub "${A}!"}}}';
    const properties = read(text).resources[0]?.properties;
    expect(at(properties, 'V')).toMatchObject({ value: 's3cret', parameter: { name: 'A', noEcho: true } });
    expect(at(properties, 'W')).toMatchObject({ value: 's3cret', parameter: { name: 'A', noEcho: true } });
    expect(at(properties, 'X')).not.toHaveProperty('parameter');
  });

  test('A parameter from Systems Manager is unknown, unless the sources hold it', () => {
    const parameters = "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/key}}";
    expect(writtenValue('!Ref P', parameters).value).toBe('<unknown ssm:/app/key>');
    expect(writtenValue('"{{resolve:ssm:/app/key}}"', parameters).value).toBe('<unknown ssm:/app/key>');
    const held = `${parameters}
Resources:
  Held: {Type: AWS::SSM::Parameter, Properties: {Name: /app/key, Type: String, Value: abc}}
  Thing: {Type: AWS::A::B, Properties: {V: !Ref P, W: '{{resolve:ssm:/app/key}}', X: '{{resolve:ssm:/app/key:7}}'}}`;
    expect(plainValue(read(held).resources[1]?.properties)).toEqual({
      V: 'abc',
      W: 'abc',
      X: '<unknown ssm:/app/key:7>',
    });
  });

  test('A resource whose condition is false is absent; where it is undecided, it is there and says so', () => {
    const { resources, diagnostics } = read(`
Parameters: {P: {Type: String}}
Conditions:
  Never: !Equals [a, b]
  Open: !Not [!Equals [!Ref P, '']]
Resources:
  Gone: {Type: AWS::A::B, Condition: Never}
  Maybe: {Type: AWS::A::B, Condition: Open, DependsOn: [Gone]}
  Uses: {Type: AWS::A::B, Properties: {V: !Ref Gone}}
`);
    expect(resources.map(({ id }) => id)).toEqual(['Maybe', 'Uses']);
    expect(resources[0]?.conditional).toEqual({
      reason: 'parameter "P" without a value is not known',
      identity: 'not(equals("", <parameter P>))',
    });
    expect(resources[0]?.dependsOn).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['undecided-condition', 'absent-reference']);
  });
});
