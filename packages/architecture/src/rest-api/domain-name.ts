import type { Place } from '@sallyport/http';
import { distributionDomainName } from '../distribution/domain-name.ts';
import { derivedId, derivedUpper } from '../read/cloudformation/stand-ins/derived-id.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { stringSetting } from '../setting.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { at, items, knownString, type Report, stringOr } from './reading.ts';

/** That a path of a domain name leads to a stage of an API. */
export interface ApiMapping {
  /** Without slashes at its ends; empty: every path. */
  readonly basePath: string;
  /** The `Ref` of the REST or HTTP API. */
  readonly apiId: string;
  /** Undefined: the first segment of the rest of the path names the stage. */
  readonly stage: string | undefined;
  readonly place: Place;
}

/** A custom domain name of API Gateway, of either version. */
export interface DomainName {
  readonly id: string;
  readonly version: 1 | 2;
  /** Lower case, such as `api.example.com`. */
  readonly name: string;
  readonly endpointType: Setting<string>;
  /** The names that API Gateway gives it (`d-….execute-api.<region>.amazonaws.com`, or a CloudFront domain). */
  readonly targetNames: readonly string[];
  readonly mutualTls: boolean;
  readonly mappings: readonly ApiMapping[];
  /** Reasons for which the mappings are not all known. */
  readonly unknownMappings: readonly string[];
  readonly region: string;
  readonly place: Place;
}

/** The default endpoint of an API. */
export const executeApiHost = (apiId: string, region: string): string =>
  `${apiId.toLowerCase()}.execute-api.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;

type Drawn = Pick<Resource, 'stack' | 'logicalId' | 'region'>;

/**
 * The stand-in for `Fn::GetAtt: [Custom, RegionalDomainName]`: AWS draws it at random, so it is derived from the resource.
 * INVARIANT: it is the text that the readers give for the attribute.
 */
export const regionalDomainName = ({ stack, logicalId, region }: Drawn): string =>
  executeApiHost(`d-${derivedId(`${stack}/${logicalId} domain`, 10)}`, region);

/** The stand-in for `Fn::GetAtt: [Custom, DistributionDomainName]` of an edge-optimized domain name. */
export const edgeDomainName = ({ stack, logicalId }: Drawn): string =>
  distributionDomainName(`E${derivedUpper(`${stack}/${logicalId} distribution`, 13)}`);

/** Reads every custom domain name with its mappings. */
export function readDomainNames(resources: Resources, report: Report): readonly DomainName[] {
  const rules = resources.ofType('AWS::ApiGatewayV2::RoutingRule');
  for (const rule of rules) report(routingRule(rule));
  return ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName', 'AWS::ApiGateway::DomainNameV2']
    .flatMap((type) => resources.ofType(type))
    .flatMap((resource) => readDomainName(resource, resources, rules.length > 0, report));
}

function readDomainName(
  resource: Resource,
  resources: Resources,
  anyRoutingRule: boolean,
  report: Report,
): readonly DomainName[] {
  const value = at(resource.properties, 'DomainName');
  const name = value && stringSetting(value);
  if (!name || !isKnown(name)) {
    report({
      code: 'unknown-domain-name',
      severity: 'warning',
      message: `Cannot read domain name "${resource.logicalId}": the name is ${name ? `not known (${name.unknown})` : 'absent'}, expected a text`,
      place: value?.place ?? resource.place,
    });
    return [];
  }
  const version = resource.type.startsWith('AWS::ApiGatewayV2::') ? 2 : 1;
  const endpointType = readEndpointType(resource, version);
  const mode = knownString(at(resource.properties, 'RoutingMode')) ?? '';
  const routed = anyRoutingRule && mode.startsWith('ROUTING_RULE');
  const isEdge = isKnown(endpointType) && endpointType.known === 'EDGE';
  return [
    {
      id: resource.id,
      version,
      name: name.known.toLowerCase(),
      endpointType,
      targetNames: [isEdge ? edgeDomainName(resource) : regionalDomainName(resource)],
      mutualTls: at(resource.properties, 'MutualTlsAuthentication', 'TruststoreUri') !== undefined,
      mappings: mode === 'ROUTING_RULE_ONLY' ? [] : readMappings(resource, name.known, resources, report),
      unknownMappings: routed ? [`routing rules of domain name "${name.known}" are not modelled`] : [],
      region: resource.region,
      place: resource.place,
    },
  ];
}

/**
 * EDGE by default for version 1 (https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html), REGIONAL for
 * version 2, PRIVATE for AWS::ApiGateway::DomainNameV2.
 */
function readEndpointType(resource: Resource, version: 1 | 2): Setting<string> {
  if (resource.type === 'AWS::ApiGateway::DomainNameV2') return { known: 'PRIVATE', place: resource.place };
  const given =
    version === 2
      ? at(items(at(resource.properties, 'DomainNameConfigurations'))[0], 'EndpointType')
      : items(at(resource.properties, 'EndpointConfiguration', 'Types'))[0];
  return stringOr(given, version === 2 ? 'REGIONAL' : 'EDGE');
}

/** The mappings of a domain name; a domain of one version may carry mappings of the other. */
function readMappings(resource: Resource, name: string, resources: Resources, report: Report): readonly ApiMapping[] {
  const of = (each: Resource): boolean => {
    const given = knownString(at(each.properties, 'DomainName')) ?? knownString(at(each.properties, 'DomainNameArn'));
    return given !== undefined && (given.toLowerCase() === name.toLowerCase() || given === resource.physicalId);
  };
  const first = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2']
    .flatMap((type) => resources.ofType(type))
    .filter(of)
    .flatMap((each) => readMapping(each, at(each.properties, 'RestApiId'), at(each.properties, 'BasePath'), report));
  const second = resources
    .ofType('AWS::ApiGatewayV2::ApiMapping')
    .filter(of)
    .flatMap((each) => readMapping(each, at(each.properties, 'ApiId'), at(each.properties, 'ApiMappingKey'), report));
  return [...first, ...second];
}

function readMapping(
  resource: Resource,
  api: Value | undefined,
  basePath: Value | undefined,
  report: Report,
): readonly ApiMapping[] {
  const apiId = knownString(api);
  const path = basePath ? knownString(basePath) : '';
  if (apiId === undefined || path === undefined) {
    report({
      code: 'unknown-api-mapping',
      severity: 'warning',
      message: `Cannot read mapping "${resource.logicalId}": its API or base path is not known, expected an API of the sources and a text`,
      place: resource.place,
    });
    return [];
  }
  // `(none)` is how the API writes the empty base path.
  const clean = path === '(none)' ? '' : path.replace(/^\/+|\/+$/g, '');
  return [{ basePath: clean, apiId, stage: knownString(at(resource.properties, 'Stage')), place: resource.place }];
}

const routingRule = (resource: Resource) => ({
  code: 'unknown-routing-rule',
  severity: 'warning' as const,
  message: `Cannot follow routing rule "${resource.logicalId}": found AWS::ApiGatewayV2::RoutingRule, expected base path mappings only`,
  place: resource.place,
});
