import { type DomainName, executeApiHost, type HttpApi, isKnown, type RestApi } from '@sallyport/architecture';
import type { HostEntry } from '../part.ts';
import type { ApiGateway } from './context.ts';
import { API_GATEWAY, isWildcard } from './endpoint.ts';

/**
 * The names that API Gateway answers for. A distribution that sends to a custom domain name sends to the APIs behind it: the
 * first mapped one is the origin.
 */
export function restApiHosts(input: ApiGateway): readonly HostEntry[] {
  const apis: readonly (RestApi | HttpApi)[] = [...input.restApis.apis, ...input.httpApis.apis];
  const own = apis.map((api) => entry(executeApiHost(api.apiId, api.region), api.id));
  const custom = input.restApis.domainNames.flatMap((domain) => {
    const mapped = domain.mappings.flatMap(({ apiId, basePath }) =>
      apis.filter((api) => api.apiId === apiId).map(({ id }) => ({ basePath, origin: id })),
    );
    const origin = mapped[0]?.origin ?? domain.id;
    return [domain.name, ...domain.targetNames].map((host) => ({ ...entry(host, origin), mapped }));
  });
  return [...own, ...custom];
}

/** The names of a custom domain; one with a wildcard answers to one that nobody else has, among others. */
export function domainHosts({ name }: DomainName, all: readonly DomainName[]): readonly string[] {
  if (!isWildcard(name)) return [name];
  const candidates = ['www', 'api', 'any', 'other'].map((label) => `${label}${name.slice(1)}`);
  return [...candidates.filter((host) => !all.some((one) => one.name === host)).slice(0, 1), name];
}

const entry = (host: string, origin: string): HostEntry => ({ host: host.toLowerCase(), gate: API_GATEWAY, origin });

/** Whether an API's default endpoint certainly answers nobody. */
export const isDisabled = (api: RestApi | HttpApi): boolean =>
  isKnown(api.disableExecuteApiEndpoint) && api.disableExecuteApiEndpoint.known;
