import { isKnown, type Setting } from '../value.ts';
import type { ApiMethod } from './method.ts';

/**
 * Where keys came from when a deployment was made, if what was handed in does not tell: the template's source may be newer. It
 * matters only to methods behind a Lambda authorizer, whose answer may have been the key; without one nobody brings a key that way.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
export function untoldKeySource(file: string, methods: readonly ApiMethod[], now: Setting<string>): Setting<string> {
  if (!methods.some(mayTakeKeyOfAuthorizer)) return now;
  const unknown = `"${file}" does not tell it (x-amazon-apigateway-api-key-source)`;
  return { unknown, identity: `key source ${file}` };
}

const mayTakeKeyOfAuthorizer = ({ apiKeyRequired, authorization: { kind } }: ApiMethod): boolean =>
  (kind === 'CUSTOM' || kind === 'unknown') && !(isKnown(apiKeyRequired) && !apiKeyRequired.known);
