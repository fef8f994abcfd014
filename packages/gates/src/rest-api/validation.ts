import { type ApiMethod, isKnown } from '@sallyport/architecture';
import { headerValue, type Request } from '@sallyport/http';
import { headerAttribute } from '../attribute.ts';
import type { Condition } from '../condition.ts';
import type { Answer, Rule, Step } from '../step.ts';
import { placed, type StageContext } from './context.ts';
import { fixedAnswer, gatewayAnswer } from './gateway-response.ts';

/**
 * The longest body, all headers together, and the URL, in bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const MAXIMUM_BODY = 10 * 1024 * 1024;
export const MAXIMUM_HEADERS = 10_240;
const MAXIMUM_URL = 10_240;

/**
 * API Gateway's limits on a request, before `next`. A body beyond the limit is documented as REQUEST_TOO_LARGE; 414 is
 * documented for a method's ARN and taken for URLs; of headers the message is observed and 431 is taken.
 */
export function withinLimits({ api }: StageContext, next: Step): Step {
  const rules = [
    refuse('a URL', MAXIMUM_URL, urlExceeded, fixedAnswer(414, 'RequestURITooLongException', 'Request URI too long')),
    refuse(
      'headers',
      MAXIMUM_HEADERS,
      headersExceeded,
      fixedAnswer(431, 'BadRequestException', `HTTP header is larger than ${MAXIMUM_HEADERS} bytes.`),
    ),
    refuse('a body', MAXIMUM_BODY, bodyExceeded, gatewayAnswer(api.gatewayResponses, 'REQUEST_TOO_LARGE')),
  ];
  return { do: 'choose', rules, otherwise: next };
}

const refuse = (what: string, bytes: number, exceeded: (request: Request) => boolean, answer: Answer): Rule => ({
  when: { test: 'limit', label: `${what} of more than ${bytes} bytes`, exceeded },
  then: { do: 'answer', answer },
  label: `API Gateway refuses ${what} of more than ${bytes} bytes`,
});

const urlExceeded = ({ connection, headers, target }: Request): boolean =>
  connection.scheme.length + '://'.length + (headerValue(headers, 'host') ?? '').length + target.length > MAXIMUM_URL;

const bodyExceeded = (request: Request): boolean =>
  request.body.bytes.length > MAXIMUM_BODY ||
  Number(headerValue(request.headers, 'content-length') ?? 0) > MAXIMUM_BODY;

const headersExceeded = (request: Request): boolean =>
  request.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > MAXIMUM_HEADERS;

/**
 * A method's request validation, before `next`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function validated(context: StageContext, method: ApiMethod, next: Step): Step {
  const missing = method.validation.requiredParameters.map(({ in: where, name }): Rule => {
    const on = where === 'header' ? headerAttribute(name) : (`argument:${name}` as const);
    const message = `Missing required request parameters: [${name}]`;
    return {
      when: { not: { test: 'present', on } },
      then: {
        do: 'answer',
        answer: gatewayAnswer(context.api.gatewayResponses, 'BAD_REQUEST_PARAMETERS', { message }),
      },
      label: `the required ${where === 'header' ? 'header' : 'query argument'} "${name}" is missing`,
      ...placed(method.place),
    };
  });
  const rules = [...missing, ...bodyRules(context, method)];
  return rules.length === 0 ? next : { do: 'choose', rules, otherwise: next };
}

/** Models are not carried out: whether a body fits is undecided. */
function bodyRules(context: StageContext, method: ApiMethod): readonly Rule[] {
  const { body } = method.validation;
  if (isKnown(body) && !body.known) return [];
  const when: Condition = {
    test: 'undecided',
    identity: `body-model ${context.api.id} ${method.httpMethod} ${method.path}`,
    reason: `whether a body fits the model of ${method.httpMethod} ${method.path}`,
    decide: () => false,
  };
  const then: Step = { do: 'answer', answer: gatewayAnswer(context.api.gatewayResponses, 'BAD_REQUEST_BODY') };
  return [
    { when, then, label: 'the body does not fit its model (models are not carried out)', ...placed(method.place) },
  ];
}
