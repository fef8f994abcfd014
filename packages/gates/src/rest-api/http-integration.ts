import { type ApiMethod, type Integration, isKnown } from '@sallyport/architecture';
import type { Rewrite, Selection } from '../rewrite.ts';
import type { ResponseRule, Step, Target } from '../step.ts';
import type { TextRewrite } from '../text-rewrite.ts';
import type { StageContext } from './context.ts';
import { chooseResponse, integrationResponse } from './mock-integration.ts';
import { pathParameters } from './resource-order.ts';
import { ADD_REQUEST_IDS, failureRule, REMAP_HEADERS } from './response-headers.ts';

/** An HTTP backend's address, taken apart. */
export interface Backend {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** With its `{parameters}`. */
  readonly path: string;
  readonly query: string | undefined;
}

/** Takes an integration's URI apart; undefined where its host is no plain name. */
export function backendOf(uri: string): Backend | undefined {
  const [, scheme, host, port, path, query] =
    /^(https?):\/\/([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(?::(\d+))?(\/[^?#]*)?(?:\?([^#]*))?/.exec(uri) ?? [];
  if (host === undefined) return undefined;
  const secure = scheme === 'https';
  return {
    scheme: secure ? 'https' : 'http',
    host: host.toLowerCase(),
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    path: path ?? '/',
    query,
  };
}

/** The name of an HTTP application: the port only where it is not the scheme's own. */
export function httpApplicationId({ scheme, host, port }: Backend): string {
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `http:${scheme}://${host}${usual ? '' : `:${port}`}`;
}

/** Where a backend is: a gate of this graph, or an application. */
export function backendTarget(context: Pick<StageContext, 'links' | 'notes'>, backend: Backend, owner: string): Target {
  const entry = context.links.hostEntry(backend.host);
  if (entry) return { gate: entry.gate };
  const { scheme, host, port } = backend;
  context.notes.assume(
    `The host ${host} behind ${owner} is not in the sources: whoever reaches it directly is not proved.`,
  );
  return {
    application: context.notes.application({ id: httpApplicationId(backend), kind: 'http', scheme, host, port }),
  };
}

/** An address of the documentation's own range (RFC 5737), for the servers of API Gateway: they are in no public list. */
const API_GATEWAY_ADDRESS = '192.0.2.10';

/**
 * HTTP and HTTP_PROXY integrations: the proxy hands on headers, query and body as they came; the custom one only what is mapped.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function httpIntegration(
  context: StageContext,
  method: ApiMethod,
  integration: Integration,
  backend: Backend,
): Step {
  const isProxy = isKnown(integration.type) && integration.type.known === 'HTTP_PROXY';
  reportMappings(context, method, integration);
  const title = `${method.httpMethod} ${method.path}`;
  const customised = context.api.gatewayResponses;
  return {
    do: 'rewrite',
    label: `${title} is sent to ${backend.scheme}://${backend.host}${backend.path}`,
    by: [
      ...selections(method, integration, isProxy),
      ...backendMethod(integration),
      pathRewrite(method, integration, backend.path),
      ...backendQuery(backend),
      ...forwarding(),
      { do: 'set-header', name: 'x-amzn-apigateway-api-id', text: context.api.apiId },
      ...fixedHeaders(integration),
      ...toBackend(backend),
    ],
    next: {
      do: 'call',
      to: backendTarget(context, backend, `API "${context.api.name}"`),
      label: `${title} calls ${backend.scheme}://${backend.host}`,
      limits: limitsOf(integration),
      after: [
        ...(isProxy ? [REMAP_HEADERS] : [mappedResponse(integration)]),
        failureRule(customised, 'http'),
        ADD_REQUEST_IDS,
      ],
    },
  };
}

/** Mappings other than of path parameters, of fixed texts and of a name to itself are not carried out. */
function reportMappings({ api, notes }: StageContext, method: ApiMethod, integration: Integration): void {
  for (const [to, from] of integration.requestParameters) {
    const isPath = to.startsWith('integration.request.path.') && from.startsWith('method.request.path.');
    const isFixed = to.startsWith('integration.request.header.') && from.startsWith("'");
    if (isPath || isFixed || to.replace('integration.', 'method.') === from) continue;
    notes.report({
      code: 'unknown-mapping',
      severity: 'warning',
      message: `Cannot map ${from} to ${to} in ${method.httpMethod} ${method.path} of API "${api.name}": found another name, expected a path parameter, a fixed text or the same name`,
      place: integration.place,
    });
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 29 seconds where nothing is said. */
export function limitsOf({ timeoutMilliseconds }: Pick<Integration, 'timeoutMilliseconds'>) {
  const milliseconds = isKnown(timeoutMilliseconds) ? timeoutMilliseconds.known : 29_000;
  return { connectMilliseconds: milliseconds, responseMilliseconds: milliseconds, attempts: 1 };
}

/** Headers that never reach a backend. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const NOT_FORWARDED = [
  'expect',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'server',
  'content-md5',
  'www-authenticate',
  'connection',
];

function selections(method: ApiMethod, integration: Integration, isProxy: boolean): readonly Rewrite[] {
  const headers: Selection = { keep: 'all-except', names: NOT_FORWARDED };
  if (isProxy) return [{ do: 'select-headers', select: headers }];
  const mapped = (place: string): readonly string[] =>
    [...integration.requestParameters].flatMap(([to, from]) => {
      const name = new RegExp(`^method\\.request\\.${place}\\.(.+)$`).exec(from)?.[1];
      return name !== undefined && to === `integration.request.${place}.${name}` ? [name] : [];
    });
  const always = [
    'content-type',
    'content-length',
    'accept',
    ...(method.httpMethod === 'GET' ? [] : ['content-encoding']),
  ];
  return [
    { do: 'select-headers', select: { keep: 'only', names: [...always, ...mapped('header')] } },
    // A cookie is a header like others here: it is handed on only where it is mapped.
    ...(mapped('header').some((name) => name.toLowerCase() === 'cookie') ? [] : [WITHOUT_COOKIES]),
    { do: 'select-query', select: { keep: 'only', names: mapped('querystring') } },
  ];
}

const WITHOUT_COOKIES: Rewrite = { do: 'select-cookies', select: { keep: 'none' } };

function backendMethod({ httpMethod }: Integration): readonly Rewrite[] {
  const name = httpMethod && isKnown(httpMethod) ? httpMethod.known.toUpperCase() : 'ANY';
  return name === 'ANY' || name === '' ? [] : [{ do: 'set', on: 'method', text: name }];
}

const backendQuery = ({ query }: Backend): readonly Rewrite[] =>
  query === undefined
    ? []
    : [
        {
          do: 'map',
          on: 'query',
          by: {
            rewrite: 'opaque',
            name: `query of the integration ${query}`,
            apply: (text) => (text === '' ? query : `${query}&${text}`),
          },
        },
      ];

/** `'a text'` mapped to a header. */
const fixedHeaders = ({ requestParameters }: Integration): readonly Rewrite[] =>
  [...requestParameters].flatMap(([to, from]): Rewrite[] => {
    const name = /^integration\.request\.header\.(.+)$/.exec(to)?.[1];
    const text = /^'(.*)'$/.exec(from)?.[1];
    return name === undefined || text === undefined ? [] : [{ do: 'set-header', name, text }];
  });

/** What API Gateway adds to every request to a backend. */
export const forwarding = (): readonly Rewrite[] => [
  { do: 'set-fact', name: 'X-Forwarded-For', fact: 'client-address', append: true },
  { do: 'set-header', name: 'X-Forwarded-Port', text: '443' },
  { do: 'set-header', name: 'X-Forwarded-Proto', text: 'https' },
  { do: 'set-fact', name: 'X-Amzn-Trace-Id', fact: 'trace-id' },
];

/** The connection to a backend and its Host. */
export function toBackend({ scheme, host, port }: Backend): readonly Rewrite[] {
  const usual = port === (scheme === 'https' ? 443 : 80);
  return [
    { do: 'set-header', name: 'Host', text: usual ? host : `${host}:${port}` },
    {
      do: 'connect',
      from: { address: API_GATEWAY_ADDRESS },
      scheme,
      serverName: scheme === 'https' ? host : undefined,
      port,
      clientCertificate: undefined,
    },
  ];
}

/** The backend's path: a fixed one, one behind a prefix, or one with parameters of the method's path in it. */
function pathRewrite(method: ApiMethod, integration: Integration, path: string): Rewrite {
  if (!path.includes('{')) return { do: 'set', on: 'path', text: path };
  return { do: 'map', on: 'path', by: parameterPath(method.path, path, integration.requestParameters) };
}

/** The rewrite from a path of `template` to the backend's `path`, in which `{x}` stands for a mapped parameter. */
export function parameterPath(
  template: string,
  path: string,
  requestParameters: ReadonlyMap<string, string>,
): TextRewrite {
  const greedy = /^(.*\/)\{([^{}]+)\+\}$/.exec(template);
  const tail = /^([^{}]*\/)\{([^{}]+)\}$/.exec(path);
  const mapped = (name: string): string | undefined =>
    /^method\.request\.path\.(.+)$/.exec(requestParameters.get(`integration.request.path.${name}`) ?? '')?.[1];
  if (
    greedy?.[1] !== undefined &&
    !greedy[1].includes('{') &&
    tail?.[1] !== undefined &&
    mapped(tail[2] ?? '') === greedy[2]
  )
    return { rewrite: 'replace-prefix', text: greedy[1], by: tail[1] };
  return {
    rewrite: 'opaque',
    name: `from ${template} to ${path}`,
    apply: (text) => {
      const values = pathParameters(template, text);
      return path.replace(/\{([^{}]+?)\+?\}/g, (all, name: string) => values?.get(mapped(name) ?? '') ?? all);
    },
  };
}

/** The integration response for the backend's status; a custom integration hands on nothing that is not mapped. */
const mappedResponse = (integration: Integration): ResponseRule => ({
  label: "the integration response for the backend's status",
  apply: (response, { request, failure }) => {
    if (failure) return response;
    const chosen = chooseResponse(integration.responses, String(response.status));
    return chosen ? integrationResponse(chosen, request, response) : response;
  },
});
