import type { World } from '../../resource.ts';

/** One file of the sources. `path` is as the user named it, or the path inside the folder that was named. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Listed by a cloud assembly, and not there. */
  readonly isMissing?: true;
}

/**
 * What a deployment of a REST API holds, handed in by its owner: an export of its stage
 * (`aws apigateway get-export --parameters extensions=apigateway`), the summary of a deployment
 * (`aws apigateway get-deployment --embed apisummary`), or the template that stood when the deployment was made.
 */
export interface DeployedFile extends SourceFile {
  /**
   * Whose content it is: `Api/prod`, what a stage of the REST API with this logical id serves; `Api/prod/canary`, what its
   * canary serves; `Api@a1b2c3`, a deployment wherever it is served.
   */
  readonly of: string;
}

/** A template, several templates, or the files of a cdk.out folder. They are read as one closed set of stacks. */
export interface SourceSet {
  readonly files: readonly SourceFile[];
  /** What is deployed, where that is not what the files say of an API. */
  readonly deployed?: readonly DeployedFile[];
}

export interface ReadOptions {
  /** Values for the parameters of all stacks that are no nested stacks, by the parameter's name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Default `us-east-1`; an environment named by a cloud assembly wins. */
  readonly region?: string;
  /** Twelve digits; default `123456789012`. */
  readonly account?: string;
  /** One of those that `worlds` gives; its values come after the given ones. */
  readonly world?: World;
}
