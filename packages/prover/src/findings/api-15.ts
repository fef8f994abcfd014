import { directEntrance, originHosts } from './domain-way.ts';
import type { SideDoorFinding } from './module.ts';
import { restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html */
export const API15: SideDoorFinding = {
  id: 'API-15',
  claim: 'noSideDoor',
  title: 'The default endpoint answers beside the custom domain',
  remedy: 'Set DisableExecuteApiEndpoint: true on the API and deploy it again.',
  explain(bypass, of) {
    const entrance = directEntrance(bypass, of);
    const way = restApiWay(bypass, of);
    if (entrance?.kind !== 'stage' || !way) return undefined;
    const used = originHosts(of);
    const domains = of.subject.architecture.restApis.domainNames.filter(
      ({ name, targetNames, mappings }) =>
        [name, ...targetNames].some((host) => used.includes(host)) &&
        mappings.some(({ apiId }) => apiId === way.api.apiId),
    );
    const [domain] = domains;
    if (!domain || entrance.hosts.some((host) => used.includes(host.toLowerCase()))) return undefined;
    return {
      detail: `The distribution sends to "${domain.name}", but "${way.api.id}" answers at its default endpoint as well.`,
      place: way.api.disableExecuteApiEndpoint.place ?? way.api.place,
      key: way.api.id,
    };
  },
};
