import type { Resource } from '../../resource.ts';

/** What a handed-in snapshot is the content of. */
export interface SnapshotTarget {
  readonly api: Resource;
  readonly stage?: string;
  readonly isCanary: boolean;
  readonly deployment?: string;
}

/** `Api/prod`, `Api/prod/canary` or `Api@deployment`; or what is wrong with it. Ids of resources may hold slashes themselves. */
export function snapshotTarget(
  of: string,
  resources: readonly Resource[],
): SnapshotTarget | { readonly wrong: string } {
  const apis = resources.filter(({ type }) => type === 'AWS::ApiGateway::RestApi');
  const fitting = apis.flatMap((api) =>
    [...new Set([api.id, api.logicalId])].flatMap((name) => {
      const rest = of.startsWith(name) ? of.slice(name.length) : '';
      return /^[/@]./.test(rest) ? [{ api, rest }] : [];
    }),
  );
  const [first, ...others] = fitting;
  if (!first) return { wrong: `no such REST API found, expected ${expected(apis)}` };
  if (others.some(({ api }) => api !== first.api))
    return { wrong: `several REST APIs have that name, expected one of ${apis.map(({ id }) => id).join(', ')}` };
  const { api, rest } = first;
  if (rest.startsWith('@')) return { api, isCanary: false, deployment: rest.slice(1) };
  const [stage = '', canary, ...more] = rest.slice(1).split('/');
  if (stage === '' || more.length > 0 || (canary !== undefined && canary !== 'canary'))
    return { wrong: `"${rest}" found behind the REST API, expected /STAGE, /STAGE/canary or @DEPLOYMENT` };
  return { api, stage, isCanary: canary !== undefined };
}

const expected = (apis: readonly Resource[]): string =>
  apis.length === 0 ? 'a source with an AWS::ApiGateway::RestApi' : apis.map(({ id }) => `${id}/STAGE`).join(', ');
