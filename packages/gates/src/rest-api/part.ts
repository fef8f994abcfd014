import { type Doubt, executeApiHost, isKnown, type RestApi, type Stage } from '@sallyport/architecture';
import type { Entrance, Gate } from '../graph.ts';
import { httpStageEntrances, httpStageGate } from '../http-api/index.ts';
import type { Links, Part } from '../part.ts';
import { callTargets } from './call-targets.ts';
import { type ApiGateway, notebook, placed } from './context.ts';
import { deployedApis } from './deployed.ts';
import { API_GATEWAY, endpointGate } from './endpoint.ts';
import { domainHosts, isDisabled } from './hosts.ts';
import { policyConditions } from './policy.ts';
import { stageGate } from './stage-gate.ts';

/**
 * The gate of the endpoint, and a gate for each stage of each REST API and each HTTP API: both listen behind the same names, so
 * they make one part.
 */
export function restApiPart(input: ApiGateway, links: Links): Part {
  const notes = notebook();
  const rest = input.restApis.apis.map((api) => ({
    api,
    gates: api.stages.map((stage) => stageGate({ api, stage, input, links, notes })),
  }));
  const http = input.httpApis.apis.map((api) => ({
    api,
    gates: api.stages.map((stage) => httpStageGate({ api, stage, input, links, notes })),
  }));
  for (const { api } of rest) assumeOf(api, notes.assume);
  return {
    gates: [endpointGate(input), ...[...rest, ...http].flatMap(({ gates }) => gates)],
    entrances: [
      ...input.restApis.apis.flatMap(stageEntrances),
      ...input.httpApis.apis.flatMap(httpStageEntrances),
      ...domainEntrances(input),
    ],
    applications: [...notes.applications.values()],
    origins: new Map([...rest, ...http].map(({ api, gates }) => [api.id, originOf(gates)])),
    assumptions: [...notes.assumptions],
    doubts: rest.flatMap(({ api, gates }) => privateDoubts(api, gates)),
    diagnostics: notes.diagnostics,
  };
}

/**
 * Who reaches a private API is its policy's to say: an endpoint of any account's VPC leads to it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 */
function privateDoubts(api: RestApi, gates: readonly Gate[]): readonly Doubt[] {
  if (!isPrivate(api) || !deployedApis(api).some((each) => asksForNothing(each) && admitsEndpoints(each))) return [];
  const reason = `the policy of private API "${api.name}" may let VPC endpoints of other accounts in`;
  const functions = originOf(gates).applications.map((application) => application.replace(/^function:/, ''));
  return [api.id, ...functions].map((of) => ({ reason, against: 'account', of }));
}

/** Whether some method may require neither a key nor an authorization. */
const asksForNothing = ({ resources, unknownMethods }: RestApi): boolean =>
  unknownMethods.length > 0 ||
  resources
    .flatMap(({ methods }) => methods)
    .some(({ apiKeyRequired, authorization }) => {
      const keyed = isKnown(apiKeyRequired) && apiKeyRequired.known;
      return !keyed && (authorization.kind === 'NONE' || authorization.kind === 'unknown');
    });

/** The keys that name a VPC endpoint count as absent: an attacker's endpoint has another value than those of the policy. */
function admitsEndpoints({ policy, region, account, apiId, stages }: RestApi): boolean {
  if (policy === undefined) return false;
  return stages.some((stage) => {
    const { allowed, denied } = policyConditions(policy, { region, account, apiId, stage: stage.name });
    const never = 'any' in allowed && allowed.any.length === 0;
    const always = 'all' in denied && denied.all.length === 0;
    return !never && !always;
  });
}

/** A mock is no application. */
const originOf = (gates: readonly Gate[]) => ({
  gates: gates.map(({ id }) => id),
  applications: [...new Set(gates.flatMap(({ start }) => callTargets(start)))].filter((id) => !id.startsWith('mock:')),
});

function assumeOf(api: RestApi, assume: (text: string) => void): void {
  const type = isKnown(api.endpointType) ? api.endpointType.known : undefined;
  if (type === 'EDGE')
    assume(
      `API "${api.name}" is edge-optimized: a CloudFront distribution of AWS's own stands before its default endpoint, and hands on what it gets.`,
    );
  if (type === 'PRIVATE') assume(`API "${api.name}" is private: who reaches its VPC endpoints is not proved.`);
}

const isPrivate = (api: RestApi): boolean => isKnown(api.endpointType) && api.endpointType.known === 'PRIVATE';

function stageEntrances(api: RestApi): readonly Entrance[] {
  if (isPrivate(api) || isDisabled(api)) return [];
  return api.stages.map((stage) => stageEntrance(api, stage));
}

function stageEntrance(api: RestApi, stage: Stage): Entrance {
  const host = executeApiHost(api.apiId, api.region);
  return {
    id: `stage:${api.id}/${stage.name}`,
    gate: API_GATEWAY,
    kind: 'stage',
    resource: api.id,
    hosts: [host],
    schemes: ['https'],
    basePath: `/${stage.name}`,
    title: `https://${host}/${stage.name}`,
    ...placed(stage.place),
  };
}

function domainEntrances({ restApis }: ApiGateway): readonly Entrance[] {
  return restApis.domainNames
    .filter(({ endpointType }) => !(isKnown(endpointType) && endpointType.known === 'PRIVATE'))
    .map((domain) => ({
      id: `domain-name:${domain.id}`,
      gate: API_GATEWAY,
      kind: 'domain-name',
      resource: domain.id,
      hosts: domainHosts(domain, restApis.domainNames),
      schemes: ['https'],
      basePath: '',
      title: `https://${domain.name}`,
      place: domain.place,
    }));
}
