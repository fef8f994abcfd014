import type { DeploymentUse, RestApi, Stage } from '@sallyport/architecture';
import type { Gate } from '@sallyport/gates';
import type { Place } from '@sallyport/http';
import type { Case, Note, SideDoorFinding } from './module.ts';
import { restApiWay } from './rest-api-way.ts';
import { decisionsOf } from './way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html */
export const API06: SideDoorFinding = {
  id: 'API-06',
  claim: 'noSideDoor',
  title: 'Another stage or a canary of the API is open',
  remedy: 'Delete the stage, end the canary, or lock both like the stage that the distribution uses.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (!way) return undefined;
    const canary = decisionsOf(bypass.outcome, way.gate).find(({ place }) => isCanary(place));
    if (canary)
      return {
        detail: `A canary of "${way.api.id}" serves the request.`,
        place: canary.place,
        key: `${way.gate.id} canary`,
      };
    const used = stageGatesInUse(way.api, of);
    if (used.length === 0 || used.includes(way.gate)) return undefined;
    const stage = way.api.stages.find(({ name }) => way.gate.id.endsWith(`/${name}`));
    return {
      detail: `${way.gate.title} is no stage that a distribution sends to, and it is open.`,
      place: stage?.place ?? way.gate.place,
      key: way.gate.id,
    };
  },
  suspect: (of) =>
    of.subject.architecture.restApis.apis.flatMap((api) =>
      isOrigin(api, of) ? api.stages.flatMap((one) => foreign(api, one)) : [],
    ),
};

const isCanary = (place: Place | undefined): boolean => place?.property?.startsWith('CanarySetting') ?? false;

const isOrigin = ({ id }: RestApi, { verdicts }: Case): boolean =>
  verdicts.origins.some(({ origin }) => origin.id === id);

/** The gates of this API that requests through distributions pass. */
function stageGatesInUse({ id }: RestApi, { subject, verdicts }: Case): readonly Gate[] {
  return [...new Set([...verdicts.intended.values()].flatMap((way) => [...way]))].flatMap((gateId) => {
    const gate = subject.graph.gates.get(gateId);
    return gate?.component === 'rest-api' && gate.resource === id ? [gate] : [];
  });
}

/** A deployment that is not in the sources may hold any methods, with or without a key. */
function foreign({ id }: RestApi, { name, deployment, canary }: Stage): readonly Note[] {
  const uses: readonly (readonly [string, DeploymentUse | undefined])[] = [
    [`The stage "${name}"`, deployment],
    [`The canary of the stage "${name}"`, canary?.deployment],
  ];
  return uses.flatMap(([title, use]): Note[] =>
    use === undefined || use.inSources
      ? []
      : [
          {
            origin: id,
            detail: `${title} of "${id}" serves the deployment "${use.name}", which is not in the sources: whether its methods require a key cannot be told.`,
            place: use.place,
          },
        ],
  );
}
