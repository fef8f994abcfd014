import type { ApiMethod, Integration, IntegrationResponse } from '@sallyport/architecture';
import { type Headers, headerValue, type Request, type Response, utf8Bytes } from '@sallyport/http';
import type { ResponseRule, Step } from '../step.ts';
import { placed, type StageContext, stageGateId } from './context.ts';
import { gatewayAnswer, parameterValue } from './gateway-response.ts';
import { ADD_REQUEST_IDS } from './response-headers.ts';

/**
 * A MOCK integration: the request template's `statusCode` chooses the integration response, whose template is the body. Templates
 * are not carried out otherwise (approximated).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockIntegration(context: StageContext, method: ApiMethod, integration: Integration): Step {
  const application = context.notes.application({
    id: `mock:${stageGateId(context.api.id, context.stage.name)}`,
    kind: 'mock',
    ...placed(integration.place),
  });
  const rule: ResponseRule = {
    label: 'the MOCK integration answers by itself',
    apply: (response, { request, facts }) =>
      mockResponse(integration, request) ??
      gatewayAnswer(context.api.gatewayResponses, 'API_CONFIGURATION_ERROR').respond(request, facts) ??
      response,
  };
  return {
    do: 'call',
    to: { application },
    label: `${method.httpMethod} ${method.path} is answered by a MOCK integration`,
    after: [rule, ADD_REQUEST_IDS],
  };
}

function mockResponse(integration: Integration, request: Request): Response | undefined {
  const status = mockStatus(integration, request);
  if (status === undefined) return undefined;
  const chosen = chooseResponse(integration.responses, String(status));
  return chosen && integrationResponse(chosen, request, undefined);
}

/** The number that the request template for the body's media type gives as `statusCode`. */
function mockStatus({ requestTemplates }: Integration, request: Request): number | undefined {
  const type = headerValue(request.headers, 'content-type')?.split(';')[0]?.trim() ?? 'application/json';
  const template = requestTemplates.get(type) ?? requestTemplates.get('application/json');
  const found = /["']?statusCode["']?\s*:\s*["']?([1-5][0-9]{2})/.exec(template ?? '');
  return found ? Number(found[1]) : undefined;
}

/** The response whose pattern matches, else the one without a pattern. */
export function chooseResponse(
  responses: readonly IntegrationResponse[],
  text: string,
): IntegrationResponse | undefined {
  const matching = responses.find(
    ({ selectionPattern }) => selectionPattern !== undefined && matches(selectionPattern, text),
  );
  return matching ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}

/** The method's answer: status, mapped headers, and a template's text, or the backend's body where there is no template. */
export function integrationResponse(
  chosen: IntegrationResponse,
  request: Request,
  backend: Response | undefined,
): Response {
  const mapped = [...chosen.responseParameters].flatMap(([key, mapping]): Headers => {
    const name = /^method\.response\.header\.(.+)$/.exec(key)?.[1];
    const from = /^integration\.response\.header\.(.+)$/.exec(mapping)?.[1];
    const value = from === undefined ? parameterValue(mapping, request) : headerValue(backend?.headers ?? [], from);
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  const template = chosen.responseTemplates.get('application/json') ?? [...chosen.responseTemplates.values()][0];
  const typed = mapped.some(([name]) => name.toLowerCase() === 'content-type');
  const headers: Headers = typed ? mapped : [['Content-Type', 'application/json'], ...mapped];
  const isText = template !== undefined && template.trim() !== '' && !/[$#]/.test(template);
  const body = isText ? { kind: 'bytes' as const, bytes: utf8Bytes(template) } : (backend?.body ?? NO_BYTES);
  return { status: Number(chosen.statusCode) || 200, headers, body };
}

const NO_BYTES = { kind: 'bytes' as const, bytes: new Uint8Array(0) };
