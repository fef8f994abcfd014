import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import type { Value } from '../value.ts';
import { at, entries, knownString, texts } from './reading.ts';

/** An author's own answer for one of API Gateway's refusals. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export interface GatewayResponse {
  /** Such as `INVALID_API_KEY`, `DEFAULT_4XX`. */
  readonly responseType: string;
  readonly statusCode: number | undefined;
  /** `gatewayresponse.header.X` → `'value'`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** By media type. */
  readonly templates: ReadonlyMap<string, string>;
  readonly place: Place;
}

export function readGatewayResponse(resource: Resource): GatewayResponse {
  const { properties } = resource;
  return {
    responseType: knownString(at(properties, 'ResponseType')) ?? '',
    statusCode: status(at(properties, 'StatusCode')),
    parameters: texts(at(properties, 'ResponseParameters')),
    templates: texts(at(properties, 'ResponseTemplates')),
    place: resource.place,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html */
export const openApiGatewayResponses = (body: Value): readonly GatewayResponse[] =>
  entries(at(body, 'x-amazon-apigateway-gateway-responses')).map(([responseType, value]) => ({
    responseType,
    statusCode: status(at(value, 'statusCode')),
    parameters: texts(at(value, 'responseParameters')),
    templates: texts(at(value, 'responseTemplates')),
    place: value.place,
  }));

function status(value: Value | undefined): number | undefined {
  const text = knownString(value);
  return text !== undefined && /^[1-5][0-9]{2}$/.test(text) ? Number(text) : undefined;
}
