import { type ApiKey, type RestApi, sameText, type UsagePlan } from '@sallyport/architecture';
import { addedTexts } from '../claims/knowledge.ts';
import type { Case, FrontDoorFinding } from './module.ts';
import { isKeyed } from './rest-api-way.ts';
import { visitedGates } from './way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export const API08: FrontDoorFinding = {
  id: 'API-08',
  claim: 'frontDoorOpens',
  title: 'The key of CloudFront is in no usage plan of the stage',
  remedy: 'Put the key into a usage plan (AWS::ApiGateway::UsagePlanKey) whose ApiStages list this API and stage.',
  explain({ outcome }, of) {
    const gate = visitedGates(outcome, of.subject.graph, 'rest-api').findLast(({ resource }) => resource !== undefined);
    const api = of.subject.architecture.restApis.apis.find(({ id }) => id === gate?.resource);
    if (!gate || !api?.resources.some(({ methods }) => methods.some(isKeyed))) return undefined;
    const stage = api.stages.find(({ name }) => gate.id.endsWith(`/${name}`));
    if (stage && of.subject.architecture.restApis.usagePlans.some((plan) => opens(plan, api, stage.name, of)))
      return undefined;
    const key = edgeKeys(of)[0];
    const plan = of.subject.architecture.restApis.usagePlans.find(({ keys }) => keys.some(({ id }) => id === key?.id));
    const name = key ? `API key "${key.id}"` : 'API key that CloudFront adds';
    return {
      detail: `The ${name} is not associated with a usage plan for the API stage ${api.apiId}/${stage?.name ?? '?'}, so API Gateway answers 403.`,
      place: plan?.place ?? key?.place ?? api.place,
      key: gate.id,
    };
  },
};

/** Whether a plan opens the stage to a key that a distribution adds. */
function opens({ stages, keys }: UsagePlan, api: RestApi, stage: string, of: Case): boolean {
  const lists = stages.some((one) => one.apiId === api.apiId && one.stage === stage);
  return lists && keys.some(({ id }) => edgeKeys(of).some((key) => key.id === id));
}

/** The keys that distributions add to their requests. */
function edgeKeys({ subject }: Case): readonly ApiKey[] {
  const added = addedTexts(subject.graph);
  return subject.architecture.restApis.apiKeys.filter(({ value }) =>
    added.some((text) => sameText(text, value) !== false),
  );
}
