import { createHash } from 'node:crypto';
import { gatewayAnswer, refusalAnswer } from '@sallyport/gates';
import { type Headers, type Request, type Response, utf8Bytes } from '@sallyport/http';
import type { CustomResponse, Evaluation, ResourceType } from '@sallyport/waf';

/**
 * What the client gets where the web ACL does not let the request pass, as the resource sends it. AWS documents the status 403
 * alone; the bodies are as they are seen publicly. Those of App Runner, Verified Access and AgentCore gateways are not known and left empty.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html
 */
export function refusalResponse(
  evaluation: Evaluation,
  request: Request,
  resourceType: ResourceType,
  now: number,
): Response | undefined {
  const { action, terminatingRule, response } = evaluation;
  if (action === 'ALLOW') return undefined;
  const facts = { requestId: requestId(evaluation, now), now, pointOfPresence: 'FRA60-P1' };
  if (resourceType === 'CLOUDFRONT' || resourceType === 'AMPLIFY')
    return refusalAnswer({ action, terminatingRule, ...(response ? { response } : {}) }).respond(request, facts);
  if (response) return customResponse(response, resourceType, now);
  if (resourceType === 'API_GATEWAY') {
    const id = [8, 4, 4, 4, 12].map((length, at) => facts.requestId.slice(at * 8, at * 8 + length)).join('-');
    return gatewayAnswer([], 'WAF_FILTERED').respond(request, { ...facts, requestId: id });
  }
  const { headers, contentType, body } = OWN_ANSWERS[resourceType];
  return written(403, [...headers, ['Date', new Date(now).toUTCString()]], contentType, utf8Bytes(body));
}

/** An id that is the same in every run. */
export const requestId = (evaluation: Evaluation, now: number): string =>
  createHash('sha256')
    .update(JSON.stringify([evaluation.terminatingRule, evaluation.labels, now]))
    .digest('hex')
    .slice(0, 56);

type OtherType = Exclude<ResourceType, 'CLOUDFRONT' | 'AMPLIFY' | 'API_GATEWAY'>;

interface OwnAnswer {
  readonly headers: Headers;
  readonly contentType?: string;
  readonly body: string;
}

const FORBIDDEN_PAGE =
  '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n</body>\r\n</html>\r\n';

const OWN_ANSWERS: Readonly<Record<OtherType, OwnAnswer>> = {
  APPLICATION_LOAD_BALANCER: { headers: [['Server', 'awselb/2.0']], contentType: 'text/html', body: FORBIDDEN_PAGE },
  APPSYNC: {
    headers: [],
    contentType: 'application/json; charset=UTF-8',
    body: '{\n  "errors" : [ {\n    "errorType" : "WAFForbiddenException",\n    "message" : "403 Forbidden"\n  } ]\n}',
  },
  COGNITO_USER_POOL: {
    headers: [
      ['x-amzn-ErrorType', 'ForbiddenException:'],
      ['x-amzn-ErrorMessage', 'Request not allowed due to WAF block.'],
    ],
    contentType: 'application/x-amz-json-1.1',
    body: '{"__type":"ForbiddenException","message":"Request not allowed due to WAF block."}',
  },
  AGENTCORE_GATEWAY: { headers: [], body: '' },
  APP_RUNNER_SERVICE: { headers: [], body: '' },
  VERIFIED_ACCESS_INSTANCE: { headers: [], body: '' },
};

function customResponse(
  { status, headers, body, contentType }: CustomResponse,
  type: ResourceType,
  now: number,
): Response {
  const server: Headers = type === 'APPLICATION_LOAD_BALANCER' ? [['Server', 'awselb/2.0']] : [];
  return written(status, [...server, ['Date', new Date(now).toUTCString()], ...headers], contentType, body);
}

function written(status: number, headers: Headers, contentType: string | undefined, bytes: Uint8Array): Response {
  const type: Headers = contentType === undefined ? [] : [['Content-Type', contentType]];
  return {
    status,
    headers: [...headers, ...type, ['Content-Length', String(bytes.length)]],
    body: { kind: 'bytes', bytes },
  };
}
