import {
  type ApiMapping,
  type DomainName,
  executeApiHost,
  type HttpApi,
  isKnown,
  type RestApi,
  type Setting,
} from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import type { Condition } from '../condition.ts';
import type { Gate } from '../graph.ts';
import type { Rule, Step } from '../step.ts';
import { type ApiGateway, placed, stageGateId } from './context.ts';
import { forbidden } from './gateway-response.ts';

/** The gate that listens behind every name of API Gateway. */
export const API_GATEWAY = 'api-gateway';

/** The gate of a stage of an HTTP API. */
export const httpStageGateId = (apiId: string, stage: string): string => `http-api:${apiId}/${stage}`;

/** A stage that a Host and a path can lead to. */
interface Front {
  readonly apiId: string;
  readonly stages: readonly { readonly name: string; readonly gate: string; readonly place: Place }[];
}

/**
 * The endpoint: the Host chooses an API or a custom domain name, the path a stage. A Host that belongs to nobody is refused,
 * which is why a viewer's Host must not be forwarded here.
 */
export function endpointGate(input: ApiGateway): Gate {
  const secure: Rule = {
    when: { not: { test: 'text', on: 'scheme', matches: { is: 'equal', to: 'https' } } },
    then: { do: 'answer', answer: forbidden('API Gateway takes HTTPS only') },
    label: 'the endpoint takes HTTPS only',
  };
  const rules = [
    secure,
    ...input.restApis.apis.map((api) => defaultEndpoint(api, restFront(api), isPrivate(api.endpointType))),
    ...input.httpApis.apis.map((api) => defaultEndpoint(api, httpFront(api), false)),
    ...exactFirst(input.restApis.domainNames).map((domain) => customDomain(domain, input)),
  ];
  return {
    id: API_GATEWAY,
    component: 'rest-api',
    title: 'Amazon API Gateway',
    start: {
      do: 'choose',
      rules,
      otherwise: { do: 'answer', answer: forbidden('API Gateway answers 403 ForbiddenException: the Host is no API') },
    },
  };
}

const isPrivate = (type: Setting<string>): boolean => isKnown(type) && type.known === 'PRIVATE';

const restFront = (api: RestApi): Front => ({
  apiId: api.apiId,
  stages: api.stages.map(({ name, place }) => ({ name, gate: stageGateId(api.id, name), place })),
});

const httpFront = (api: HttpApi): Front => ({
  apiId: api.apiId,
  stages: api.stages.map(({ name, place }) => ({ name, gate: httpStageGateId(api.id, name), place })),
});

/** Host names are compared without regard to case and without a port. */
const hostIs = (host: string): Condition => ({
  test: 'text',
  on: 'host',
  matches: { is: 'equal', to: host, fold: true },
  through: [{ rewrite: 'drop-port' }],
});

/** A custom domain name such as `*.example.com`. */
export const isWildcard = (name: string): boolean => name.startsWith('*.');

/**
 * A name with a wildcard stands for all that end as it does. Where an exact name is configured too, that one decides.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html#wildcard-custom-domain-names
 */
const isNamed = (name: string): Condition =>
  isWildcard(name)
    ? {
        test: 'text',
        on: 'host',
        matches: { is: 'ending-with', text: name.slice(1), fold: true },
        through: [{ rewrite: 'drop-port' }],
      }
    : hostIs(name);

const exactFirst = (domains: readonly DomainName[]): readonly DomainName[] => [
  ...domains.filter(({ name }) => !isWildcard(name)),
  ...domains.filter(({ name }) => isWildcard(name)).sort((a, b) => b.name.length - a.name.length),
];

function defaultEndpoint(api: RestApi | HttpApi, front: Front, isPrivateApi: boolean): Rule {
  const host = executeApiHost(api.apiId, api.region);
  const open = isPrivateApi
    ? refuse(`API "${api.name}" is private: only VPC endpoints lead to it`)
    : firstSegmentIsStage(front.stages, api.place);
  return {
    when: hostIs(host),
    then: unlessDisabled(api, unlessPrivate(api, `API "${api.name}"`, open)),
    label: `${host} is the default endpoint of API "${api.name}"`,
    place: api.place,
  };
}

const refuse = (label: string): Step => ({ do: 'answer', answer: forbidden(label) });

