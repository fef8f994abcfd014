import {
  type ApiMethod,
  type Integration,
  invokedFunction,
  isKnown,
  isOpaque,
  type Text,
} from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import type { Rule, Step } from '../step.ts';
import { placed, type StageContext } from './context.ts';
import { gatewayAnswer } from './gateway-response.ts';
import { backendOf, forwarding, httpIntegration, limitsOf } from './http-integration.ts';
import { lambdaAnswer } from './lambda-answer.ts';
import { lambdaEvent } from './lambda-event.ts';
import { mockIntegration } from './mock-integration.ts';
import { ADD_REQUEST_IDS, failureRule, REMAP_HEADERS } from './response-headers.ts';

/** What a method passes an admitted request on to. */
export function integrated(context: StageContext, method: ApiMethod): Step {
  const { integration } = method;
  const type = integration && isKnown(integration.type) ? integration.type.known : undefined;
  // A method without integration cannot be deployed: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html
  if (!integration)
    return {
      do: 'answer',
      answer: gatewayAnswer(context.api.gatewayResponses, 'API_CONFIGURATION_ERROR'),
      ...placed(method.place),
    };
  if (type === undefined) return unknownType(context, method, integration);
  if (type === 'MOCK') return mockIntegration(context, method, integration);
  const uri = integration.uri && isKnown(integration.uri) ? resolved(context, integration.uri.known) : undefined;
  if (type === 'AWS_PROXY') return functionIntegration(context, method, integration, uri);
  const backend = uri === undefined ? undefined : backendOf(uri);
  const isHttp = type === 'HTTP' || type === 'HTTP_PROXY';
  if (isHttp && backend) return httpIntegration(context, method, integration, backend);
  if (type === 'AWS' && uri !== undefined && invokedFunction(uri) !== undefined) {
    notModelled(context, method, integration, 'a custom Lambda integration, whose templates are not carried out');
    return functionIntegration(context, method, integration, uri);
  }
  return unknownIntegration(context, method, integration, uri);
}

/** What is not told may be a mock, which calls nothing. */
function unknownType(context: StageContext, method: ApiMethod, integration: Integration): Step {
  const { type } = integration;
  if (isKnown(type)) return mockIntegration(context, method, integration);
  const what = `${method.httpMethod} ${method.path}`;
  const rule: Rule = {
    when: {
      test: 'undecided',
      identity: `integration of ${what} of ${context.api.id}: ${type.identity}`,
      reason: `whether ${what} of API "${context.api.name}" is answered by API Gateway itself: ${type.unknown}`,
      decide: () => false,
    },
    then: mockIntegration(context, method, integration),
    label: `${what} may be answered by API Gateway itself`,
    ...placed(type.place),
  };
  return { do: 'choose', rules: [rule], otherwise: unknownCall(context, what, integration.place) };
}

/** The URI with the stage's variables in it. */
function resolved({ stage }: StageContext, uri: Text): string | undefined {
  if (isOpaque(uri)) return undefined;
  return uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (all, name: string) => stage.variables.get(name) ?? all);
}

function notModelled(context: StageContext, method: ApiMethod, { place }: Integration, found: string): void {
  context.notes.report({
    code: 'unknown-integration',
    severity: 'warning',
    message: `Cannot follow the integration of ${method.httpMethod} ${method.path} of API "${context.api.name}": found ${found}, expected MOCK, HTTP, HTTP_PROXY or AWS_PROXY with a function of the sources`,
    place,
  });
}

/** AWS_PROXY: the function's event and answer. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
function functionIntegration(
  context: StageContext,
  method: ApiMethod,
  integration: Integration,
  uri: string | undefined,
): Step {
  const arn = uri === undefined ? undefined : invokedFunction(uri);
  const found = arn === undefined ? undefined : context.input.functions.named(arn);
  const customised = context.api.gatewayResponses;
  const name = found?.id ?? arn ?? `of ${method.httpMethod} ${method.path} of ${context.api.id}`;
  if (!found)
    notModelled(
      context,
      method,
      integration,
      arn === undefined ? 'a URI that is not known' : `function "${arn}", which is not in the sources`,
    );
  const application = context.notes.application({
    id: `function:${name}`,
    kind: 'function',
    function: name,
    ...(found || !isUnseen(arn, context)
      ? {}
      : { unseen: `which function ${method.httpMethod} ${method.path} of API "${context.api.name}" invokes` }),
    ...placed(found?.place),
  });
  return {
    do: 'rewrite',
    label: 'API Gateway adds X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto and X-Amzn-Trace-Id',
    by: forwarding(),
    next: {
      do: 'call',
      to: { application },
      label: `${method.httpMethod} ${method.path} invokes function "${name}"`,
      limits: limitsOf(integration),
      invocation: {
        event: (request, facts) => lambdaEvent(context, method, request, facts),
        answer: (result, exchange) => lambdaAnswer(customised, result, exchange),
      },
      after: [REMAP_HEADERS, failureRule(customised, 'function'), ADD_REQUEST_IDS],
    },
  };
}

/** Whether the name of a function is not known, or not all of it, or may be that of one whose name is not known. */
const isUnseen = (arn: string | undefined, { input }: StageContext): boolean =>
  arn === undefined || arn.includes('${') || input.functions.all.some(({ isNameUnknown }) => isNameUnknown);

/** Something is called, and we do not know what: it counts as an application that nobody can look into. */
function unknownIntegration(
  context: StageContext,
  method: ApiMethod,
  integration: Integration,
  uri: string | undefined,
): Step {
  notModelled(context, method, integration, uri === undefined ? 'a URI that is not known' : `"${uri}"`);
  return unknownCall(context, `${method.httpMethod} ${method.path}`, integration.place, isService(uri));
}

/** Whether a URI names an action of another AWS service, behind which no application of these sources runs. */
const isService = (uri: string | undefined): boolean =>
  uri !== undefined && !uri.includes('${') && /^arn:[^:]*:apigateway:[^:]*:(?!lambda:)[^:]+:/.test(uri);

/** A call to something that the sources do not show; `isElsewhere`: but no application of theirs. `.invalid` names no host (RFC 2606). */
export function unknownCall(context: StageContext, what: string, place: Place, isElsewhere = false): Step {
  const { api, notes } = context;
  const host = `${api.apiId}.integration.invalid`;
  const application = notes.application({
    id: `http:https://${host}`,
    kind: 'http',
    scheme: 'https',
    host,
    port: 443,
    ...(isElsewhere ? {} : { unseen: `what ${what} of API "${api.name}" calls` }),
    place,
  });
  return {
    do: 'call',
    to: { application },
    label: `${what} calls something that is not in the sources`,
    after: [failureRule(api.gatewayResponses, 'http'), ADD_REQUEST_IDS],
  };
}
