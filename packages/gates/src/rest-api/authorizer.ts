import {
  type ApiMethod,
  type Authorization,
  type Authorizer,
  invokedFunction,
  isKnown,
  isOpaque,
} from '@sallyport/architecture';
import { headerValue, type Request } from '@sallyport/http';
import { type Attribute, headerAttribute } from '../attribute.ts';
import type { ApplicationId, Facts, Rule, Step } from '../step.ts';
import { placed, type StageContext } from './context.ts';
import { gatewayAnswer } from './gateway-response.ts';
import { recordOf } from './lambda-answer.ts';
import { lambdaEvent } from './lambda-event.ts';

type Consult = Extract<Step, { do: 'consult' }>;

/** What a method asks of a caller's identity, before `next`. */
export function authorized(context: StageContext, method: ApiMethod, next: Step): Step {
  const { authorization } = method;
  switch (authorization.kind) {
    case 'NONE':
      return next;
    case 'AWS_IAM':
      return iamChecked(context, next);
    case 'unknown':
      return unknownAuthorization(context, method, authorization, next);
    default:
      return authorizerAsked(context, method, authorization, next);
  }
}

/** What the API's own answers are made from. */
const refused = (
  context: StageContext,
  type: 'ACCESS_DENIED' | 'UNAUTHORIZED' | 'MISSING_AUTHENTICATION_TOKEN',
): Step => ({
  do: 'answer',
  answer: gatewayAnswer(context.api.gatewayResponses, type),
});

/** Signatures are AWS's to check: nobody but a holder of credentials is granted. */
function iamChecked(context: StageContext, next: Step): Consult {
  return {
    do: 'consult',
    identity: `aws-iam ${context.api.id}`,
    label: `AWS_IAM authorization of API "${context.api.name}"`,
    application: `function:aws-iam ${context.api.id}`,
    invocation: { event: () => null, granted: () => false },
    granted: next,
    denied: refused(context, 'MISSING_AUTHENTICATION_TOKEN'),
  };
}

function unknownAuthorization(
  context: StageContext,
  method: ApiMethod,
  { reason, identity }: Extract<Authorization, { kind: 'unknown' }>,
  next: Step,
): Step {
  const rule: Rule = {
    when: {
      test: 'undecided',
      identity: `authorization ${identity}`,
      reason: `authorization of ${method.path}: ${reason}`,
      decide: () => false,
    },
    then: refused(context, 'ACCESS_DENIED'),
    label: `it may ask for an authorization (${reason})`,
    ...placed(method.place),
  };
  return { do: 'choose', rules: [rule], otherwise: next };
}

function authorizerAsked(
  context: StageContext,
  method: ApiMethod,
  { kind, authorizer }: Extract<Authorization, { kind: 'CUSTOM' | 'COGNITO_USER_POOLS' }>,
  next: Step,
): Step {
  const name = authorizer?.name ?? 'an authorizer that is not in the sources';
  const consult: Consult = {
    do: 'consult',
    identity: `authorizer ${authorizer?.id ?? `${context.api.id} ${method.httpMethod} ${method.path}`}`,
    label: kind === 'CUSTOM' ? `Lambda authorizer "${name}"` : `Cognito authorizer "${name}"`,
    application: authorizerFunction(context, kind, authorizer),
    invocation: {
      event: (request, facts) => authorizerEvent(context, method, authorizer, request, facts),
      granted: (value, request) => grants(value, methodArn(context, request)),
    },
    granted: next,
    denied: refused(context, 'ACCESS_DENIED'),
  };
  const sources = identitySources(kind, authorizer);
  const missing: Rule = {
    when: { not: { all: sources.map((on) => ({ test: 'present', on })) } },
    then: refused(context, 'UNAUTHORIZED'),
    label: `the identity source of authorizer "${name}" is missing`,
    ...placed(authorizer?.place ?? method.place),
  };
  return sources.length === 0 ? consult : { do: 'choose', rules: [missing], otherwise: consult };
}

/** The function that an authorizer calls; a user pool has none. */
function authorizerFunction(context: StageContext, kind: string, authorizer: Authorizer | undefined): ApplicationId {
  const uri = authorizer?.uri && isKnown(authorizer.uri) ? authorizer.uri.known : undefined;
  const arn = uri === undefined || isOpaque(uri) ? undefined : invokedFunction(uri);
  const found = arn === undefined ? undefined : context.input.functions.named(arn);
  if (kind !== 'CUSTOM' || !found) return `function:${authorizer?.id ?? 'unknown authorizer'}`;
  return context.notes.application({
    id: `function:${found.id}`,
    kind: 'function',
    function: found.id,
    place: found.place,
  });
}

/**
 * Where an authorizer finds who asks. A TOKEN authorizer and a user pool read one header; a REQUEST authorizer needs its sources
 * only while it keeps results.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
 */
function identitySources(kind: string, authorizer: Authorizer | undefined): readonly Attribute[] {
  const type = authorizer && isKnown(authorizer.type) ? authorizer.type.known : 'REQUEST';
  const keepsNothing = authorizer && isKnown(authorizer.resultTtlSeconds) && authorizer.resultTtlSeconds.known === 0;
  if (kind === 'CUSTOM' && type === 'REQUEST' && (keepsNothing || !authorizer)) return [];
  const given =
    authorizer?.identitySource ??
    (type === 'REQUEST' && kind === 'CUSTOM' ? '' : 'method.request.header.Authorization');
  return given.split(',').flatMap((source): Attribute[] => {
    const [, place, name] = /^\s*method\.request\.(header|querystring)\.(\S+)\s*$/.exec(source) ?? [];
    if (name === undefined) return [];
    return [place === 'header' ? headerAttribute(name) : `argument:${name}`];
  });
}

function methodArn({ api, stage }: StageContext, request: Request): string {
  const [path = '/'] = request.target.split('?');
  return `arn:aws:execute-api:${api.region}:${api.account}:${api.apiId}/${stage.name}/${request.method}${path}`;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
function authorizerEvent(
  context: StageContext,
  method: ApiMethod,
  authorizer: Authorizer | undefined,
  request: Request,
  facts: Facts,
): unknown {
  const arn = methodArn(context, request);
  if (authorizer && isKnown(authorizer.type) && authorizer.type.known === 'TOKEN') {
    const header = /^method\.request\.header\.(\S+)/.exec(authorizer.identitySource ?? '')?.[1] ?? 'Authorization';
    return { type: 'TOKEN', methodArn: arn, authorizationToken: headerValue(request.headers, header) ?? '' };
  }
  return { type: 'REQUEST', methodArn: arn, ...recordOf(lambdaEvent(context, method, request, facts)) };
}

/** Whether an authorizer's answer allows the method. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
export function grants(value: unknown, arn: string): boolean {
  const statements = recordOf(recordOf(value)?.policyDocument)?.Statement;
  const all = (Array.isArray(statements) ? statements : [statements]).flatMap((each) => {
    const fields = recordOf(each);
    return fields ? [fields] : [];
  });
  const names = (effect: string) => all.some((each) => each.Effect === effect && covers(each.Resource, arn));
  return names('Allow') && !names('Deny');
}

const covers = (resource: unknown, arn: string): boolean =>
  (Array.isArray(resource) ? resource : [resource]).some(
    (pattern) => typeof pattern === 'string' && globExpression(pattern).test(arn),
  );

const globExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
