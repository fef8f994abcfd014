import type { DomainName } from '@sallyport/architecture';
import { isHostOf } from '../report/witness.ts';
import { directEntrance, originHosts } from './domain-way.ts';
import type { SideDoorFinding } from './module.ts';
import { isKeyed, type RestApiWay, restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html */
export const API15: SideDoorFinding = {
  id: 'API-15',
  claim: 'noSideDoor',
  title: 'The default endpoint answers beside the custom domain',
  remedy:
    'Set DisableExecuteApiEndpoint: true on the API and deploy it again; a distribution has to send to the custom domain name then.',
  explain(bypass, of) {
    const entrance = directEntrance(bypass, of);
    const way = restApiWay(bypass, of);
    if (entrance?.kind !== 'stage' || !way) return undefined;
    const used = originHosts(of);
    const isUsed = entrance.hosts.some((host) => used.includes(host.toLowerCase()));
    const domains = of.subject.architecture.restApis.domainNames.filter(({ mappings }) =>
      mappings.some(({ apiId }) => apiId === way.api.apiId),
    );
    // Where distributions need the default endpoint, the lock may be on the methods.
    const lock = isUsed ? lockBeside(domains, way) : lockBefore(domains, used);
    return lock === undefined
      ? undefined
      : {
          detail: `${lock}, but "${way.api.id}" answers at its default endpoint as well.`,
          place: way.api.disableExecuteApiEndpoint.place ?? way.api.place,
          key: way.api.id,
        };
  },
};

/** The custom domain name that distributions send to. */
function lockBefore(domains: readonly DomainName[], used: readonly string[]): string | undefined {
  const domain = domains.find(({ name, targetNames }) =>
    [name, ...targetNames].some((known) => used.some((host) => isHostOf(known, host))),
  );
  return domain && `The distribution sends to "${domain.name}"`;
}

/** A custom domain name that asks for client certificates, where no method asks for a key. */
function lockBeside(domains: readonly DomainName[], { served }: RestApiWay): string | undefined {
  if (served.resources.some(({ methods }) => methods.some(isKeyed))) return undefined;
  const domain = domains.find(({ mutualTls }) => mutualTls);
  return domain && `Client certificates are asked for at "${domain.name}"`;
}
