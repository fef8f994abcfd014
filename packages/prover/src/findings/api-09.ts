import { keyWay } from './key-way.ts';
import type { SideDoorFinding } from './module.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export const API09: SideDoorFinding = {
  id: 'API-09',
  claim: 'noSideDoor',
  title: 'A client holds a key that opens the API directly',
  remedy:
    'Keep a usage plan for CloudFront alone, with exactly one key, and let clients prove themselves by other means than x-api-key.',
  explain(bypass, of) {
    const way = keyWay(bypass, of);
    if (bypass.attacker !== 'credential' || !way) return undefined;
    const [plan] = way.plans;
    return {
      detail: `The key "${way.key.id}"${plan ? ` of the usage plan "${plan.id}"` : ''} is not the one that CloudFront adds, and opens "${way.api.id}" without CloudFront.`,
      place: way.key.place,
      key: way.key.id,
    };
  },
};
