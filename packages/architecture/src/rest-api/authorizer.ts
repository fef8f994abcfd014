import type { Place } from '@sallyport/http';
import type { Resource } from '../resource.ts';
import { textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import type { Setting, Value } from '../value.ts';
import { at, knownString, numberOr, stringOr } from './reading.ts';

/** A function or a user pool that decides about a request. */
export interface Authorizer {
  readonly id: string;
  readonly name: string;
  readonly type: Setting<string>;
  readonly uri: Setting<Text> | undefined;
  /** `method.request.header.Authorization`, several separated by commas. */
  readonly identitySource: string | undefined;
  /** Seconds for which a decision is kept: 300 by default. */
  readonly resultTtlSeconds: Setting<number>;
  readonly place: Place;
}

/** What a method asks of a caller's identity. */
export type Authorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  | { readonly kind: 'CUSTOM' | 'COGNITO_USER_POOLS'; readonly authorizer: Authorizer | undefined }
  | { readonly kind: 'unknown'; readonly reason: string; readonly identity: string };

/** Reads an AWS::ApiGateway::Authorizer. */
export function readAuthorizer(resource: Resource): Authorizer {
  const uri = at(resource.properties, 'AuthorizerUri');
  return {
    id: resource.id,
    name: knownString(at(resource.properties, 'Name')) ?? resource.logicalId,
    type: stringOr(at(resource.properties, 'Type'), 'TOKEN'),
    uri: uri && textSetting(uri),
    identitySource: knownString(at(resource.properties, 'IdentitySource')),
    resultTtlSeconds: numberOr(at(resource.properties, 'AuthorizerResultTtlInSeconds'), 300),
    place: resource.place,
  };
}

/** Reads the `x-amazon-apigateway-authorizer` of a security scheme. */
export function readOpenApiAuthorizer(id: string, name: string, value: Value): Authorizer {
  const uri = at(value, 'authorizerUri');
  const type = stringOr(at(value, 'type'), 'token');
  return {
    id,
    name,
    type: 'known' in type ? { ...type, known: type.known.toUpperCase() } : type,
    uri: uri && textSetting(uri),
    identitySource: knownString(at(value, 'identitySource')),
    resultTtlSeconds: numberOr(at(value, 'authorizerResultTtlInSeconds'), 300),
    place: value.place,
  };
}
