import type { Place } from '@sallyport/http';
import type { HandedInSnapshot, Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { type ApiSnapshot, agreed, readSnapshot } from './api-snapshot.ts';
import { reportUnknownProperties } from './coverage.ts';
import { type DomainName, readDomainNames } from './domain-name.ts';
import { withHandedIn } from './handed-in.ts';
import { at, booleanOr, items, jsonValue, knownString, type Report, stringOr } from './reading.ts';
import { readStages, type Stage } from './stage.ts';
import { type ApiKey, readApiKeys, readUsagePlans, type UsagePlan } from './usage-plan.ts';

/** A REST API as the sources have it. */
export interface RestApi extends ApiSnapshot {
  /** The resource's id. */
  readonly id: string;
  /** What `Ref` gives: the first label of its default endpoint. */
  readonly apiId: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** `EDGE` (the default), `REGIONAL` or `PRIVATE`. */
  readonly endpointType: Setting<string>;
  readonly disableExecuteApiEndpoint: Setting<boolean>;
  readonly stages: readonly Stage[];
  readonly place: Place;
}

/** The REST APIs of the sources, and what is shared between them. */
export interface RestApis {
  readonly apis: readonly RestApi[];
  readonly apiKeys: readonly ApiKey[];
  readonly usagePlans: readonly UsagePlan[];
  readonly domainNames: readonly DomainName[];
}

/**
 * Reads everything of Amazon API Gateway's version 1, and the custom domain names of both versions. `handedIn`: what stages
 * serve, where that is not what the resources say.
 */
export function readRestApis(
  resources: Resources,
  report: Report,
  handedIn: readonly HandedInSnapshot[] = [],
): RestApis {
  reportUnknownProperties(resources, report);
  for (const resource of resources.ofType('AWS::Serverless::Api')) report(serverless(resource));
  const apiKeys = readApiKeys(resources);
  return {
    apis: resources.ofType('AWS::ApiGateway::RestApi').map((resource) => {
      const own = handedIn.filter(({ api }) => api === resource.id);
      return readRestApi(resource, resources, own, report);
    }),
    apiKeys,
    usagePlans: readUsagePlans(resources, apiKeys, report),
    domainNames: readDomainNames(resources, report),
  };
}

function readRestApi(
  resource: Resource,
  resources: Resources,
  handedIn: readonly HandedInSnapshot[],
  report: Report,
): RestApi {
  const { properties } = resource;
  const body = jsonValue(at(properties, 'Body'));
  const snapshot = readSnapshot(resource, resources, report);
  const stages = readStages(resource, resources, snapshot, report);
  return {
    ...snapshot,
    id: resource.id,
    apiId: resource.physicalId,
    name: knownString(at(properties, 'Name')) ?? knownString(at(body, 'info', 'title')) ?? resource.logicalId,
    region: resource.region,
    account: resource.account,
    // EDGE where nothing is said: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
    endpointType: stringOr(items(at(properties, 'EndpointConfiguration', 'Types'))[0], 'EDGE'),
    disableExecuteApiEndpoint: isEndpointDisabled(properties, body, handedIn),
    stages: withHandedIn(stages, handedIn, { api: resource, resources, snapshot, report }),
    place: resource.place,
  };
}

/**
 * It takes effect when a stage is modified (https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html), so
 * an export that says otherwise than the template leaves it open.
 */
function isEndpointDisabled(
  properties: Value,
  body: Value | undefined,
  handedIn: readonly HandedInSnapshot[],
): Setting<boolean> {
  const own = agreed(at(properties, 'DisableExecuteApiEndpoint'), disableExecuteApiEndpoint(body), (value) =>
    booleanOr(value, false),
  );
  const exported = handedIn.flatMap(({ content }) => {
    const value = content.kind === 'open-api' ? disableExecuteApiEndpoint(content.document) : undefined;
    return value ? [booleanOr(value, false)] : [];
  });
  const other = exported.find((each) => isKnown(each) && isKnown(own) && each.known !== own.known);
  if (!other || !isKnown(own) || !isKnown(other)) return own;
  const unknown = `the template says ${own.known}, the export ${other.known}`;
  return { unknown, identity: unknown, ...(other.place ? { place: other.place } : {}) };
}

/** At the root of Swagger 2, at a server of OpenAPI 3. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-endpoint-configuration.html */
const disableExecuteApiEndpoint = (body: Value | undefined): Value | undefined =>
  [body, ...items(at(body, 'servers'))]
    .map((part) => at(part, 'x-amazon-apigateway-endpoint-configuration', 'disableExecuteApiEndpoint'))
    .find((value) => value !== undefined);

const serverless = (resource: Resource) => ({
  code: 'serverless-transform',
  severity: 'warning' as const,
  message: `Cannot read resource "${resource.logicalId}": found type "${resource.type}", expected the resources that the AWS::Serverless transform makes of it`,
  place: resource.place,
  help: 'Give the processed template (`aws cloudformation get-template --template-stage Processed`).',
});
