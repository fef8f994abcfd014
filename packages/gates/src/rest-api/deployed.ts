import {
  type Canary,
  type DeploymentUse,
  deploymentTitle,
  handInSentence,
  isKnown,
  type RestApi,
  type Stage,
} from '@sallyport/architecture';
import { ALWAYS, type Condition } from '../condition.ts';
import type { Rule, Step } from '../step.ts';
import { anyIntegration } from './any-integration.ts';
import { placed, type StageContext } from './context.ts';

/** What is done to a request by the methods of an API. */
type Routes = (context: StageContext) => Step;

/** The deployments that a stage may serve: its own, and, to a share of the requests, its canary's. */
export function deployed(context: StageContext, routes: Routes): Step {
  const { stage } = context;
  const own = served({ context, use: stage.deployment, isCanary: false, routes });
  const rules = canaryRules(context, routes);
  return rules.length === 0 ? own : { do: 'choose', rules, otherwise: own };
}

/**
 * Chance sends a share of the requests to the canary, each anew.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
function canaryRules(context: StageContext, routes: Routes): readonly Rule[] {
  const { stage } = context;
  const { canary } = stage;
  if (!canary || isAlike(stage, canary) || (isKnown(canary.percent) && canary.percent.known <= 0)) return [];
  const share = isKnown(canary.percent) ? `${canary.percent.known} %` : 'an unknown share';
  const seen = { ...context, stage: { ...stage, variables: canary.variables } };
  return [
    {
      when: fallsToCanary(context, canary, share),
      then: served({ context: seen, use: canary.deployment, isCanary: true, routes }),
      label: `the canary of stage "${stage.name}" serves ${share} of the requests`,
      ...placed(canary.place),
    },
  ];
}

/** Whether a canary serves what its stage serves. */
const isAlike = ({ deployment, variables }: Stage, canary: Canary): boolean =>
  deployment?.name === canary.deployment.name &&
  deployment.snapshot?.file === canary.deployment.snapshot?.file &&
  variables.size === canary.variables.size &&
  [...variables].every(([name, value]) => canary.variables.get(name) === value);

/** A share that is not known may be nought. */
function fallsToCanary({ api, stage }: StageContext, { percent }: Canary, share: string): Condition {
  if (isKnown(percent) && percent.known >= 100) return ALWAYS;
  return {
    test: 'undecided',
    identity: `canary ${api.id}/${stage.name}`,
    reason: `whether a request falls to the canary of stage "${stage.name}" (${share}${isKnown(percent) ? '' : `: ${percent.unknown}`})`,
    decide: () => false,
    ...(isKnown(percent) ? { share: percent.known / 100 } : {}),
  };
}

/** An API as each of its stages serves it. */
export function deployedApis(api: RestApi): readonly RestApi[] {
  const snapshots = api.stages.flatMap(({ deployment, canary }) =>
    [deployment, canary?.deployment].flatMap((use) => use?.snapshot ?? []),
  );
  return [api, ...snapshots.map((snapshot) => ({ ...api, ...snapshot, place: api.place }))];
}

interface Serving {
  readonly context: StageContext;
  readonly use: DeploymentUse | undefined;
  readonly isCanary: boolean;
  readonly routes: Routes;
}

/** One deployment: as it was handed in, else as the sources have the API, if it is one of theirs. */
function served({ context, use, isCanary, routes }: Serving): Step {
  const { api, stage, notes } = context;
  const what = isCanary ? `The canary of stage "${stage.name}"` : `Stage "${stage.name}"`;
  if (use?.snapshot) {
    if (use.snapshot.file !== undefined)
      notes.assume(`${what} of API "${api.name}" is taken to serve what "${use.snapshot.file}" says.`);
    return routes({ ...context, api: { ...api, ...use.snapshot, place: api.place } });
  }
  if (use && !use.inSources)
    return { do: 'choose', rules: [foreign(context, use, isCanary)], otherwise: routes(context) };
  notes.assume(
    `The deployments of API "${api.name}" are taken to hold the methods of this template: CloudFormation takes a new snapshot only with a new deployment (API-05). What a stage serves can be handed in with --deployed.`,
  );
  return routes(context);
}

/** A deployment that the sources do not show may hold a method that asks for nothing. */
function foreign(context: StageContext, use: DeploymentUse, isCanary: boolean): Rule {
  const { api, stage } = context;
  const when: Condition = {
    test: 'undecided',
    identity: `snapshot ${api.id} ${use.name}`,
    reason: `what ${deploymentTitle(use)} of API "${api.name}" holds is not in the sources. ${handInSentence(api, stage, isCanary)}`,
    decide: () => false,
  };
  return {
    when,
    then: anyIntegration(context, deploymentTitle(use)),
    label: `${deploymentTitle(use)} may hold a method that is not in the template`,
    ...placed(use.place),
  };
}
