import type { Functions, HttpApis, RestApi, RestApis, Stage } from '@sallyport/architecture';
import type { Diagnostic, Place } from '@sallyport/http';
import type { Links } from '../part.ts';
import type { Application, ApplicationId } from '../step.ts';

/** What Amazon API Gateway's gates are made from. */
export interface ApiGateway {
  readonly restApis: RestApis;
  readonly httpApis: HttpApis;
  readonly functions: Functions;
}

/** What comes up while gates are made: applications, what is taken for granted, what is not understood. */
export interface Notes {
  readonly application: (application: Application) => ApplicationId;
  readonly assume: (text: string) => void;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Notes with what they have gathered so far. */
export interface Notebook extends Notes {
  readonly applications: ReadonlyMap<ApplicationId, Application>;
  readonly assumptions: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** An empty notebook. */
export function notebook(): Notebook {
  const applications = new Map<ApplicationId, Application>();
  const assumptions = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  return {
    applications,
    assumptions,
    diagnostics,
    application: (application) => {
      if (!applications.has(application.id)) applications.set(application.id, application);
      return application.id;
    },
    assume: (text) => void assumptions.add(text),
    report: (diagnostic) => void diagnostics.push(diagnostic),
  };
}

/** One stage of one REST API, with all that its gate needs. */
export interface StageContext {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly input: ApiGateway;
  readonly links: Links;
  readonly notes: Notes;
}

/** The id of a stage's gate. */
export const stageGateId = (apiId: string, stage: string): string => `rest-api:${apiId}/${stage}`;

/** A place as an optional property. */
export const placed = (place: Place | undefined): { readonly place?: Place } => (place ? { place } : {});
