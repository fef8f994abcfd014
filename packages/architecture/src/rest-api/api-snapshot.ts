import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { declaredMethods } from './declared-methods.ts';
import { type GatewayResponse, openApiGatewayResponses, readGatewayResponse } from './gateway-response.ts';
import { type ApiMethod, type ApiResource, resourcesOf } from './method.ts';
import { type BasePathMode, openApiMethods } from './open-api.ts';
import { at, entries, jsonValue, knownString, type Report, stringOr, strings } from './reading.ts';
import { type ResourcePolicy, readResourcePolicy } from './resource-policy.ts';

/**
 * All of a REST API that stays as it was when a deployment was made, whatever is changed later.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
 */
export interface ApiSnapshot {
  /** `HEADER` (the default) or `AUTHORIZER`. */
  readonly apiKeySource: Setting<string>;
  readonly policy: ResourcePolicy | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly resources: readonly ApiResource[];
  /** Reasons for which there may be further methods. */
  readonly unknownMethods: readonly string[];
  readonly gatewayResponses: readonly GatewayResponse[];
}

/** What a deployment of an API holds that is made as the sources have the API. */
export function readSnapshot(api: Resource, resources: Resources, report: Report): ApiSnapshot {
  const { properties } = api;
  const body = jsonValue(at(properties, 'Body'));
  const policies = [at(properties, 'Policy'), at(body, 'x-amazon-apigateway-policy')].flatMap((each) => each ?? []);
  const imported = body?.kind === 'map' ? openApiMethods(body, api.id, basePathMode(properties), report) : [];
  const declared = declaredMethods(api, resources, report);
  return {
    apiKeySource: agreed(at(properties, 'ApiKeySourceType'), at(body, 'x-amazon-apigateway-api-key-source'), (value) =>
      stringOr(value, 'HEADER'),
    ),
    policy: policyOf(policies),
    binaryMediaTypes: strings(at(properties, 'BinaryMediaTypes') ?? at(body, 'x-amazon-apigateway-binary-media-types')),
    resources: resourcesOf([...imported, ...declared.methods]),
    unknownMethods: [
      ...unknownDefinition(properties, body),
      ...declared.unknown,
      ...clashing(imported, declared.methods),
    ],
    gatewayResponses: readGatewayResponses(api, resources, body),
  };
}

/** A setting that both the resource and its definition may give. Which of the two wins is not documented. */
export function agreed<T>(
  own: Value | undefined,
  imported: Value | undefined,
  read: (value: Value | undefined) => Setting<T>,
): Setting<T> {
  const [first, second] = [read(own ?? imported), read(imported ?? own)];
  if (!isKnown(first) || !isKnown(second) || first.known === second.known) return first;
  const unknown = `the template says ${first.known}, the OpenAPI definition ${second.known}`;
  return { unknown, identity: unknown, ...(first.place ? { place: first.place } : {}) };
}

/** Which of two policies stands is not documented either. */
function policyOf(policies: readonly Value[]): ResourcePolicy | undefined {
  const [first, second] = policies;
  const read = first && readResourcePolicy(first);
  if (!read || !second) return read;
  const unknown = 'there is one in the template and one in the OpenAPI definition';
  return { statements: { unknown, identity: unknown }, place: read.place };
}

function basePathMode(properties: Value): BasePathMode {
  const mode =
    knownString(at(properties, 'Parameters', 'basepath')) ?? knownString(at(properties, 'Parameters', 'basePath'));
  return mode === 'prepend' || mode === 'split' ? mode : 'ignore';
}

/** Why there may be methods that the template does not show. */
function unknownDefinition(properties: Value, body: Value | undefined): readonly string[] {
  const reasons: string[] = [];
  if (at(properties, 'BodyS3Location')) reasons.push('the OpenAPI definition lies in a bucket (BodyS3Location)');
  if (at(properties, 'CloneFrom')) reasons.push('the API is cloned from another (CloneFrom)');
  if (body && body.kind !== 'map')
    reasons.push(`the OpenAPI definition is not known (${body.kind === 'unknown' ? body.reason : body.kind})`);
  const paths = at(body, 'paths');
  if (paths?.kind === 'unknown') reasons.push(`the paths of the OpenAPI definition are not known (${paths.reason})`);
  // Fn::Transform (AWS::Include) leaves a part of the definition elsewhere.
  for (const [key, item] of entries(paths)) {
    if (item.kind === 'unknown') reasons.push(`path "${key}": ${item.reason}`);
    if (at(item, '$ref') && item.kind === 'map') reasons.push(`path "${key}" is a reference ($ref)`);
  }
  return reasons;
}

function readGatewayResponses(
  api: Resource,
  resources: Resources,
  body: Value | undefined,
): readonly GatewayResponse[] {
  const own = resources
    .ofType('AWS::ApiGateway::GatewayResponse')
    .filter((each) => knownString(at(each.properties, 'RestApiId')) === api.physicalId);
  return [...own.map(readGatewayResponse), ...(body ? openApiGatewayResponses(body) : [])];
}

/** A method that the definition makes cannot be made again: which of the two a deployed stack has is not told. */
const clashing = (imported: readonly ApiMethod[], declared: readonly ApiMethod[]): readonly string[] =>
  declared.flatMap(({ httpMethod, path }) =>
    imported.some((each) => each.path === path && each.httpMethod === httpMethod)
      ? [`${httpMethod} ${path} is both in the OpenAPI definition and an AWS::ApiGateway::Method`]
      : [],
  );
