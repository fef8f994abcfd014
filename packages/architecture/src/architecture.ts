import type { Diagnostic } from '@sallyport/http';
import type { TypeCoverage } from './coverage.ts';
import { DISTRIBUTION_COVERAGE } from './distribution/coverage.ts';
import type { Distribution } from './distribution/distribution.ts';
import { readDistributions } from './distribution/read-distributions.ts';
import { type Functions, readFunctions } from './function/index.ts';
import { type HttpApis, readHttpApis } from './http-api/index.ts';
import type { ReadResult, World } from './resource.ts';
import { Resources } from './resources.ts';
import { REST_API_COVERAGE } from './rest-api/coverage.ts';
import { type RestApis, readRestApis } from './rest-api/rest-api.ts';
import { readUnmodelled, type Unmodelled } from './unmodelled.ts';
import { readWebAcls, WEB_ACL_COVERAGE, type WebAcls } from './web-acl/index.ts';

/** What is deployed, in AWS's nouns. Nothing after this knows what kind of source it was read from. */
export interface Architecture {
  readonly resources: Resources;
  readonly world: World;
  readonly distributions: readonly Distribution[];
  readonly webAcls: WebAcls;
  readonly restApis: RestApis;
  readonly httpApis: HttpApis;
  readonly functions: Functions;
  /** Resources that can carry requests and that no component models. */
  readonly unmodelled: readonly Unmodelled[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is understood of every resource type that a component models. */
export const COVERAGE: readonly TypeCoverage[] = [...DISTRIBUTION_COVERAGE, ...WEB_ACL_COVERAGE, ...REST_API_COVERAGE];

const MODELLED: ReadonlySet<string> = new Set(COVERAGE.map(({ type }) => type));

/** Turns resources in CloudFormation's shape into the architecture. Never throws on what a user wrote. */
export function architectureOf({ resources: all, diagnostics: read, world }: ReadResult): Architecture {
  const resources = new Resources(all);
  const diagnostics: Diagnostic[] = [...read];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  return {
    resources,
    world,
    distributions: readDistributions(resources, report),
    webAcls: readWebAcls(resources, report),
    restApis: readRestApis(resources, report),
    httpApis: readHttpApis(resources, report),
    functions: readFunctions(resources, report),
    unmodelled: readUnmodelled(resources, MODELLED, report),
    diagnostics,
  };
}
