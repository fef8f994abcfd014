/**
 * The lines of API Gateway's execution log, group `API-Gateway-Execution-Logs_<api>/<stage>`, each after the prefix
 * `(<request id>) `. Events are cut at 1,024 bytes.
 *
 * - documented: https://repost.aws/knowledge-center/api-gateway-logs, https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 * - observed: https://github.com/Miserlou/Zappa/issues/390 (a key without a plan; the key masked to its last six letters)
 */
export const EXECUTION_LOG = {
  extendedRequestId: (id: string) => `Extended Request Id: ${id}`,
  verifyingUsagePlan: (requestId: string, maskedKey: string, apiStage: string) =>
    `Verifying Usage Plan for request: ${requestId}. API Key: ${maskedKey} API Stage: ${apiStage}`,
  keyNotRequired: (maskedKey: string, method: string) =>
    `API Key ${maskedKey} authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`,
  usagePlanSucceeded: (maskedKey: string, apiStage: string) =>
    `Usage Plan check succeeded for API Key ${maskedKey} and API Stage ${apiStage}`,
  /** The key is known, or none or an unknown one was sent, and no plan joins it with the stage. */
  keyWithoutPlan: (maskedKey: string, method: string, apiStage: string, reason: UsagePlanReason) =>
    `API Key ${maskedKey} not authorized because method '${method}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${apiStage}: ${reason}`,
  startingExecution: (requestId: string) => `Starting execution for request: ${requestId}`,
  methodAndPath: (method: string, resourcePath: string) => `HTTP Method: ${method}, Resource Path: ${resourcePath}`,
  methodRequestPath: (parameters: string) => `Method request path: ${parameters}`,
  methodRequestQuery: (parameters: string) => `Method request query string: ${parameters}`,
  methodRequestHeaders: (headers: string) => `Method request headers: ${headers}`,
  methodRequestBody: (body: string) => `Method request body before transformations: ${body}`,
  endpointRequestUri: (uri: string) => `Endpoint request URI: ${uri}`,
  endpointRequestHeaders: (headers: string) => `Endpoint request headers: ${headers}`,
  endpointRequestBody: (body: string) => `Endpoint request body after transformations: ${body}`,
  sendingRequest: (uri: string) => `Sending request to ${uri}`,
  receivedResponse: (status: number, milliseconds: number) =>
    `Received response. Status: ${status}, Integration latency: ${milliseconds} ms`,
  endpointResponseHeaders: (headers: string) => `Endpoint response headers: ${headers}`,
  endpointResponseBody: (body: string) => `Endpoint response body before transformations: ${body}`,
  methodResponseBody: (body: string) => `Method response body after transformations: ${body}`,
  methodResponseHeaders: (headers: string) => `Method response headers: ${headers}`,
  startingAuthorizer: (authorizer: string, requestId: string) =>
    `Starting authorizer: ${authorizer} for request: ${requestId}`,
  authorizerCompleted: () => 'Successfully completed authorizer execution',
  unauthorized: (requestId: string) => `Unauthorized request: ${requestId}`,
  malformedProxyResponse: () => 'Execution failed due to configuration error: Malformed Lambda proxy response',
  timedOut: () => 'Execution failed due to a timeout error',
  completed: () => 'Successfully completed execution',
  methodCompleted: (status: number) => `Method completed with status: ${status}`,
} as const;

/** The end of the line about a key without a plan. */
export type UsagePlanReason = 'No Usage Plan found for key and API Stage' | 'API Stage is not in a Usage Plan';

/** A key as logs show it: asterisks but for the last six letters. */
export const maskedApiKey = (key: string): string => `${'*'.repeat(Math.max(0, key.length - 6))}${key.slice(-6)}`;
