import { executeApiHost, type HttpApi, isKnown } from '@sallyport/architecture';
import type { Entrance } from '../graph.ts';
import { API_GATEWAY } from '../rest-api/endpoint.ts';

/** The ways in to an HTTP API's stages, unless its default endpoint is disabled. */
export function httpStageEntrances(api: HttpApi): readonly Entrance[] {
  if (isKnown(api.disableExecuteApiEndpoint) && api.disableExecuteApiEndpoint.known) return [];
  const host = executeApiHost(api.apiId, api.region);
  return api.stages.map((stage) => {
    const basePath = stage.name === '$default' ? '' : `/${stage.name}`;
    return {
      id: `stage:${api.id}/${stage.name}`,
      gate: API_GATEWAY,
      kind: 'stage',
      resource: api.id,
      hosts: [host],
      schemes: ['https'],
      basePath,
      title: `https://${host}${basePath}`,
      place: stage.place,
    };
  });
}
