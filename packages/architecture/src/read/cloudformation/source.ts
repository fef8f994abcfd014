import type { World } from '../../resource.ts';

/** One file of the sources. `path` is as the user named it, or the path inside the folder that was named. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A template, several templates, or the files of a cdk.out folder. They are read as one closed set of stacks. */
export interface SourceSet {
  readonly files: readonly SourceFile[];
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
