import type { Diagnostic } from '@sallyport/http';
import type { Doubt } from '../doubt.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { HANDED_IN_ERRORS } from './handed-in.ts';
import { at, items, knownString } from './reading.ts';

/** Stages whose name is not known: which plans open them, and which web ACL stands before them, is not known either. */
export function stageDoubts(resources: Resources): readonly Doubt[] {
  const stages = [
    ...resources.ofType('AWS::ApiGateway::Stage'),
    ...resources.ofType('AWS::ApiGateway::Deployment').filter(({ properties }) => at(properties, 'StageName')),
  ];
  return namelessStages(stages, 'RestApiId', resources.ofType('AWS::ApiGateway::RestApi'));
}

/** The stages without a known name, as doubts of the API that they belong to; of any where that is not known. */
export function namelessStages(
  stages: readonly Resource[],
  property: 'RestApiId' | 'ApiId',
  apis: readonly Resource[],
): readonly Doubt[] {
  return stages
    .filter(({ properties }) => knownString(at(properties, 'StageName')) === undefined)
    .map(({ logicalId, properties }): Doubt => {
      const reference = knownString(at(properties, property));
      const api = apis.find(({ physicalId }) => physicalId === reference);
      const reason = `the name of stage "${logicalId}" is not known: give its parameter a value`;
      return { reason, against: 'internet', ...(api ? { of: api.id } : {}) };
    });
}

/**
 * A snapshot that cannot be used was meant to say what some stage serves. (A stage that is not there may be made under other
 * parameters: whoever knows all of them asks for it.)
 */
export const refusedSnapshots = (diagnostics: readonly Diagnostic[]): readonly Doubt[] =>
  diagnostics
    .filter(({ code }) => HANDED_IN_ERRORS.includes(code) && code !== 'unknown-snapshot-target')
    .map(({ message }): Doubt => ({ reason: `what a stage serves: ${message}`, against: 'internet' }));

/**
 * Keys that name their stages themselves. That property is deprecated in favour of usage plans; what it still opens is not
 * documented. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-apikey-stagekey.html
 */
export function apiKeyDoubts(resources: Resources): readonly Doubt[] {
  const planned = new Set(
    resources.ofType('AWS::ApiGateway::UsagePlanKey').map(({ properties }) => knownString(at(properties, 'KeyId'))),
  );
  return resources.ofType('AWS::ApiGateway::ApiKey').flatMap((key): readonly Doubt[] => {
    const named = at(key.properties, 'StageKeys');
    if (planned.has(key.physicalId) || named === undefined) return [];
    const ids = items(named).map((each) => knownString(at(each, 'RestApiId')));
    const reason = `whether API key "${key.logicalId}" opens the stages of its StageKeys without a usage plan is not documented`;
    return resources
      .ofType('AWS::ApiGateway::RestApi')
      .filter(({ physicalId }) => ids.length === 0 || ids.includes(physicalId) || ids.includes(undefined))
      .map(({ id }): Doubt => ({ reason, against: 'credential', of: id }));
  });
}
