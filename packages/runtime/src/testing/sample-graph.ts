import type { Text } from '@sallyport/architecture';
import {
  type Answer,
  type Application,
  type Condition,
  type Entrance,
  type Gate,
  type GateGraph,
  type InspectingWebAcl,
  NEVER,
  type ResponseRule,
  type Step,
} from '@sallyport/gates';
import { bytesOfLatin1, type Response, withHeader } from '@sallyport/http';
import { bareRecord, type CompiledWebAcl } from '@sallyport/waf';

/** The secret that only the distribution of the sample knows. */
export const SAMPLE_KEY: Text = { opaque: 'sample-key', nature: 'generated', reason: 'secret "OriginKey"' };

export interface SampleOptions {
  /** Where the API's integration sends requests; the sample's own host by default. */
  readonly application?: Application;
  readonly invocation?: Extract<Step, { do: 'call' }>['invocation'];
  readonly responseMilliseconds?: number;
  readonly attempts?: number;
  /** How many resources, each with four methods, the API has beside `/{proxy+}`. */
  readonly resources?: number;
  readonly bodyBytes?: number;
  /** Requests an address may send in five minutes. */
  readonly rate?: number;
}

/**
 * A distribution with a web ACL before a REST API that wants a key, written by hand in the shape that real components
 * have: for tests of the runtime, and for its bench, without the readers.
 */
export function sampleGraph(options: SampleOptions = {}): GateGraph {
  const application = options.application ?? SAMPLE_APPLICATION;
  const gates: readonly Gate[] = [distribution(options), stage(options, application)];
  return {
    gates: new Map(gates.map((gate) => [gate.id, gate])),
    entrances: ENTRANCES,
    applications: new Map([[application.id, application]]),
    origins: [
      {
        id: 'Api',
        gates: ['rest-api:Api/prod'],
        applications: [application.id],
        distributions: ['Edge'],
        unknown: [],
      },
    ],
    assumptions: [],
    diagnostics: [],
  };
}

const SAMPLE_APPLICATION: Application = {
  id: 'http:https://backend.example.com',
  kind: 'http',
  scheme: 'https',
  host: 'backend.example.com',
  port: 443,
};

const EDGE_HOST = 'd111111abcdef8.cloudfront.net';
const API_HOST = 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com';

const ENTRANCES: readonly Entrance[] = [
  {
    id: 'distribution:Edge',
    gate: 'distribution:Edge',
    kind: 'distribution',
    resource: 'Edge',
    hosts: [EDGE_HOST],
    schemes: ['http', 'https'],
    basePath: '',
    title: `https://${EDGE_HOST}`,
  },
  {
    id: 'stage:Api/prod',
    gate: 'rest-api:Api/prod',
    kind: 'stage',
    resource: 'Api',
    hosts: [API_HOST],
    schemes: ['https'],
    basePath: '/prod',
    title: `https://${API_HOST}/prod`,
  },
];

const isOneOf = (on: 'method' | 'host', ...of: readonly string[]): Condition => ({
  test: 'text',
  on,
  matches: { is: 'one-of', of },
});

const VIEWER_HEADERS = ['accept', 'authorization', 'content-type', 'user-agent', 'x-api-key', 'x-test'];

