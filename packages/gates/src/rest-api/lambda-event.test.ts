import type { ApiMethod, RestApi, Stage } from '@sallyport/architecture';
import { bytesOfLatin1, latin1, type Request, utf8Bytes } from '@sallyport/http';
import { expect, test } from 'vitest';
import { base64, fromBase64 } from './base64.ts';
import { notebook, type StageContext } from './context.ts';
import { lambdaAnswer } from './lambda-answer.ts';
import { lambdaEvent } from './lambda-event.ts';
import { apiRequestId } from './request-id.ts';

const place = { file: 't', line: 1, column: 1 };
const method: ApiMethod = {
  path: '/users/{id}/{rest+}',
  httpMethod: 'ANY',
  apiKeyRequired: { known: true },
  authorization: { kind: 'NONE' },
  validation: { requiredParameters: [], body: { known: false } },
  integration: undefined,
  place,
};
const stage: Stage = {
  id: 'Prod',
  name: 'prod',
  deployment: undefined,
  canary: undefined,
  variables: new Map([['color', 'blue']]),
  methodSettings: [],
  webAcl: undefined,
  place,
};
const api: RestApi = {
  id: 'Api',
  apiId: 'a1b2c3d4e5',
  name: 'api',
  region: 'us-east-1',
  account: '123456789012',
  endpointType: { known: 'REGIONAL' },
  disableExecuteApiEndpoint: { known: false },
  apiKeySource: { known: 'HEADER' },
  policy: undefined,
  binaryMediaTypes: ['image/png'],
  resources: [],
  unknownMethods: [],
  stages: [stage],
  gatewayResponses: [],
  place,
};
const key = { id: 'Key', keyId: 'k1', name: 'edge', value: 'secret-value', enabled: { known: true }, place };
const context: StageContext = {
  api,
  stage,
  input: {
    restApis: { apis: [api], apiKeys: [key], usagePlans: [], domainNames: [] },
    httpApis: { apis: [] },
    functions: { all: [], named: () => undefined },
  },
  links: { hostEntry: () => undefined, webAcl: () => ({ none: true }) },
  notes: notebook(),
};
const FACTS = {
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  now: Date.UTC(2026, 10, 21, 8, 5, 9),
  pointOfPresence: '',
};

const request = (more: Partial<Request> = {}): Request => ({
  method: 'POST',
  target: '/users/7/a%20b/c?x=1&x=2&name=J%C3%BCrgen+K&flag',
  httpVersion: '1.1',
  headers: [
    ['Host', 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'],
    ['X-Many', 'one'],
    ['x-many', 'two'],
    ['User-Agent', 'curl/8'],
    ['x-api-key', 'secret-value'],
  ],
  body: { bytes: utf8Bytes('{"sum":"5 €, 100%"}'), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 50_000, localPort: 443 },
  ...more,
});

test('the event has the shape that API Gateway documents', () => {
  expect(lambdaEvent(context, method, request(), FACTS)).toEqual({
    resource: '/users/{id}/{rest+}',
    path: '/users/7/a%20b/c',
    httpMethod: 'POST',
    headers: {
      Host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'X-Many': 'two',
      'User-Agent': 'curl/8',
      'x-api-key': 'secret-value',
    },
    multiValueHeaders: {
      Host: ['a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'],
      'X-Many': ['one', 'two'],
      'User-Agent': ['curl/8'],
      'x-api-key': ['secret-value'],
    },
    queryStringParameters: { x: '2', name: 'Jürgen K', flag: '' },
    multiValueQueryStringParameters: { x: ['1', '2'], name: ['Jürgen K'], flag: [''] },
    pathParameters: { id: '7', rest: 'a b/c' },
    stageVariables: { color: 'blue' },
    requestContext: {
      resourceId: expect.stringMatching(/^[0-9a-z]{6}$/),
      resourcePath: '/users/{id}/{rest+}',
      httpMethod: 'POST',
      extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
      requestTime: '21/Nov/2026:08:05:09 +0000',
      path: '/prod/users/7/a%20b/c',
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      domainPrefix: 'a1b2c3d4e5',
      requestTimeEpoch: FACTS.now,
      requestId: apiRequestId(FACTS.requestId),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        apiKey: 'secret-value',
        apiKeyId: 'k1',
        sourceIp: '203.0.113.7',
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: 'curl/8',
        user: null,
      },
      domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      deploymentId: expect.stringMatching(/^[0-9a-z]{6}$/),
      apiId: 'a1b2c3d4e5',
    },
    body: '{"sum":"5 €, 100%"}',
    isBase64Encoded: false,
  });
});

test('a body of a binary media type is base64, and what is not there is null', () => {
  const bytes = bytesOfLatin1('\x89PNG\xff\x00');
  const image = request({
    headers: [['Content-Type', 'image/png; q=1']],
    body: { bytes, complete: true },
    target: '/users/7/x',
  });
  expect(lambdaEvent(context, method, image, FACTS)).toMatchObject({
    body: base64(bytes),
    isBase64Encoded: true,
    queryStringParameters: null,
  });
  const empty = request({ body: { bytes: new Uint8Array(0), complete: true } });
  expect(lambdaEvent(context, method, empty, FACTS)).toMatchObject({ body: null, isBase64Encoded: false });
});

test('base64 and back is the same for every length', () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 0xff);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(base64(bytes))).toEqual(bytes);
  }
  expect(fromBase64('%%')).toBeUndefined();
});

const exchange = { request: request(), sent: request(), facts: FACTS };
const answer = (value: unknown) => {
  const response = lambdaAnswer([], { value }, exchange);
  return [
    response.status,
    response.body.kind === 'bytes' ? latin1(response.body.bytes) : '',
    response.headers,
  ] as const;
};

test('a well-formed answer is taken as it is; multiValueHeaders win over headers', () => {
  const value = {
    statusCode: '201',
    headers: { A: '1', b: 2 },
    multiValueHeaders: { a: ['x', 'y'] },
    body: 'aGk=',
    isBase64Encoded: true,
  };
  expect(answer(value)).toEqual([
    201,
    'hi',
    [
      ['Content-Type', 'application/json'],
      ['b', '2'],
      ['a', 'x'],
      ['a', 'y'],
    ],
  ]);
});

test.each([
  ['text'],
  [null],
  [[1]],
  [{ hello: 'world' }],
  [{ statusCode: 'x' }],
  [{ statusCode: 200, body: { a: 1 } }],
])('the answer %j is malformed: 502 Internal server error', (value) => {
  expect(answer(value).slice(0, 2)).toEqual([502, '{"message": "Internal server error"}']);
});

test('a function that fails is answered like a malformed answer', () => {
  expect(lambdaAnswer([], { error: 'boom' }, exchange).status).toBe(502);
});
