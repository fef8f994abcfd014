import { isKnown, known, type Setting, type Value } from '../value.ts';
import { type Authorization, readOpenApiAuthorizer } from './authorizer.ts';
import { readOpenApiIntegration } from './integration.ts';
import { ANY_METHODS, type ApiMethod, type RequestValidation } from './method.ts';
import { at, booleanOr, entries, items, knownString, type Report } from './reading.ts';

/** How the base path of a definition enters the paths (the import's parameter `basepath`); `ignore` by default. */
export type BasePathMode = 'ignore' | 'prepend' | 'split';

/** The methods of an OpenAPI 3 or Swagger 2 definition, by API Gateway's own reading of it. */
export function openApiMethods(
  body: Value,
  apiId: string,
  basePathMode: BasePathMode,
  report: Report,
): readonly ApiMethod[] {
  if (at(body, 'security'))
    report({
      code: 'root-level-security-ignored',
      severity: 'note',
      message:
        'Cannot apply the root-level "security" of the OpenAPI definition: API Gateway ignores it, expected "security" on each operation',
      ...placed(at(body, 'security')),
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
      help: 'Write the security requirement on every operation.',
    });
  const prefix = basePrefix(body, basePathMode);
  return entries(at(body, 'paths')).flatMap(([path, item]) => {
    if (item.kind !== 'map') {
      report({
        code: 'unknown-methods',
        severity: 'warning',
        message: `Cannot read path "${path}" of the OpenAPI definition: found ${item.kind}, expected a map of operations`,
        ...placed(item),
      });
      return [];
    }
    return operations(item).map(([httpMethod, operation]) =>
      readOperation({ body, apiId, path: joinPath(prefix, path), httpMethod, operation, item }),
    );
  });
}

const placed = (value: Value | undefined) => (value ? { place: value.place } : {});

/** Every operation of a definition, by its path as it stands there. */
export const openApiOperations = (
  body: Value,
): readonly { readonly path: string; readonly httpMethod: string; readonly operation: Value }[] =>
  entries(at(body, 'paths')).flatMap(([path, item]) =>
    operations(item).map(([httpMethod, operation]) => ({ path, httpMethod, operation })),
  );

const operations = (item: Value): readonly (readonly [string, Value])[] =>
  entries(item).flatMap(([key, operation]): [string, Value][] => {
    if (key === 'x-amazon-apigateway-any-method') return [['ANY', operation]];
    const method = key.toUpperCase();
    return ANY_METHODS.some((each) => each === method) ? [[method, operation]] : [];
  });

/** `//` and a trailing slash are API Gateway's own: a resource never ends in one, but for the root. */
function joinPath(prefix: string, path: string): string {
  const joined = `${prefix}${path.startsWith('/') ? path : `/${path}`}`.replace(/\/+$/, '');
  return joined === '' ? '/' : joined;
}

/**
 * Swagger 2's `basePath`, OpenAPI 3's first server whose path or `basePath` variable gives one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
function basePrefix(body: Value, mode: BasePathMode): string {
  if (mode === 'ignore') return '';
  const server = items(at(body, 'servers'))[0];
  const template = knownString(at(server, 'url')) ?? '';
  const variable = knownString(at(server, 'variables', 'basePath', 'default'));
  const url = variable === undefined ? template : template.replace('{basePath}', variable.replace(/^\//, ''));
  const path = knownString(at(body, 'basePath')) ?? url.replace(/^[a-z]+:\/\/[^/]*/, '');
  const clean = path === '' || path === '/' ? '' : `/${path.replace(/^\/+|\/+$/g, '')}`;
  return mode === 'prepend' ? clean : clean.replace(/^\/[^/]+/, '');
}

interface Operation {
  readonly body: Value;
  readonly apiId: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly operation: Value;
  readonly item: Value;
}

function readOperation(given: Operation): ApiMethod {
  const { operation, path, httpMethod } = given;
  const integration = at(operation, 'x-amazon-apigateway-integration');
  return {
    path,
    httpMethod,
    apiKeyRequired: apiKeyRequired(given),
    authorization: authorization(given),
    validation: validation(given),
    integration: integration && readOpenApiIntegration(integration),
    place: operation.place,
  };
}

