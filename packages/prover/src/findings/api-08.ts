import { type ApiKey, type RestApi, sameText, type UsagePlan } from '@sallyport/architecture';
import type { Gate } from '@sallyport/gates';
import { addedTexts } from '../claims/knowledge.ts';
import type { Case, Cause, FrontDoorFinding } from './module.ts';
import { originHeadersOf } from './origin-headers.ts';
import { isKeyed } from './rest-api-way.ts';
import { resourceOf, visitedGates } from './way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export const API08: FrontDoorFinding = {
  id: 'API-08',
  claim: 'frontDoorOpens',
  title: 'The key of CloudFront is in no usage plan of the stage',
  remedy:
    'Let the distribution add the value of an AWS::ApiGateway::ApiKey, and put that key into a usage plan (AWS::ApiGateway::UsagePlanKey) whose ApiStages list this API and stage.',
  explain({ outcome }, of) {
    const gate = visitedGates(outcome, of.subject.graph, 'rest-api').findLast(({ resource }) => resource !== undefined);
    const api = of.subject.architecture.restApis.apis.find(({ id }) => id === gate?.resource);
    if (!gate || !api?.resources.some(({ methods }) => methods.some(isKeyed))) return undefined;
    const stage = api.stages.find(({ name }) => gate.id.endsWith(`/${name}`));
    if (stage && of.subject.architecture.restApis.usagePlans.some((plan) => opens(plan, api, stage.name, of)))
      return undefined;
    const key = edgeKeys(of)[0];
    if (!key) return { ...withoutKey(visitedGates(outcome, of.subject.graph, 'distribution'), api, of), key: gate.id };
    const plan = of.subject.architecture.restApis.usagePlans.find(({ keys }) => keys.some(({ id }) => id === key.id));
    return {
      detail: `The API key "${key.id}" is not associated with a usage plan for the API stage ${api.apiId}/${stage?.name ?? '?'}, so API Gateway answers 403.`,
      place: plan?.place ?? key.place,
      key: gate.id,
    };
  },
};

/** The distribution adds no x-api-key, or a value that no key of the sources has. */
function withoutKey(edges: readonly Gate[], api: RestApi, of: Case): Pick<Cause, 'detail' | 'place'> {
  const [distribution] = edges.flatMap((edge) => resourceOf(edge, of) ?? []);
  const name = distribution ? `the distribution "${distribution.id}"` : 'CloudFront';
  const header = distribution && originHeadersOf(distribution).find((one) => one.name.toLowerCase() === 'x-api-key');
  return header
    ? {
        detail: `The value of the header "${header.name}" that ${name} adds is that of no API key in the sources, so API Gateway answers 403.`,
        place: header.value.place,
      }
    : {
        detail: `"${api.id}" requires an API key, and ${name} adds none that is in the sources, so API Gateway answers 403.`,
        place: distribution?.place ?? api.place,
      };
}

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
