import type { ApiKey, UsagePlan } from '@sallyport/architecture';
import { standInText } from '@sallyport/gates';
import { headerValue } from '@sallyport/http';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case } from './module.ts';
import { type RestApiWay, restApiWay } from './rest-api-way.ts';

/** A request that came to a REST API with a key of a client. */
export interface KeyWay extends RestApiWay {
  readonly key: ApiKey;
  /** The plans by which the key opens this API. */
  readonly plans: readonly UsagePlan[];
}

/** The key that a bypass bears in x-api-key, where it is one of the sources. */
export function keyWay(bypass: Bypass, of: Case): KeyWay | undefined {
  const way = restApiWay(bypass, of);
  const value = headerValue(bypass.witness.request.headers, 'x-api-key');
  const key = value === undefined ? undefined : allKeys(of).find((one) => standInText(one.value) === value);
  if (!way || !key) return undefined;
  const plans = of.subject.architecture.restApis.usagePlans.filter(
    ({ keys, stages }) => keys.some(({ id }) => id === key.id) && stages.some(({ apiId }) => apiId === way.api.apiId),
  );
  return { ...way, key, plans };
}

/** The keys of the sources, and those that plans name from elsewhere. */
const allKeys = ({ subject }: Case): readonly ApiKey[] => [
  ...subject.architecture.restApis.apiKeys,
  ...subject.architecture.restApis.usagePlans.flatMap(({ keys }) => keys),
];

/** Whether a plan opens more than one stage of one API. */
export const isShared = ({ stages }: UsagePlan): boolean =>
  new Set(stages.map(({ apiId, stage }) => `${apiId}/${stage}`)).size > 1;
