import type { Diagnostic, Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { at, numberSetting, stringSetting, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';

/** Where the code of a function lies. */
export type FunctionCode =
  /** The source text of one file, in the template. */
  | { readonly kind: 'inline'; readonly source: string; readonly place: Place }
  /** An object in a bucket; `key` also names the asset of a cdk.out (`<hash>.zip`). */
  | { readonly kind: 'object'; readonly bucket: Setting<Text>; readonly key: Setting<Text> }
  | { readonly kind: 'image' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A Lambda function: enough to identify it and to run it. */
export interface LambdaFunction {
  /** The resource's id. */
  readonly id: string;
  readonly name: string;
  /** Its name is a text that is not known: any reference may mean it. */
  readonly isNameUnknown: boolean;
  readonly runtime: Setting<string> | undefined;
  readonly handler: Setting<string> | undefined;
  readonly code: FunctionCode;
  /** Seconds. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html: 3 by default. */
  readonly timeoutSeconds: Setting<number>;
  readonly environment: ReadonlyMap<string, Setting<Text>>;
  readonly region: string;
  readonly account: string;
  /** `aws:asset:path` of the resource's metadata: the asset folder of a cdk.out. */
  readonly assetPath: string | undefined;
  readonly place: Place;
}

/** The functions of the sources, found by what others call them. */
export interface Functions {
  readonly all: readonly LambdaFunction[];
  /** The function that an ARN, a name, or the ARN of one of its versions or aliases names. */
  readonly named: (reference: string) => LambdaFunction | undefined;
}

/** Reads every AWS::Lambda::Function; aliases and versions lead to the function they are of. */
export function readFunctions(resources: Resources, report: (diagnostic: Diagnostic) => void): Functions {
  for (const resource of resources.ofType('AWS::Serverless::Function')) report(serverless(resource));
  const all = resources.ofType('AWS::Lambda::Function').map(readFunction);
  const byName = new Map(all.map((each) => [each.name, each]));
  for (const resource of resources.ofType('AWS::Lambda::Function')) {
    const found = all.find((each) => each.id === resource.id);
    if (found) byName.set(resource.physicalId, found);
  }
  const aliases = new Map<string, string>();
  for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version'])
    for (const resource of resources.ofType(type)) {
      const target = knownString(at(resource.properties, 'FunctionName'));
      if (target !== undefined) aliases.set(resource.physicalId, target);
    }
  const named = (reference: string): LambdaFunction | undefined => {
    const target = aliases.get(reference) ?? reference;
    return byName.get(functionNameOf(target)) ?? byName.get(target);
  };
  return { all, named };
}

/** The name in a function's ARN (`arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]`) or in `name[:qualifier]`. */
export function functionNameOf(reference: string): string {
  const arn = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:/]+)/.exec(reference);
  return arn?.[1] ?? reference.split(':')[0] ?? reference;
}

/**
 * The function's ARN in the URI of a Lambda integration or authorizer:
 * `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations`.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export function invokedFunction(uri: string): string | undefined {
  return /^arn:[^:]*:apigateway:[^:]*:lambda:path\/[0-9-]+\/functions\/(.+)\/(?:response-streaming-)?invocations$/.exec(
    uri,
  )?.[1];
}

function readFunction(resource: Resource): LambdaFunction {
  const { properties } = resource;
  const text = (name: string): Setting<string> | undefined => {
    const value = at(properties, name);
    return value && stringSetting(value);
  };
  const timeout = at(properties, 'Timeout');
  return {
    id: resource.id,
    name: knownString(at(properties, 'FunctionName')) ?? resource.physicalId,
    isNameUnknown:
      at(properties, 'FunctionName') !== undefined && knownString(at(properties, 'FunctionName')) === undefined,
    runtime: text('Runtime'),
    handler: text('Handler'),
    code: readCode(at(properties, 'Code')),
    timeoutSeconds: timeout ? numberSetting(timeout) : known(3),
    environment: readEnvironment(at(properties, 'Environment', 'Variables')),
    region: resource.region,
    account: resource.account,
    assetPath: knownString(at(resource.metadata, 'Metadata', 'aws:asset:path')),
    place: resource.place,
  };
}

function readCode(code: Value | undefined): FunctionCode {
  if (code?.kind !== 'map') return { kind: 'unknown', reason: code?.kind === 'unknown' ? code.reason : 'no Code' };
  const inline = at(code, 'ZipFile');
  if (inline) {
    const source = knownString(inline);
    return source === undefined
      ? { kind: 'unknown', reason: 'the source text is not known' }
      : { kind: 'inline', source, place: inline.place };
  }
  const bucket = at(code, 'S3Bucket');
  const key = at(code, 'S3Key');
  if (bucket && key) return { kind: 'object', bucket: textSetting(bucket), key: textSetting(key) };
  return at(code, 'ImageUri') ? { kind: 'image' } : { kind: 'unknown', reason: 'no ZipFile, S3Key or ImageUri' };
}

function readEnvironment(variables: Value | undefined): ReadonlyMap<string, Setting<Text>> {
  if (variables?.kind !== 'map') return new Map();
  return new Map([...variables.entries].map(([name, value]) => [name, textSetting(value)]));
}

function knownString(value: Value | undefined): string | undefined {
  const setting = value && stringSetting(value);
  return setting && isKnown(setting) ? setting.known : undefined;
}

const serverless = (resource: Resource): Diagnostic => ({
  code: 'serverless-transform',
  severity: 'warning',
  message: `Cannot read resource "${resource.logicalId}": found type "${resource.type}", expected the resources that the AWS::Serverless transform makes of it`,
  place: resource.place,
  help: 'Give the processed template (`aws cloudformation get-template --template-stage Processed`).',
});
