import type { Json, JsonMap } from '../template.ts';

/** The name that CloudFormation gives to the example's function in a stack "shop". */
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:shop-Echo-Xk3b0tC1Qw9Z';

/** The requirement of an API key. */
export const KEYED: Json = [{ api_key: [] }];

/** One operation as an export has it. */
export const operation = (security?: Json, integration: JsonMap = {}): JsonMap => ({
  ...(security === undefined ? {} : { security }),
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
    passthroughBehavior: 'when_no_match',
    ...integration,
  },
});

/** A resource whose ANY asks for that. */
export const any = (security?: Json): JsonMap => ({ 'x-amazon-apigateway-any-method': operation(security) });

/** The example as it is deployed when it is locked. */
export const LOCKED: JsonMap = { '/': any(KEYED), '/{proxy+}': any(KEYED) };

/** What `aws apigateway get-export --export-type oas30 --parameters extensions=apigateway` prints for a stage. */
export const openApi3 = (paths: JsonMap, name = 'prod'): JsonMap => ({
  openapi: '3.0.1',
  info: { title: 'protected-api', version: '2026-01-02T03:04:05Z' },
  servers: [
    {
      url: 'https://q1w2e3r4t5.execute-api.eu-west-1.amazonaws.com/{basePath}',
      variables: { basePath: { default: name } },
    },
  ],
  paths,
  components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
});

/** The same as Swagger 2 in YAML. */
export const SWAGGER_YAML = `---
swagger: "2.0"
info:
  version: "2026-01-02T03:04:05Z"
  title: "protected-api"
host: "q1w2e3r4t5.execute-api.eu-west-1.amazonaws.com"
basePath: "/prod"
schemes:
- "https"
paths:
  /{proxy+}:
    x-amazon-apigateway-any-method:
      responses: {}
      x-amazon-apigateway-integration:
        type: "aws_proxy"
        httpMethod: "POST"
        uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations"
securityDefinitions:
  api_key:
    type: "apiKey"
    name: "x-api-key"
    in: "header"
`;

/** What `aws apigateway get-deployment --embed apisummary` prints: by path, whether ANY requires a key. */
export const apiSummary = (paths: Readonly<Record<string, boolean>>): JsonMap => ({
  id: 'a1b2c3',
  createdDate: '2026-01-02T03:04:05+00:00',
  apiSummary: Object.fromEntries(
    Object.entries(paths).map(([path, apiKeyRequired]) => [
      path,
      { ANY: { authorizationType: 'NONE', apiKeyRequired } },
    ]),
  ),
});
