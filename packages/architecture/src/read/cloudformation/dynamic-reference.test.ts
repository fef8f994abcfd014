// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
import { expect, test } from 'vitest';
import { at } from '../../setting.ts';
import { readCloudFormation } from './index.ts';
import { plainValue } from './plain-value.ts';

const SECRETS = `
Parameters: {Given: {Type: String}}
Resources:
  Drawn: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {PasswordLength: 40}}}
  Keyed:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: shop/keyed
      GenerateSecretString: {SecretStringTemplate: '{"user":"edge","n":5}', GenerateStringKey: key}
  Literal: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: '{"key":"in-the-open"}'}}
  Empty: {Type: AWS::SecretsManager::Secret}
  Attachment: {Type: AWS::SecretsManager::SecretTargetAttachment, Properties: {SecretId: !Ref Keyed, TargetType: x, TargetId: y}}
`;

function textOf(written: string): unknown {
  const text = `${SECRETS}
  Thing: {Type: AWS::A::B, Properties: {Value: ${written}}}
`;
  const { resources } = readCloudFormation({ files: [{ path: 'shop.yaml', text }] });
  return plainValue(at(resources.find(({ id }) => id === 'Thing')?.properties, 'Value'));
}

test.each([
  ['!Sub "{{resolve:secretsmanager:${Drawn}}}"', '<generated secretsmanager:shop/Drawn>'],
  ['!Sub "{{resolve:secretsmanager:${Drawn}:SecretString}}"', '<generated secretsmanager:shop/Drawn>'],
  ['!Sub "{{resolve:secretsmanager:${Drawn.Id}:SecretString:::}}"', '<generated secretsmanager:shop/Drawn>'],
  ['!Sub "{{resolve:secretsmanager:${Drawn}:SecretString::AWSCURRENT:}}"', '<generated secretsmanager:shop/Drawn>'],
  [
    '!Sub "{{resolve:secretsmanager:${Drawn}:SecretString::AWSPREVIOUS}}"',
    '<secret secretsmanager:shop/Drawn::AWSPREVIOUS>',
  ],
  ['!Sub "{{resolve:secretsmanager:${Drawn}:SecretString:::v1}}"', '<secret secretsmanager:shop/Drawn:::v1>'],
  ['!Sub "{{resolve:secretsmanager:${Drawn}:SecretString:nokey}}"', '<secret secretsmanager:shop/Drawn:nokey>'],
  [
    '!Join ["", ["{{resolve:secretsmanager:", !Ref Keyed, ":SecretString:key::}}"]]',
    '<generated secretsmanager:shop/Keyed:key>',
  ],
  ['"{{resolve:secretsmanager:shop/keyed:SecretString:key}}"', '<generated secretsmanager:shop/Keyed:key>'],
  [
    '"{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/keyed:SecretString:key}}"',
    '<generated secretsmanager:shop/Keyed:key>',
  ],
  ['!Sub "{{resolve:secretsmanager:${Attachment}:SecretString:key}}"', '<generated secretsmanager:shop/Keyed:key>'],
  ['!Sub "{{resolve:secretsmanager:${Keyed}:SecretString:user}}"', 'edge'],
  ['!Sub "{{resolve:secretsmanager:${Keyed}:SecretString:n}}"', '5'],
  ['!Sub "{{resolve:secretsmanager:${Literal}:SecretString:key}}"', 'in-the-open'],
  ['!Sub "{{resolve:secretsmanager:${Literal}}}"', '{"key":"in-the-open"}'],
  ['!Sub "{{resolve:secretsmanager:${Empty}}}"', '<secret secretsmanager:shop/Empty>'],
  ['"{{resolve:secretsmanager:elsewhere:SecretString:key}}"', '<secret secretsmanager:elsewhere:key>'],
  ['!Sub "{{resolve:secretsmanager:${Given}:SecretString:key}}"', '<secret secretsmanager:${parameter Given}:key>'],
  ['!Sub "Bearer {{resolve:secretsmanager:${Drawn}}}!"', '<generated Bearer ${secretsmanager:shop/Drawn}!>'],
  [
    '!Sub "{{resolve:secretsmanager:${Drawn}}}{{resolve:secretsmanager:${Empty}}}"',
    '<secret ${secretsmanager:shop/Drawn}${secretsmanager:shop/Empty}>',
  ],
  ['!Sub "${Given}-{{resolve:ssm-secure:/a:2}}"', '<secret ${parameter Given}-${ssm-secure:/a:2}>'],
  ['"{{resolve:ssm:/plain:3}}"', '<unknown ssm:/plain:3>'],
  ['"{{resolve:ssm"', '{{resolve:ssm'],
])('%s is %j', (written, expected) => {
  expect(textOf(written)).toBe(expected);
});

test('A secret keeps its identity in another stack that imports it', () => {
  const maker = `${SECRETS}
Outputs: {Arn: {Value: !Ref Keyed, Export: {Name: key-arn}}}`;
  const user = `Resources: {Thing: {Type: AWS::A::B, Properties: {Value: !Sub ['{{resolve:secretsmanager:\${Arn}:SecretString:key}}', {Arn: !ImportValue key-arn}]}}}`;
  const { resources } = readCloudFormation({
    files: [
      { path: 'user.yaml', text: user },
      { path: 'shop.yaml', text: maker },
    ],
  });
  expect(plainValue(resources[0]?.properties)).toEqual({ Value: '<generated secretsmanager:shop/Keyed:key>' });
});
