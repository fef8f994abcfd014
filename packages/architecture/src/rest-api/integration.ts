import type { Place } from '@sallyport/http';
import { textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import type { Setting, Value } from '../value.ts';
import { at, capitalised, entries, items, knownString, numberOr, renamed, stringOr, texts } from './reading.ts';

/** How one answer of an integration becomes the method's answer. */
export interface IntegrationResponse {
  /** A regular expression on the status or the function's error; undefined: the default. */
  readonly selectionPattern: string | undefined;
  readonly statusCode: string;
  /** `method.response.header.X` → `'value'` or `integration.response.header.Y`. */
  readonly responseParameters: ReadonlyMap<string, string>;
  /** By media type. */
  readonly responseTemplates: ReadonlyMap<string, string>;
}

/** The backend of a method. https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html */
export interface Integration {
  readonly type: Setting<string>;
  readonly uri: Setting<Text> | undefined;
  readonly httpMethod: Setting<string> | undefined;
  readonly connectionType: Setting<string>;
  /** `integration.request.path.x` → `method.request.path.x` or `'value'`. */
  readonly requestParameters: ReadonlyMap<string, string>;
  readonly requestTemplates: ReadonlyMap<string, string>;
  readonly responses: readonly IntegrationResponse[];
  /** Milliseconds, 29,000 by default. */
  readonly timeoutMilliseconds: Setting<number>;
  readonly place: Place;
}

/** Reads a method's `Integration`. */
export function readIntegration(value: Value): Integration {
  const uri = at(value, 'Uri');
  const httpMethod = at(value, 'IntegrationHttpMethod');
  return {
    type: stringOr(at(value, 'Type'), 'MOCK'),
    uri: uri && textSetting(uri),
    httpMethod: httpMethod && stringOr(httpMethod, ''),
    connectionType: stringOr(at(value, 'ConnectionType'), 'INTERNET'),
    requestParameters: texts(at(value, 'RequestParameters')),
    requestTemplates: texts(at(value, 'RequestTemplates')),
    responses: items(at(value, 'IntegrationResponses')).map(readResponse),
    timeoutMilliseconds: numberOr(at(value, 'TimeoutInMillis'), 29_000),
    place: value.place,
  };
}

/**
 * Reads an OpenAPI operation's `x-amazon-apigateway-integration`, whose names begin in lower case and whose responses are a
 * map from selection pattern to response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function readOpenApiIntegration(value: Value): Integration {
  const cased = renamed(value, (key) => (key === 'httpMethod' ? 'IntegrationHttpMethod' : capitalised(key)));
  const read = readIntegration(cased);
  const type = 'known' in read.type ? { ...read.type, known: read.type.known.toUpperCase() } : read.type;
  const responses = entries(at(value, 'responses')).map(([pattern, response]) => ({
    ...readResponse(renamed(response, capitalised)),
    selectionPattern: pattern === 'default' ? undefined : pattern,
  }));
  return { ...read, type, responses };
}

function readResponse(value: Value): IntegrationResponse {
  const pattern = knownString(at(value, 'SelectionPattern'));
  return {
    selectionPattern: pattern === '' ? undefined : pattern,
    statusCode: knownString(at(value, 'StatusCode')) ?? '200',
    responseParameters: texts(at(value, 'ResponseParameters')),
    responseTemplates: texts(at(value, 'ResponseTemplates')),
  };
}
