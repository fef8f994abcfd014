import type { HandedInSnapshot } from '../resource.ts';
import { known, type Setting, type Value } from '../value.ts';
import type { ApiSnapshot } from './api-snapshot.ts';
import type { Authorization } from './authorizer.ts';
import type { SnapshotOwner } from './handed-in.ts';
import type { Integration } from './integration.ts';
import { type ApiMethod, resourcesOf } from './method.ts';
import { at, booleanOr, entries, knownString } from './reading.ts';
import { untoldKeySource } from './untold-key-source.ts';

const UNTOLD = 'the summary of a deployment tells only what methods ask for';

/**
 * What `aws apigateway get-deployment --embed apisummary` tells of a deployment: for each path and method the authorization and
 * whether a key is required. What a method calls is not in it, nor are the resource policy and the source of keys.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSnapshot.html
 */
export function summarisedSnapshot(
  of: HandedInSnapshot,
  document: Value,
  { snapshot, report }: SnapshotOwner,
): ApiSnapshot | undefined {
  const id = knownString(at(document, 'id'));
  if (of.deployment !== undefined && id !== undefined && id !== of.deployment && /^[a-z0-9]{6}$/.test(of.deployment)) {
    report({
      code: 'other-deployment',
      severity: 'error',
      message: `Cannot take "${of.place.file}" for what "${of.of}" serves: the summary of deployment "${id}" found, expected that of "${of.deployment}".`,
      place: of.place,
    });
    return undefined;
  }
  const methods = entries(at(document, 'apiSummary')).flatMap(([path, item]) =>
    entries(item).map(([httpMethod, method]) => summarisedMethod(path, httpMethod.toUpperCase(), method)),
  );
  const { policy } = snapshot;
  return {
    ...snapshot,
    resources: resourcesOf(methods),
    unknownMethods: [],
    apiKeySource: untoldKeySource(of.place.file, methods, snapshot.apiKeySource),
    policy: policy && { statements: untold('its resource policy'), place: policy.place },
  };
}

const untold = (what: string): { readonly unknown: string; readonly identity: string } => ({
  unknown: `${UNTOLD}, and not ${what}`,
  identity: `summary ${what}`,
});

function summarisedMethod(path: string, httpMethod: string, method: Value): ApiMethod {
  const { place } = method;
  const body: Setting<boolean> = known(false);
  const integration: Integration = {
    type: { ...untold(`what ${httpMethod} ${path} calls`), place },
    uri: undefined,
    httpMethod: undefined,
    connectionType: known('INTERNET'),
    requestParameters: new Map(),
    requestTemplates: new Map(),
    responses: [],
    timeoutMilliseconds: known(29_000),
    place,
  };
  return {
    path,
    httpMethod,
    apiKeyRequired: booleanOr(at(method, 'apiKeyRequired'), false),
    authorization: summarisedAuthorization(at(method, 'authorizationType')),
    validation: { requiredParameters: [], body },
    integration,
    place,
  };
}

function summarisedAuthorization(value: Value | undefined): Authorization {
  const type = (knownString(value) ?? 'NONE').toUpperCase();
  if (type === 'NONE' || type === 'AWS_IAM') return { kind: type };
  if (type === 'CUSTOM' || type === 'COGNITO_USER_POOLS') return { kind: type, authorizer: undefined };
  return { kind: 'unknown', reason: `authorization type "${type}"`, identity: `authorization ${type}` };
}
