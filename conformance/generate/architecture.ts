import { sub, type Template } from '../template.ts';
import { addDistribution } from './distribution.ts';
import type { Random } from './random.ts';
import { addRestApi, type GeneratedApi } from './rest-api.ts';
import { addWebAcl } from './web-acl.ts';

/** How large a random architecture may become. */
export interface Size {
  /** Most resources (paths) of an API beside its root. */
  readonly paths: number;
  readonly apis: number;
  readonly distributions: number;
}

/** Small enough that thousands of them are proved in seconds. */
export const SMALL: Size = { paths: 5, apis: 2, distributions: 3 };

/** A random architecture of distributions, web ACLs and REST APIs, as a template, with faults mixed in. */
export function generateArchitecture(random: Random, size: Size = SMALL): Template {
  const template: Template = { AWSTemplateFormatVersion: '2010-09-09', Resources: {} };
  const functions = Array.from({ length: 1 + random.below(2) }, (_, index) =>
    addFunction(template, `Function${index}`),
  );
  const apis = Array.from({ length: 1 + random.below(size.apis) }, (_, index) =>
    addRestApi(template, random, `Api${index}`, functions, size.paths),
  );
  const webAcls = Array.from({ length: random.below(3) }, (_, index) => `WebAcl${index}`);
  for (const webAcl of webAcls) addWebAcl(template, random, webAcl, 'CLOUDFRONT');
  const distributions = random.below(size.distributions + 1);
  for (let index = 0; index < distributions; index++)
    addDistribution(template, random, `Distribution${index}`, rotated(apis, random.below(apis.length)), webAcls);
  if (random.chance(distributions === 0 ? 0.8 : 0.15)) addRegionalWebAcl(template, random, random.pick(apis));
  return template;
}

/** Adds a function that answers 200 to whatever comes; what it does is no matter here. */
export function addFunction(template: Template, logicalId: string): string {
  template.Resources[logicalId] = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::111122223333:role/function',
      Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200, body: "" });' },
    },
  };
  template.Resources[`${logicalId}Permission`] = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: logicalId },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub('arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:*'),
    },
  };
  return logicalId;
}

function addRegionalWebAcl(template: Template, random: Random, { logicalId, stages }: GeneratedApi): void {
  addWebAcl(template, random, 'RegionalWebAcl', 'REGIONAL');
  for (const stage of stages.filter((_, index) => index === 0 || random.chance(0.5)))
    template.Resources[`${stage.logicalId}Association`] = {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: { 'Fn::GetAtt': ['RegionalWebAcl', 'Arn'] },
        ResourceArn: sub(
          `arn:aws:apigateway:\${AWS::Region}::/restapis/\${${logicalId}}/stages/\${${stage.logicalId}}`,
        ),
      },
    };
}

const rotated = <T>(list: readonly T[], by: number): readonly T[] => [...list.slice(by), ...list.slice(0, by)];
