import { type Json, type JsonMap, ref, sub } from '../template.ts';
import type { Random } from './random.ts';
import { METHODS, SEGMENTS } from './words.ts';

/** A resource of a REST API: its logical id, undefined for the root, and its whole path. */
export interface TreeNode {
  readonly logicalId: string | undefined;
  readonly parent: TreeNode | undefined;
  readonly part: string;
  readonly path: string;
}

/** A random tree that API Gateway would take: siblings differ, at most one of them is a variable, `{x+}` has no children. */
export function resourceTree(random: Random, api: string, most: number): readonly TreeNode[] {
  const nodes: TreeNode[] = [{ logicalId: undefined, parent: undefined, part: '', path: '' }];
  for (let tries = random.below(most + 1); tries > 0; tries--) {
    const parent = random.pick(nodes);
    const part = pathPart(random);
    const siblings = nodes.filter((node) => node.parent === parent);
    const clash = siblings.some((node) => node.part === part || (isVariable(part) && isVariable(node.part)));
    if (clash || parent.part.endsWith('+}') || parent.path.split('/').length > 3) continue;
    nodes.push({ logicalId: `${api}R${nodes.length}`, parent, part, path: `${parent.path}/${part}` });
  }
  return nodes;
}

const isVariable = (part: string): boolean => part.startsWith('{');

const pathPart = (random: Random): string =>
  random.weighted<() => string>([
    [5, () => random.pick(SEGMENTS)],
    [2, () => '{id}'],
    [3, () => '{proxy+}'],
  ])();

/** What answers a method: a function, a host outside, or API Gateway itself. */
export function integration(random: Random, functions: readonly string[]): JsonMap {
  return random.weighted<() => JsonMap>([
    [6, () => ({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation(random.pick(functions)) })],
    [1.5, () => ({ Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: `https://${random.pick(HOSTS)}/back` })],
    [2, () => mock],
  ])();
}

const HOSTS: readonly string[] = ['backend.example.com', 'other.example.net'];
const mock: JsonMap = {
  Type: 'MOCK',
  RequestTemplates: { 'application/json': '{"statusCode": 200}' },
  IntegrationResponses: [{ StatusCode: '200' }],
};

export const invocation = (logicalId: string): JsonMap =>
  sub(`arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${logicalId}.Arn}/invocations`);

/** How many in a hundred methods want no key. Few, or nothing would ever be locked. */
export type Laxity = 0 | 5 | 30;

export function methodProperties(random: Random, api: string, on: Json, laxity: Laxity, made: JsonMap): JsonMap {
  return {
    RestApiId: ref(api),
    ResourceId: on,
    ...authorization(random, api),
    ...keyRequired(random, laxity),
    Integration: made,
    ...(made.Type === 'MOCK' ? { MethodResponses: [{ StatusCode: '200' }] } : {}),
  };
}

function authorization(random: Random, api: string): JsonMap {
  return random.weighted<JsonMap>([
    [20, { AuthorizationType: 'NONE' }],
    [0.6, { AuthorizationType: 'AWS_IAM' }],
    [0.6, { AuthorizationType: 'CUSTOM', AuthorizerId: ref(`${api}Authorizer`) }],
  ]);
}

function keyRequired(random: Random, laxity: Laxity): JsonMap {
  if (!random.chance(laxity / 100)) return { ApiKeyRequired: random.chance(0.9) ? true : 'true' };
  return random.chance(0.5) ? {} : { ApiKeyRequired: false };
}

/** The methods of one resource: ANY, some by name, or both. */
export function methodNames(random: Random): readonly string[] {
  const named = random.some(METHODS, 0.2);
  return random.chance(0.6) || named.length === 0 ? ['ANY', ...named] : named;
}
