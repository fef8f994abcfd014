import {
  type DeploymentUse,
  deploymentTitle,
  handInSentence,
  isKnown,
  type RestApi,
  type Stage,
} from '@sallyport/architecture';
import type { Gate } from '@sallyport/gates';
import { webAclsOf } from '../claims/conditions.ts';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case, Cause, Note, SideDoorFinding } from './module.ts';
import { isOpen, losesPolicy, methodTitle, opensBySnapshot, type RestApiWay, restApiWay } from './rest-api-way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html */
export const API06: SideDoorFinding = {
  id: 'API-06',
  claim: 'noSideDoor',
  title: 'Another stage or a canary of the API is open',
  remedy: 'Delete the stage, end the canary, or lock both like the stage that the distribution uses.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (!way) return undefined;
    if (way.isCanary) return isOpenedBy(way, bypass, [way.gate], of) ? canaryCause(way) : undefined;
    const used = gatesInUse(way.api, of);
    if (used.length > 0 && !used.includes(way.gate)) return isOpenIn(used, way, bypass, of) ? undefined : extra(way);
    const { deployment } = way;
    return deployment && !deployment.inSources && opensBySnapshot(way) ? foreignCause(way, deployment) : undefined;
  },
  suspect: (of) =>
    of.subject.architecture.restApis.apis.flatMap((api) =>
      isOrigin(api, of) ? api.stages.flatMap((one) => [...foreign(api, one), ...untold(api, one)]) : [],
    ),
};

const isOrigin = ({ id }: RestApi, { verdicts }: Case): boolean =>
  verdicts.origins.some(({ origin }) => origin.id === id);

/** The gates of this API that requests through distributions pass; without a distribution those that a web ACL stands before. */
function gatesInUse({ id }: RestApi, { subject, verdicts }: Case): readonly Gate[] {
  const own = [...subject.graph.gates.values()].filter((gate) => gate.component === 'rest-api' && gate.resource === id);
  const intended = new Set([...verdicts.intended.values()].flatMap((way) => [...way]));
  const used = own.filter((gate) => intended.has(gate.id));
  return used.length > 0 ? used : own.filter((gate) => webAclsOf(gate).length > 0);
}

/** Whether a canary lets a request through that its stage does not. */
const isOpenedBy = (way: RestApiWay, bypass: Bypass, gates: readonly Gate[], of: Case): boolean =>
  losesPolicy(way) || (way.method !== undefined && isOpen(way.method) && !isOpenIn(gates, way, bypass, of));

/** Whether the same method is open in one of these stages itself: then the method is the cause, and not where it is served. */
function isOpenIn(gates: readonly Gate[], { method }: RestApiWay, { attacker }: Bypass, of: Case): boolean {
  return of.verdicts.bypasses.some((other) => {
    if (method === undefined || other.attacker !== attacker) return false;
    const way = restApiWay(other, of);
    if (!way?.method || way.isCanary || !gates.includes(way.gate)) return false;
    return methodTitle(way.method) === methodTitle(method);
  });
}

const opened = ({ method, deployment }: RestApiWay): string => {
  const file = deployment?.snapshot?.file;
  const where = file === undefined ? '' : ` (${file})`;
  return method && isOpen(method) ? `${where}: ${methodTitle(method)} asks for nothing there` : where;
};

function extra(way: RestApiWay): Cause {
  const { gate, stage } = way;
  return {
    detail: `${gate.title} is no stage that a distribution sends to or a web ACL guards, and it is open${opened(way)}.`,
    place: stage?.place ?? gate.place,
    key: gate.id,
  };
}

function canaryCause(way: RestApiWay): Cause {
  const { api, stage, deployment, gate } = way;
  const percent = stage?.canary?.percent;
  const share = percent && isKnown(percent) ? `${percent.known} %` : 'a share';
  return {
    detail: `The canary of stage "${stage?.name}" of "${api.id}" serves deployment "${deployment?.name}" to ${share} of the requests${opened(way)}.`,
    place: stage?.canary?.place,
    key: `${gate.id} canary`,
  };
}

function foreignCause(way: RestApiWay, deployment: DeploymentUse): Cause {
  const { api, stage, gate } = way;
  return {
    detail: `Stage "${stage?.name}" of "${api.id}" serves deployment "${deployment.name}", which the sources do not make${opened(way)}.`,
    place: deployment.place,
    remedy: 'Let the stage serve a deployment that is made of the API as it stands in the template.',
    key: gate.id,
  };
}

interface Use {
  readonly title: string;
  readonly use: DeploymentUse;
  readonly isCanary: boolean;
}

function usesOf({ id }: RestApi, { name, deployment, canary }: Stage): readonly Use[] {
  return [
    ...(deployment ? [{ title: `Stage "${name}" of "${id}"`, use: deployment, isCanary: false }] : []),
    ...(canary ? [{ title: `The canary of stage "${name}" of "${id}"`, use: canary.deployment, isCanary: true }] : []),
  ];
}

/** A deployment that is not in the sources may hold any methods, with or without a key. */
const foreign = (api: RestApi, stage: Stage): readonly Note[] =>
  usesOf(api, stage).flatMap(({ title, use, isCanary }): Note[] =>
    use.inSources || use.snapshot
      ? []
      : [
          {
            origin: api.id,
            detail: `${title} serves ${deploymentTitle(use)}, which is not in the sources: whether its methods require a key cannot be told.`,
            place: use.place,
            remedy: handInSentence(api, stage, isCanary),
          },
        ],
  );

/** The summary of a deployment tells that a method asks for nothing, and not what it calls. */
const untold = (api: RestApi, stage: Stage): readonly Note[] =>
  usesOf(api, stage).flatMap(({ title, use }): Note[] => {
    const methods = use.snapshot?.resources.flatMap((resource) => resource.methods) ?? [];
    const open = methods.filter(
      (method) => isOpen(method) && method.integration !== undefined && !isKnown(method.integration.type),
    );
    const [first] = open;
    if (!first) return [];
    const others = open.length === 1 ? '' : ` and ${open.length - 1} more`;
    return [
      {
        origin: api.id,
        detail: `${title} serves the deployment "${use.name}", in which ${methodTitle(first)}${others} asks for nothing; what it calls is not in the summary "${use.snapshot?.file}".`,
        place: first.place,
        remedy:
          'Hand in the template that stood when the deployment was made, or the export of a stage that serves it, instead of the summary.',
      },
    ];
  });