/** The security schemes that an operation itself names. */
export function schemesOf(body: Value, operation: Value): readonly (readonly [string, Value | undefined])[] {
  const names = items(at(operation, 'security')).flatMap((requirement) => entries(requirement).map(([name]) => name));
  return names.map((name) => [
    name,
    at(body, 'components', 'securitySchemes', name) ?? at(body, 'securityDefinitions', name),
  ]);
}

/**
 * An `apiKey` scheme in the header `x-api-key` that carries no authorizer makes the key required.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-usage-plan-oas.html
 */
function apiKeyRequired(given: Operation): Setting<boolean> {
  const security = at(given.operation, 'security');
  if (security?.kind === 'unknown')
    return { unknown: security.reason, identity: security.identity, place: security.place };
  const named = schemesOf(given.body, given.operation);
  const open = named.find(([, scheme]) => scheme?.kind === 'unknown')?.[1];
  if (open?.kind === 'unknown') return { unknown: open.reason, identity: open.identity, place: open.place };
  const keyed = named.some(([, scheme]) => isApiKeyScheme(scheme));
  // OpenAPI means by it that the requirement may be left out; what API Gateway makes of it is not documented.
  const optional = items(security).find((requirement) => entries(requirement).length === 0);
  if (keyed && optional)
    return {
      unknown: 'an empty security requirement',
      identity: `optional ${given.apiId} ${given.path}`,
      place: optional.place,
    };
  return known(keyed, security?.place ?? given.operation.place);
}

export const isApiKeyScheme = (scheme: Value | undefined): boolean =>
  knownString(at(scheme, 'type')) === 'apiKey' &&
  knownString(at(scheme, 'in'))?.toLowerCase() === 'header' &&
  knownString(at(scheme, 'name'))?.toLowerCase() === 'x-api-key' &&
  !at(scheme, 'x-amazon-apigateway-authtype') &&
  !at(scheme, 'x-amazon-apigateway-authorizer');

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function authorization(given: Operation): Authorization {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html
  const type = knownString(at(given.operation, 'x-amazon-apigateway-auth', 'type'));
  if (type?.toUpperCase() === 'AWS_IAM') return { kind: 'AWS_IAM' };
  for (const [name, scheme] of schemesOf(given.body, given.operation)) {
    if (knownString(at(scheme, 'x-amazon-apigateway-authtype')) === 'awsSigv4') return { kind: 'AWS_IAM' };
    const value = at(scheme, 'x-amazon-apigateway-authorizer');
    if (!value) continue;
    const authorizer = readOpenApiAuthorizer(`${given.apiId}/${name}`, name, value);
    const cognito = isKnown(authorizer.type) && authorizer.type.known === 'COGNITO_USER_POOLS';
    return { kind: cognito ? 'COGNITO_USER_POOLS' : 'CUSTOM', authorizer };
  }
  return { kind: 'NONE' };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html */
function validation(given: Operation): RequestValidation {
  const { body, operation, item } = given;
  const name =
    knownString(at(operation, 'x-amazon-apigateway-request-validator')) ??
    knownString(at(body, 'x-amazon-apigateway-request-validator'));
  const validator = name === undefined ? undefined : at(body, 'x-amazon-apigateway-request-validators', name);
  const checksParameters = booleanOr(at(validator, 'validateRequestParameters'), false);
  const parameters = [...items(at(item, 'parameters')), ...items(at(operation, 'parameters'))].map((parameter) =>
    dereferenced(body, parameter),
  );
  const required = isKnown(checksParameters) && checksParameters.known ? parameters.flatMap(requiredParameter) : [];
  return { requiredParameters: required, body: booleanOr(at(validator, 'validateRequestBody'), false) };
}

function requiredParameter(parameter: Value | undefined): RequestValidation['requiredParameters'] {
  const name = knownString(at(parameter, 'name'));
  if (name === undefined || knownString(at(parameter, 'required')) !== 'true') return [];
  const place = knownString(at(parameter, 'in'));
  if (place === 'header') return [{ in: 'header', name }];
  return place === 'query' ? [{ in: 'querystring', name }] : [];
}

/** What a local `$ref` (`#/components/parameters/x`) points to. */
function dereferenced(body: Value, value: Value): Value | undefined {
  const reference = knownString(at(value, '$ref'));
  if (reference === undefined) return value;
  return reference.startsWith('#/') ? at(body, ...reference.slice(2).split('/')) : undefined;
}
