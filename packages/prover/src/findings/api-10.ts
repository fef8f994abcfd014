import { isShared, keyWay } from './key-way.ts';
import type { SideDoorFinding } from './module.ts';

/** A key is valid for every API and stage of its plan: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export const API10: SideDoorFinding = {
  id: 'API-10',
  claim: 'noSideDoor',
  title: 'A usage plan opens this API to the clients of another',
  remedy: 'Take this stage out of the shared plan, and give it a plan of its own with the key of CloudFront alone.',
  explain(bypass, of) {
    const way = keyWay(bypass, of);
    const plan = way?.plans.find(isShared);
    if (bypass.attacker !== 'credential' || !way || !plan) return undefined;
    const stage = plan.stages.find(({ apiId }) => apiId === way.api.apiId);
    return {
      detail: `The usage plan "${plan.id}" lists several stages, so the key "${way.key.id}", made for another, opens "${way.api.id}" too.`,
      place: stage?.place ?? plan.place,
      key: `${plan.id} ${way.key.id}`,
    };
  },
};
