import type { DeployedFile } from '@sallyport/architecture';
import { InvalidArgumentError, Option } from 'commander';
import { inputFailure } from './failure.ts';
import { readSource } from './source-files.ts';

/** One `--deployed`: whose content it is, and the file. */
export interface DeployedArgument {
  readonly of: string;
  readonly path: string;
}

/** `--deployed Api/prod=export.json`, repeated. */
export const deployedOption = (): Option =>
  new Option(
    '--deployed <api/stage=file>',
    'what a stage serves, where that is not what the sources say of its API: an export, the summary of a deployment, or a template of its time; API/STAGE/canary for its canary, API@DEPLOYMENT for a deployment by its id (repeatable)',
  ).argParser(collectDeployed);

/** What is printed behind the options. */
export const DEPLOYED_HELP = `
A stage serves what its deployment held when it was made. To have that proved instead of what the sources say:
  aws apigateway get-export --rest-api-id ID --stage-name prod --export-type oas30 --parameters extensions=apigateway prod.json
  … --deployed Api/prod=prod.json
  aws apigateway get-deployment --rest-api-id ID --deployment-id a1b2c3 --embed apisummary > canary.json
  … --deployed Api/prod/canary=canary.json`;

function collectDeployed(text: string, before: readonly DeployedArgument[] = []): readonly DeployedArgument[] {
  const [, of, path] = /^([^=]+[/@][^=]+)=(.+)$/.exec(text) ?? [];
  if (of === undefined || path === undefined)
    throw new InvalidArgumentError(
      `"${text}" found, expected API/STAGE=FILE, API/STAGE/canary=FILE or API@DEPLOYMENT=FILE.`,
    );
  return [...before, { of, path }];
}

/** Reads the files that were named. */
export function loadDeployed(given: readonly DeployedArgument[] = []): readonly DeployedFile[] {
  const twice = given.find(({ of }, at) => given.findIndex((other) => other.of === of) < at);
  if (twice)
    throw inputFailure(
      'duplicate-snapshot',
      `Cannot take "${twice.path}" for what "${twice.of}" serves: --deployed ${twice.of} found twice, expected one file.`,
    );
  return given.map(({ of, path }) => ({ ...readSource(path), of }));
}
