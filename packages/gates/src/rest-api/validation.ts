import { type ApiMethod, isKnown } from '@sallyport/architecture';
import { headerValue, type Request } from '@sallyport/http';
import { headerAttribute } from '../attribute.ts';
import type { Condition } from '../condition.ts';
import type { Rule, Step } from '../step.ts';
import { placed, type StageContext } from './context.ts';
import { gatewayAnswer } from './gateway-response.ts';

/** Bytes of a body, of all headers together. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAXIMUM_BODY = 10 * 1024 * 1024;
export const MAXIMUM_HEADERS = 10_240;

/** API Gateway's limits on a request, before `next`. A body beyond the limit is documented as REQUEST_TOO_LARGE; too many headers are refused alike (approximated). */
export function withinLimits({ api }: StageContext, next: Step): Step {
  const then: Step = { do: 'answer', answer: gatewayAnswer(api.gatewayResponses, 'REQUEST_TOO_LARGE') };
  const rules: readonly Rule[] = [
    {
      when: { test: 'limit', label: 'body over 10 MB', exceeded: bodyExceeded },
      then,
      label: 'the body is longer than 10 MB',
    },
    {
      when: { test: 'limit', label: 'headers over 10,240 bytes', exceeded: headersExceeded },
      then,
      label: 'the headers are longer than 10,240 bytes',
    },
  ];
  return { do: 'choose', rules, otherwise: next };
}

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
