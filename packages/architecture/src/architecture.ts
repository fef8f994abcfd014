import type { Diagnostic } from '@sallyport/http';
import type { TypeCoverage } from './coverage.ts';
import { DISTRIBUTION_COVERAGE } from './distribution/coverage.ts';
import type { Distribution } from './distribution/distribution.ts';
import { readDistributions } from './distribution/read-distributions.ts';
import type { Doubt } from './doubt.ts';
import { type Functions, readFunctions } from './function/index.ts';
import { type HttpApis, readHttpApis } from './http-api/index.ts';
import { readDoubts } from './read-doubts.ts';
import type { Output, ReadResult, World } from './resource.ts';
import { Resources } from './resources.ts';
import { REST_API_COVERAGE } from './rest-api/coverage.ts';
import { refusedSnapshots } from './rest-api/doubts.ts';
import { type RestApis, readRestApis } from './rest-api/rest-api.ts';
import { unknownNameDoubts } from './unknown-name.ts';
import { readUnmodelled, type Unmodelled } from './unmodelled.ts';
import { readWebAcls, WEB_ACL_COVERAGE, type WebAclData, type WebAcls } from './web-acl/index.ts';

/** What is deployed, in AWS's nouns. Nothing after this knows what kind of source it was read from. */
export interface Architecture {
  readonly resources: Resources;
  readonly world: World;
  readonly distributions: readonly Distribution[];
  readonly webAcls: WebAcls;
  readonly restApis: RestApis;
  readonly httpApis: HttpApis;
  readonly functions: Functions;
  /** Resources that can carry requests, or whose effect is not known, and that no component models. */
  readonly unmodelled: readonly Unmodelled[];
  readonly outputs: readonly Output[];
  /** What may be a way to an origin and is not told by the sources. */
  readonly doubts: readonly Doubt[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A component: its noun, which is also the name of its folders, and what is understood of its resource types. */
export interface Component {
  readonly noun: string;
  readonly title: string;
  readonly coverage: readonly TypeCoverage[];
}

const restApiTypes = (service: string): readonly TypeCoverage[] =>
  REST_API_COVERAGE.filter(({ type }) => type.startsWith(service));

/** Every component that is modelled. */
export const COMPONENTS: readonly Component[] = [
  { noun: 'distribution', title: 'Amazon CloudFront distribution', coverage: DISTRIBUTION_COVERAGE },
  { noun: 'web-acl', title: 'AWS WAF web ACL', coverage: WEB_ACL_COVERAGE },
  { noun: 'rest-api', title: 'Amazon API Gateway REST API', coverage: restApiTypes('AWS::ApiGateway::') },
  { noun: 'http-api', title: 'Amazon API Gateway HTTP API', coverage: restApiTypes('AWS::ApiGatewayV2::') },
  { noun: 'function', title: 'AWS Lambda function', coverage: restApiTypes('AWS::Lambda::') },
];

const MODELLED: ReadonlySet<string> = new Set(COMPONENTS.flatMap(({ coverage }) => coverage.map(({ type }) => type)));

/** What an architecture is told beside its sources. */
export type Surroundings = WebAclData;

/** Turns resources in CloudFormation's shape into the architecture. Never throws on what a user wrote. */
export function architectureOf(read: ReadResult, surroundings: Surroundings = {}): Architecture {
  const { resources: all, world } = read;
  const resources = new Resources(all);
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const components = {
    distributions: readDistributions(resources, report),
    webAcls: readWebAcls(resources, report, surroundings),
    restApis: readRestApis(resources, report, read.snapshots),
    httpApis: readHttpApis(resources, report),
    functions: readFunctions(resources, report),
    unmodelled: readUnmodelled(resources, MODELLED, report),
  };
  return {
    ...components,
    resources,
    world,
    outputs: read.outputs ?? [],
    doubts: [...readDoubts(resources, read), ...refusedSnapshots(diagnostics), ...unknownNameDoubts(diagnostics)],
    diagnostics,
  };
}
