import type { Place } from '@sallyport/http';
import { distributionDomainName } from '../distribution/domain-name.ts';
import { derivedId, derivedUpper } from '../read/cloudformation/stand-ins/derived-id.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
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

/** Reads every custom domain name with its mappings, and those that only mappings name. */
export function readDomainNames(resources: Resources, report: Report): readonly DomainName[] {
  const rules = resources.ofType('AWS::ApiGatewayV2::RoutingRule');
  for (const rule of rules) report(routingRule(rule));
  const domains = [
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGatewayV2::DomainName',
    'AWS::ApiGateway::DomainNameV2',
  ].flatMap((type) => resources.ofType(type));
  const mappings = mappingsOf(resources);
  const stray = mappings.filter((mapping) => !domains.some((domain) => isOf(mapping, domain)));
  return [
    ...domains.map((domain) => {
      const own = mappings.filter((mapping) => isOf(mapping, domain));
      return readDomainName(domain, own, rules.length > 0, report);
    }),
    ...stray.map(foreignDomainName),
  ];
}

function readDomainName(
  resource: Resource,
  own: readonly Mapping[],
  anyRoutingRule: boolean,
  report: Report,
): DomainName {
  const value = at(resource.properties, 'DomainName');
  const name = value && stringSetting(value);
  if (!name || !isKnown(name))
    report({
      code: 'unknown-domain-name',
      severity: 'warning',
      message: `Cannot read domain name "${resource.logicalId}": the name is ${name ? `not known (${name.unknown})` : 'absent'}, expected a text`,
      place: value?.place ?? resource.place,
      help: 'A name of our own stands for it.',
    });
  const title = name && isKnown(name) ? name.known : standInName(resource);
  const version = resource.type.startsWith('AWS::ApiGatewayV2::') ? 2 : 1;
  const endpointType = readEndpointType(resource, version);
  const mode = knownString(at(resource.properties, 'RoutingMode')) ?? '';
  const routed = anyRoutingRule && mode.startsWith('ROUTING_RULE');
  const isEdge = isKnown(endpointType) && endpointType.known === 'EDGE';
  const read = mode === 'ROUTING_RULE_ONLY' ? [] : own.map((mapping) => readMapping(mapping, report));
  return {
    id: resource.id,
    version,
    name: title.toLowerCase(),
    endpointType,
    targetNames: [isEdge ? edgeDomainName(resource) : regionalDomainName(resource)],
    // A setting that is not known may ask for certificates; the prover leaves open who has one.
    mutualTls: at(resource.properties, 'MutualTlsAuthentication') !== undefined,
    mappings: read.flatMap((each) => ('unknown' in each ? [] : [each])),
    unknownMappings: [
      ...(routed ? [`routing rules of domain name "${title}" are not modelled`] : []),
      ...read.flatMap((each) => ('unknown' in each ? [each.unknown] : [])),
    ],
    region: resource.region,
    place: resource.place,
  };
}

/** In the place of a name that is not known: DNS has none like it (RFC 2606). */
const standInName = ({ logicalId }: Resource): string => `${logicalId}.domain-name.invalid`;

/** A domain name that only a mapping names: whom it lets in is not in the sources. */
function foreignDomainName({ resource, domain }: Mapping): DomainName {
  const name = knownString(domain) ?? standInName(resource);
  return {
    id: resource.id,
    version: 1,
    name: name.toLowerCase(),
    endpointType: known('REGIONAL'),
    targetNames: [],
    mutualTls: false,
    mappings: [],
    unknownMappings: [`domain name "${name}" of mapping "${resource.logicalId}" is not in the sources`],
    region: resource.region,
    place: resource.place,
  };
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

/** A mapping as it is declared. */
interface Mapping {
  readonly resource: Resource;
  readonly domain: Value | undefined;
  readonly api: Value | undefined;
  readonly basePath: Value | undefined;
}

/** The mappings of both versions; a domain of one version may carry mappings of the other. */
function mappingsOf(resources: Resources): readonly Mapping[] {
  const of = (type: string, api: string, basePath: string): readonly Mapping[] =>
    resources.ofType(type).map((resource) => ({
      resource,
      domain: at(resource.properties, 'DomainName') ?? at(resource.properties, 'DomainNameArn'),
      api: at(resource.properties, api),
      basePath: at(resource.properties, basePath),
    }));
  return [
    ...of('AWS::ApiGateway::BasePathMapping', 'RestApiId', 'BasePath'),
    ...of('AWS::ApiGateway::BasePathMappingV2', 'RestApiId', 'BasePath'),
    ...of('AWS::ApiGatewayV2::ApiMapping', 'ApiId', 'ApiMappingKey'),
  ];
}

/** Whether a mapping names this domain name: by its text, by what `Ref` gives, or by the same unknown value. */
function isOf({ domain }: Mapping, { physicalId, properties }: Resource): boolean {
  const name = at(properties, 'DomainName');
  const [given, own] = [domain && stringSetting(domain), name && stringSetting(name)];
  if (!given) return false;
  if (!isKnown(given)) return own !== undefined && !isKnown(own) && own.identity === given.identity;
  if (given.known === physicalId) return true;
  return own !== undefined && isKnown(own) && own.known.toLowerCase() === given.known.toLowerCase();
}

function readMapping({ resource, api, basePath }: Mapping, report: Report): ApiMapping | { readonly unknown: string } {
  const apiId = knownString(api);
  const path = basePath ? knownString(basePath) : '';
  const stage = at(resource.properties, 'Stage');
  if (apiId === undefined || path === undefined || (stage && knownString(stage) === undefined)) {
    report({
      code: 'unknown-api-mapping',
      severity: 'warning',
      message: `Cannot read mapping "${resource.logicalId}": its API, stage or base path is not known, expected an API of the sources and texts`,
      place: resource.place,
    });
    return { unknown: `the API, the stage or the base path of mapping "${resource.logicalId}" is not known` };
  }
  // `(none)` is how the API writes the empty base path.
  const clean = path === '(none)' ? '' : path.replace(/^\/+|\/+$/g, '');
  return { basePath: clean, apiId, stage: knownString(stage), place: resource.place };
}

const routingRule = (resource: Resource) => ({
  code: 'unknown-routing-rule',
  severity: 'warning' as const,
  message: `Cannot follow routing rule "${resource.logicalId}": found AWS::ApiGatewayV2::RoutingRule, expected base path mappings only`,
  place: resource.place,
});