/** Where the type of the endpoint is not known, it may be one that VPC endpoints alone lead to. */
function unlessPrivate(of: RestApi | HttpApi | DomainName, title: string, open: Step): Step {
  if (!('endpointType' in of) || isKnown(of.endpointType)) return open;
  const { endpointType: type, id } = of;
  const rule: Rule = {
    when: {
      test: 'undecided',
      identity: `private ${id} ${type.identity}`,
      reason: `whether ${title} is private: ${type.unknown}`,
      decide: () => false,
    },
    then: refuse(`${title} may be private`),
    label: `${title} may be private`,
    ...placed(type.place),
  };
  return { do: 'choose', rules: [rule], otherwise: open };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html */
function unlessDisabled({ id, name, disableExecuteApiEndpoint: disabled }: RestApi | HttpApi, open: Step): Step {
  const shut = refuse(`the default endpoint of API "${name}" is disabled`);
  if (isKnown(disabled)) return disabled.known ? shut : open;
  const rule: Rule = {
    when: {
      test: 'undecided',
      identity: `default-endpoint ${id} ${disabled.identity}`,
      reason: `whether the default endpoint of API "${name}" is disabled: ${disabled.unknown}`,
      decide: () => false,
    },
    then: shut,
    label: `the default endpoint of API "${name}" may be disabled`,
    ...placed(disabled.place),
  };
  return { do: 'choose', rules: [rule], otherwise: open };
}

/** The first segment of the path names the stage and is taken away; `$default` is at the root. */
function firstSegmentIsStage(stages: Front['stages'], place: Place): Step {
  const named = stages.filter(({ name }) => name !== '$default');
  const whole = stages.find(({ name }) => name === '$default');
  return {
    do: 'choose',
    rules: named.flatMap((stage) =>
      underPrefix(`/${stage.name}`, toStage(stage), `the path begins with stage "${stage.name}"`, stage.place),
    ),
    otherwise: whole
      ? toStage(whole)
      : { ...refuse('API Gateway answers 403 ForbiddenException: the path begins with no stage'), ...placed(place) },
  };
}

const toStage = ({ name, gate }: Front['stages'][number]): Step => ({
  do: 'call',
  to: { gate },
  label: `stage "${name}"`,
  after: [],
});

/** Paths at and below a prefix, without it. */
function underPrefix(prefix: string, next: Step, label: string, place: Place): readonly Rule[] {
  const to = `path without "${prefix}"`;
  return [
    {
      when: { test: 'text', on: 'path', matches: { is: 'starting-with', text: `${prefix}/` } },
      then: {
        do: 'rewrite',
        label: to,
        by: [{ do: 'map', on: 'path', by: { rewrite: 'replace-prefix', text: `${prefix}/`, by: '/' } }],
        next,
      },
      label,
      place,
    },
    {
      when: { test: 'text', on: 'path', matches: { is: 'equal', to: prefix } },
      then: { do: 'rewrite', label: to, by: [{ do: 'set', on: 'path', text: '/' }], next },
      label,
      place,
    },
  ];
}

/** A custom domain name, also under the names that API Gateway gave it. */
function customDomain(domain: DomainName, input: ApiGateway): Rule {
  const mapped = domainMappings(domain, input);
  const certified: Rule = {
    when: { not: { test: 'present', on: 'client-certificate' } },
    // The handshake itself fails; there is no answer in HTTP to give (approximated).
    then: refuse(`domain name "${domain.name}" asks for a client certificate`),
    label: `domain name "${domain.name}" takes no client without a certificate of its trust store`,
    place: domain.place,
  };
  const then: Step = isPrivate(domain.endpointType)
    ? refuse(`domain name "${domain.name}" is private`)
    : domain.mutualTls
      ? { do: 'choose', rules: [certified], otherwise: mapped }
      : mapped;
  return {
    when: isNamed(domain.name),
    then: unlessPrivate(domain, `domain name "${domain.name}"`, then),
    label: `domain name "${domain.name}"`,
    place: domain.place,
  };
}

/** The longest base path wins. https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html */
function domainMappings(domain: DomainName, input: ApiGateway): Step {
  const longestFirst = [...domain.mappings].sort((a, b) => b.basePath.length - a.basePath.length);
  const whole = longestFirst.find(({ basePath }) => basePath === '');
  const rules = longestFirst
    .filter(({ basePath }) => basePath !== '')
    .flatMap((mapping) =>
      underPrefix(
        `/${mapping.basePath}`,
        mappedStage(mapping, domain, input),
        `base path "${mapping.basePath}"`,
        mapping.place,
      ),
    );
  const otherwise = whole
    ? mappedStage(whole, domain, input)
    : refuse(`API Gateway answers 403 ForbiddenException: no base path of domain name "${domain.name}" fits`);
  return { do: 'choose', rules: [...unknownRules(domain, input), ...rules], otherwise };
}

/** What routing rules decide is not known: they may lead to any API of the sources. */
function unknownRules(domain: DomainName, input: ApiGateway): readonly Rule[] {
  const fronts = [...input.restApis.apis.map(restFront), ...input.httpApis.apis.map(httpFront)];
  return domain.unknownMappings.flatMap((reason) =>
    fronts
      .flatMap(({ stages }) => stages)
      .map(
        (stage): Rule => ({
          when: {
            test: 'undecided',
            identity: `routing of ${domain.id} to ${stage.gate}`,
            reason,
            decide: () => false,
          },
          then: toStage(stage),
          label: `a routing rule of domain name "${domain.name}" may lead to ${stage.gate}`,
          place: domain.place,
        }),
      ),
  );
}

function mappedStage(mapping: ApiMapping, domain: DomainName, input: ApiGateway): Step {
  const rest = input.restApis.apis.find(({ apiId }) => apiId === mapping.apiId);
  const http = input.httpApis.apis.find(({ apiId }) => apiId === mapping.apiId);
  const front = rest ? restFront(rest) : http && httpFront(http);
  if (!front)
    return refuse(`the API of base path "${mapping.basePath}" of domain name "${domain.name}" is not in the sources`);
  if (mapping.stage === undefined) return firstSegmentIsStage(front.stages, mapping.place);
  const stage = front.stages.find(({ name }) => name === mapping.stage);
  return stage
    ? toStage(stage)
    : refuse(`stage "${mapping.stage}" of domain name "${domain.name}" is not in the sources`);
}
