import type { HandedInSnapshot, Resource } from '../resource.ts';
import { Resources } from '../resources.ts';
import type { ApiSnapshot } from './api-snapshot.ts';
import { readSnapshot } from './api-snapshot.ts';
import { exportedSnapshot } from './exported-snapshot.ts';
import type { Report } from './reading.ts';
import type { DeploymentUse, Stage } from './stage.ts';
import { summarisedSnapshot } from './summarised-snapshot.ts';

/** The API that snapshots are handed in for. */
export interface SnapshotOwner {
  readonly api: Resource;
  readonly resources: Resources;
  /** The API as the sources have it. */
  readonly snapshot: ApiSnapshot;
  readonly report: Report;
}

/** The diagnostics for snapshots that cannot be used. */
export const HANDED_IN_ERRORS: readonly string[] = [
  'duplicate-snapshot',
  'incomplete-export',
  'not-a-snapshot',
  'other-deployment',
  'other-stage-export',
  'snapshot-without-api',
  'unknown-snapshot-target',
];

/** The stages of an API, each with what its owner says that it serves. */
export function withHandedIn(
  stages: readonly Stage[],
  handedIn: readonly HandedInSnapshot[],
  owner: SnapshotOwner,
): readonly Stage[] {
  if (handedIn.length === 0) return stages;
  const served = reportTargets(stages, handedIn, owner);
  const read = served.map((each) => ({ of: each, snapshot: snapshotOf(each, owner) }));
  const used = (stage: Stage, use: DeploymentUse | undefined, isCanary: boolean): DeploymentUse | undefined => {
    const found = read.find(({ of }) => isServed(of, stage, use, isCanary));
    if (!found?.snapshot) return use;
    const { of, snapshot } = found;
    const own = use ?? { name: stage.name, inSources: false, place: stage.place };
    return { ...own, snapshot: { ...snapshot, file: of.place.file, place: of.place } };
  };
  return stages.map((stage) => {
    const { canary } = stage;
    const deployment = used(stage, stage.deployment, false);
    if (!canary) return { ...stage, deployment };
    const own = used(stage, canary.deployment, true) ?? canary.deployment;
    return { ...stage, deployment, canary: { ...canary, deployment: sameAs(deployment, own) } };
  });
}

/** What is said of a deployment for the stage holds for the canary that serves the same one. What is not known has no name. */
function sameAs(deployment: DeploymentUse | undefined, canary: DeploymentUse): DeploymentUse {
  const isSame = canary.name === deployment?.name && !canary.name.includes(' ');
  const { snapshot } = deployment ?? {};
  return isSame && snapshot && canary.snapshot?.file === undefined ? { ...canary, snapshot } : canary;
}

/** Whether a snapshot is what a stage, or its canary, serves. */
function isServed(of: HandedInSnapshot, stage: Stage, use: DeploymentUse | undefined, isCanary: boolean): boolean {
  if (of.deployment !== undefined) return use?.name === of.deployment;
  return of.isCanary === isCanary && (of.stage === stage.name || of.stage === stage.id);
}

/** What can be handed in, as `--deployed` names it. */
const targetsOf = (api: Resource, stages: readonly Stage[]): readonly string[] =>
  stages.flatMap((stage) => [`${api.id}/${stage.name}`, ...(stage.canary ? [`${api.id}/${stage.name}/canary`] : [])]);

/** Names what nothing serves and what is said twice, and gives the snapshots that something serves. */
function reportTargets(
  stages: readonly Stage[],
  handedIn: readonly HandedInSnapshot[],
  { api, report }: SnapshotOwner,
): readonly HandedInSnapshot[] {
  const uses = stages.flatMap((stage) => [
    { stage, use: stage.deployment, isCanary: false },
    ...(stage.canary ? [{ stage, use: stage.canary.deployment, isCanary: true }] : []),
  ]);
  const fitting = ({ stage, use, isCanary }: (typeof uses)[number]): readonly HandedInSnapshot[] =>
    handedIn.filter((each) => isServed(each, stage, use, isCanary));
  const served = handedIn.filter((each) => uses.some((one) => fitting(one).includes(each)));
  for (const each of handedIn)
    if (!served.includes(each))
      report({
        code: 'unknown-snapshot-target',
        severity: 'error',
        message: `Cannot take "${each.place.file}" for what "${each.of}" serves: the sources have no such ${nounOf(each)}, expected one of ${targetsOf(api, stages).join(', ') || 'the stages of the API, which has none'}.`,
      });
  for (const use of uses) {
    const [first, second] = fitting(use);
    if (first && second)
      report({
        code: 'duplicate-snapshot',
        severity: 'error',
        message: `Cannot take "${second.place.file}" for what "${second.of}" serves: "${first.place.file}" found for the same as "${first.of}", expected one file.`,
      });
  }
  return served;
}

const nounOf = ({ deployment, isCanary }: HandedInSnapshot): string =>
  deployment !== undefined ? 'deployment' : isCanary ? 'canary' : 'stage';

function snapshotOf(of: HandedInSnapshot, owner: SnapshotOwner): ApiSnapshot | undefined {
  switch (of.content.kind) {
    case 'open-api':
      return exportedSnapshot(of, of.content.document, owner);
    case 'summary':
      return summarisedSnapshot(of, of.content.document, owner);
    case 'template':
      return templateSnapshot(of, of.content, owner);
  }
}

/** The API as a template had it when the deployment was made. */
function templateSnapshot(
  of: HandedInSnapshot,
  { resources: all, incomplete }: Extract<HandedInSnapshot['content'], { kind: 'template' }>,
  { api, report }: SnapshotOwner,
): ApiSnapshot | undefined {
  const then = all.find(({ type, logicalId }) => type === api.type && logicalId === api.logicalId);
  if (!then) {
    report({
      code: 'snapshot-without-api',
      severity: 'error',
      message: `Cannot take "${of.place.file}" for what "${of.of}" serves: it has no AWS::ApiGateway::RestApi "${api.logicalId}", expected the template of that API.`,
      place: of.place,
    });
    return undefined;
  }
  const snapshot = readSnapshot({ ...then, id: api.id }, new Resources(all), report);
  return { ...snapshot, unknownMethods: [...snapshot.unknownMethods, ...incomplete] };
}
