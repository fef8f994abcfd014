import type { Declared } from './declared.ts';
import { itself, type StandIns } from './stand-in.ts';

/** The ARN of a function that a property names by name or by ARN. */
function functionArn(of: Declared, property: string): string {
  const named = of.text(property) ?? of.generatedName();
  return named.startsWith('arn:') ? named : of.arn('lambda', `function:${named}`);
}

export const compute: StandIns = {
  'AWS::Lambda::Function': {
    ref: (of) => of.name('FunctionName'),
    attributes: { Arn: (of) => of.arn('lambda', `function:${of.physicalId}`) },
  },
  // The first version of a function is 1; later ones are not told by a template.
  'AWS::Lambda::Version': {
    ref: (of) => `${functionArn(of, 'FunctionName')}:1`,
    attributes: { FunctionArn: itself, Version: () => '1' },
  },
  'AWS::Lambda::Alias': {
    ref: (of) => `${functionArn(of, 'FunctionName')}:${of.text('Name') ?? 'unknown'}`,
    attributes: { AliasArn: itself },
  },
  'AWS::Lambda::Url': {
    ref: (of) => functionArn(of, 'TargetFunctionArn'),
    attributes: {
      FunctionArn: itself,
      FunctionUrl: (of) => `https://${of.id(32, 'url')}.lambda-url.${of.region}.on.aws/`,
    },
  },
  'AWS::Lambda::LayerVersion': {
    ref: (of) => of.arn('lambda', `layer:${of.name('LayerName')}:1`),
    attributes: { LayerVersionArn: itself },
  },
  'AWS::EC2::Instance': {
    ref: (of) => `i-${of.hex(17)}`,
    attributes: { InstanceId: itself },
  },
  'AWS::ECS::Cluster': {
    ref: (of) => of.name('ClusterName'),
    attributes: { Arn: (of) => of.arn('ecs', `cluster/${of.physicalId}`) },
  },
  'AWS::ECS::Service': {
    ref: (of) => of.arn('ecs', `service/${of.name('ServiceName')}`),
    attributes: { ServiceArn: itself, Name: (of) => of.name('ServiceName') },
  },
  'AWS::ECS::TaskDefinition': {
    ref: (of) => of.arn('ecs', `task-definition/${of.name('Family')}:1`),
    attributes: { TaskDefinitionArn: itself },
  },
  'AWS::AppRunner::Service': {
    ref: (of) => of.arn('apprunner', `service/${of.name('ServiceName')}/${of.hex(32)}`),
    attributes: {
      ServiceArn: itself,
      ServiceId: (of) => of.hex(32),
      ServiceUrl: (of) => `${of.id(10, 'url')}.${of.region}.awsapprunner.com`,
    },
  },
  'AWS::StepFunctions::StateMachine': {
    ref: (of) => of.arn('states', `stateMachine:${of.name('StateMachineName')}`),
    attributes: { Arn: itself, Name: (of) => of.name('StateMachineName') },
  },
};