function distribution(options: SampleOptions): Gate {
  const forward: Step = {
    do: 'rewrite',
    by: [
      { do: 'set-fact', name: 'X-Forwarded-For', fact: 'client-address', append: true },
      { do: 'set-fact', name: 'Via', fact: 'via', append: true },
      { do: 'set-fact', name: 'X-Amz-Cf-Id', fact: 'request-id' },
      {
        do: 'select-headers',
        select: { keep: 'only', names: [...VIEWER_HEADERS, 'x-forwarded-for', 'via', 'x-amz-cf-id'] },
      },
      { do: 'select-query', select: { keep: 'all' } },
      { do: 'select-cookies', select: { keep: 'none' } },
      { do: 'copy', to: 'host', from: 'host' },
      { do: 'map', on: 'host', by: { rewrite: 'opaque', name: 'origin domain', apply: () => API_HOST } },
      { do: 'map', on: 'path', by: { rewrite: 'prefix', text: '/prod' } },
      { do: 'set-header', name: 'x-api-key', text: SAMPLE_KEY },
      {
        do: 'connect',
        from: { set: 'cloudfront' },
        scheme: 'https',
        serverName: API_HOST,
        port: 443,
        clientCertificate: undefined,
      },
    ],
    next: { do: 'call', to: { gate: 'rest-api:Api/prod' }, label: `origin ${API_HOST}`, after: EDGE_RULES },
  };
  const behaviour: Step = {
    do: 'choose',
    rules: [
      {
        when: { not: isOneOf('method', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE') },
        then: { do: 'answer', answer: answerOf('CloudFront answers 403: method', 403, 'text/html', 'Bad request.') },
        label: 'the method is not allowed',
      },
    ],
    otherwise: forward,
  };
  return {
    id: 'distribution:Edge',
    component: 'distribution',
    resource: 'Edge',
    title: 'distribution "Edge"',
    start: {
      do: 'choose',
      rules: [{ when: isOneOf('host', EDGE_HOST), then: inspected(options, behaviour), label: `host ${EDGE_HOST}` }],
      otherwise: { do: 'answer', answer: answerOf('CloudFront answers 403: host', 403, 'text/html', 'Bad request.') },
    },
  };
}

function inspected(options: SampleOptions, allowed: Step): Step {
  const webAcl: InspectingWebAcl = {
    id: 'Acl',
    name: 'Acl',
    compiled: sampleWebAcl(options),
    rules: [{ name: 'Blocked', when: NEVER, action: 'block' }],
    defaultAction: 'allow',
    canBlock: true,
  };
  const refused = () => answerOf('CloudFront answers 403: web ACL', 403, 'text/html', 'Request blocked.');
  return { do: 'inspect', webAcl, allowed, refused };
}

/** Blocks `x-attack` headers, bodies with `attack` in them, and addresses that send too much. */
function sampleWebAcl({ bodyBytes = 0, rate = Number.POSITIVE_INFINITY }: SampleOptions): CompiledWebAcl {
  return {
    name: 'Acl',
    rules: [],
    defaultAction: 'ALLOW',
    bodyBytes,
    capacity: 2,
    unknowns: [],
    ruleCapacities: [],
    evaluate: (request, counters, now) => {
      const requests = counters.add(`Acl/rate/${request.connection.address}`, now, 300_000);
      const attack = request.headers.some(([name]) => name.toLowerCase() === 'x-attack');
      const inBody = bodyBytes > 0 && String.fromCharCode(...request.body.bytes.subarray(0, 8192)).includes('attack');
      const blocked = attack || inBody || requests > rate;
      return {
        action: blocked ? 'BLOCK' : 'ALLOW',
        terminatingRule: blocked ? 'Blocked' : 'Default_Action',
        labels: [],
        countedRules: [],
        insertedHeaders: blocked ? [] : [['x-amzn-waf-seen', 'yes']],
        fidelity: 'documented',
        trace: [],
        record: bareRecord(blocked ? 'Blocked' : 'Default_Action'),
      };
    },
  };
}

function stage({ resources = 0, ...options }: SampleOptions, application: Application): Gate {
  const call: Step = {
    do: 'rewrite',
    label: 'integration request',
    by: [
      { do: 'map', on: 'path', by: { rewrite: 'replace-prefix', text: '/prod', by: '' } },
      ...(application.kind === 'http'
        ? [
            {
              do: 'map',
              on: 'host',
              by: { rewrite: 'opaque', name: 'integration', apply: () => application.host },
            } as const,
          ]
        : []),
      { do: 'set-header', name: 'x-api-key', text: undefined },
    ],
    next: {
      do: 'call',
      to: { application: application.id },
      label: 'integration',
      limits: {
        connectMilliseconds: 1000,
        responseMilliseconds: options.responseMilliseconds ?? 29_000,
        attempts: options.attempts ?? 1,
      },
      ...(options.invocation ? { invocation: options.invocation } : {}),
      after: API_RULES,
    },
  };
  const key: Step = {
    do: 'choose',
    rules: [
      {
        when: { test: 'text', on: 'header:x-api-key', matches: { is: 'equal', to: SAMPLE_KEY } },
        then: { do: 'meter', meter: BUCKET, label: 'usage plan "Plan"', within: call, exceeded: answer429 },
        label: 'the API key is in usage plan "Plan"',
      },
    ],
    otherwise: { do: 'answer', answer: forbidden('API Gateway answers 403 ForbiddenException') },
  };
  const named = Array.from({ length: resources }, (_, at) => `/prod/resource-${at}/{id}`);
  return {
    id: 'rest-api:Api/prod',
    component: 'rest-api',
    resource: 'Api',
    title: 'stage "Api/prod"',
    start: {
      do: 'choose',
      rules: [
        ...named.flatMap((template) =>
          ['GET', 'POST', 'PUT', 'DELETE'].map((method) => resourceRule(template, method, key)),
        ),
        resourceRule('/prod/{proxy+}', undefined, key),
      ],
      otherwise: { do: 'answer', answer: forbidden('API Gateway answers 403 MissingAuthenticationTokenException') },
    },
  };
}

function resourceRule(template: string, method: string | undefined, then: Step) {
  const path: Condition = { test: 'text', on: 'path', matches: { is: 'resource-path', template } };
  const when = method === undefined ? path : { all: [path, isOneOf('method', method)] };
  return { when, then, label: `method ${method ?? 'ANY'} ${template}` };
}

const BUCKET = { kind: 'bucket', id: 'plan:Plan', ratePerSecond: 1e6, burst: 1e6 } as const;
const answer429: Step = {
  do: 'answer',
  answer: answerOf('API Gateway answers 429', 429, 'application/json', '{"message":"Too Many Requests"}'),
};

const forbidden = (label: string): Answer => ({
  label,
  respond: () =>
    responseOf(403, 'application/json', '{"message":"Forbidden"}', ['x-amzn-ErrorType', 'ForbiddenException']),
});

function answerOf(label: string, status: number, type: string, body: string): Answer {
  return { label, respond: () => responseOf(status, type, body) };
}

const responseOf = (
  status: number,
  type: string,
  body: string,
  ...headers: readonly (readonly [string, string])[]
): Response => ({
  status,
  headers: [['Content-Type', type], ...headers],
  body: { kind: 'bytes', bytes: bytesOfLatin1(body) },
});

const EDGE_RULES: readonly ResponseRule[] = [
  {
    label: 'CloudFront adds X-Cache',
    apply: (response) => ({ ...response, headers: withHeader(response.headers, 'X-Cache', 'Miss from cloudfront') }),
  },
];

const FAILED = { timeout: 504, 'too-large': 413 } as const;

const API_RULES: readonly ResponseRule[] = [
  {
    label: 'API Gateway answers for the integration',
    apply: (response, { failure }) => {
      if (failure === undefined) return response;
      const status = failure === 'timeout' || failure === 'too-large' ? FAILED[failure] : 502;
      return responseOf(status, 'application/json', JSON.stringify({ message: failure }));
    },
  },
];
