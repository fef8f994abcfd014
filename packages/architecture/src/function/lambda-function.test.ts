import { expect, test } from 'vitest';
import { readCloudFormation } from '../read/index.ts';
import { Resources } from '../resources.ts';
import { functionNameOf, invokedFunction, readFunctions } from './lambda-function.ts';

const read = (resources: object) => {
  const { resources: all } = readCloudFormation({
    files: [{ path: 't.json', text: JSON.stringify({ Resources: resources }) }],
  });
  return { functions: readFunctions(new Resources(all), () => {}), all };
};

const code = (Code: object, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Role: 'r', Runtime: 'nodejs22.x', Handler: 'index.handler', Code, ...more },
});

test('the function behind an ARN, a version and an alias is the same', () => {
  const { functions, all } = read({
    Echo: code({ ZipFile: 'x' }),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Echo' } } },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        Name: 'live',
        FunctionName: { Ref: 'Echo' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
      },
    },
  });
  const physical = (id: string) => all.find((each) => each.logicalId === id)?.physicalId ?? '';
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${physical('Echo')}`;
  for (const reference of [arn, `${arn}:live`, physical('Echo'), physical('Version'), physical('Live')])
    expect(functions.named(reference)?.id).toBe('Echo');
  expect(functions.named('arn:aws:lambda:us-east-1:123456789012:function:other')).toBeUndefined();
});

test('code is inline text, an object of a bucket, an image, or unknown', () => {
  const { functions } = read({
    Inline: code({ ZipFile: 'exports.handler = 1' }, { Timeout: '5', Environment: { Variables: { A: 'b' } } }),
    Asset: { ...code({ S3Bucket: 'b', S3Key: 'hash.zip' }), Metadata: { 'aws:asset:path': 'asset.hash' } },
    Image: code({ ImageUri: 'i' }),
    Nothing: code({}),
  });
  const [inline, asset, image, nothing] = functions.all;
  expect(inline).toMatchObject({
    code: { kind: 'inline', source: 'exports.handler = 1' },
    timeoutSeconds: { known: 5 },
  });
  expect(inline?.environment.get('A')).toMatchObject({ known: 'b' });
  expect(asset).toMatchObject({
    code: { kind: 'object', key: { known: 'hash.zip' } },
    assetPath: 'asset.hash',
    timeoutSeconds: { known: 3 },
  });
  expect([image?.code.kind, nothing?.code.kind]).toEqual(['image', 'unknown']);
});

test.each([
  ['arn:aws:lambda:eu-west-1:1:function:f', 'f'],
  ['arn:aws-cn:lambda:cn-north-1:1:function:f:live', 'f'],
  ['f:live', 'f'],
])('%s names the function %s', (reference, name) => {
  expect(functionNameOf(reference)).toBe(name);
});

test('the URI of an integration names the function that it invokes', () => {
  const arn = 'arn:aws:lambda:us-east-1:1:function:f';
  expect(invokedFunction(`arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`)).toBe(arn);
  expect(invokedFunction('arn:aws:apigateway:us-east-1:sqs:path/1/q')).toBeUndefined();
});
