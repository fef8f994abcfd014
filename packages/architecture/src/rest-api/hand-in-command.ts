import type { RestApi } from './rest-api.ts';
import type { Stage } from './stage.ts';

/** How an owner finds out what a stage, or its canary, serves, and tells it: what to run, and what to add to the command line. */
export interface HandIn {
  readonly run: string;
  readonly option: string;
}

/**
 * A stage's own deployment can be exported; another deployment (a canary's) tells only what its methods ask for.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html and API_GetDeployment.html
 */
export function handIn(api: RestApi, stage: Stage, isCanary: boolean): HandIn {
  const name = stage.name.startsWith('unknown.') ? 'STAGE' : stage.name;
  const option = `--deployed ${api.id}/${stage.name}${isCanary ? '/canary' : ''}=FILE`;
  const use = isCanary ? stage.canary?.deployment : stage.deployment;
  const id = use && /^[a-z0-9]+$/.test(use.name) && !use.inSources ? use.name : 'DEPLOYMENT_ID';
  const run = isCanary
    ? `aws apigateway get-deployment --rest-api-id API_ID --deployment-id ${id} --embed apisummary > FILE`
    : `aws apigateway get-export --rest-api-id API_ID --stage-name ${name} --export-type oas30 --parameters extensions=apigateway FILE`;
  return { run, option };
}

/** The same as a sentence. */
export function handInSentence(api: RestApi, stage: Stage, isCanary: boolean): string {
  const { run, option } = handIn(api, stage, isCanary);
  const then = isCanary ? ' (or take the template that stood when the deployment was made)' : '';
  return `Run "${run}"${then}, and check again with "${option}".`;
}
