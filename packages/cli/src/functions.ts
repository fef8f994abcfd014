import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Architecture, isKnown, isOpaque, type LambdaFunction, type Opaque } from '@sallyport/architecture';
import type { ApplicationId } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import type { FunctionCode } from '@sallyport/runtime/node';

/** The functions of an architecture whose code is at hand, and what keeps the others from running. */
export interface RunnableFunctions {
  readonly functions: ReadonlyMap<ApplicationId, FunctionCode>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds each function's code: inline, or an asset folder below one of the folders. Opaque texts get this run's values. */
export function runnableFunctions(
  { functions }: Architecture,
  folders: readonly string[],
  opaque: (text: Opaque) => string,
): RunnableFunctions {
  const found = functions.all.map((each) => ({ each, code: codeOf(each, folders) }));
  return {
    functions: new Map(
      found.flatMap(({ each, code }) => (code ? [[`function:${each.id}`, runnable(each, code, opaque)] as const] : [])),
    ),
    diagnostics: found.flatMap(({ each, code }) => (code ? [] : [codeMissing(each)])),
  };
}

function codeOf({ code, assetPath }: LambdaFunction, folders: readonly string[]): FunctionCode['code'] | undefined {
  if (code.kind === 'inline') return { inline: code.source };
  if (assetPath === undefined) return undefined;
  const folder = folders.map((each) => join(each, assetPath)).find((each) => existsSync(each));
  return folder === undefined ? undefined : { folder };
}

function runnable(each: LambdaFunction, code: FunctionCode['code'], opaque: (text: Opaque) => string): FunctionCode {
  const { handler, runtime, timeoutSeconds, environment } = each;
  return {
    code,
    handler: handler && isKnown(handler) ? handler.known : 'index.handler',
    runtime: runtime && isKnown(runtime) ? runtime.known : 'nodejs',
    timeoutMilliseconds: (isKnown(timeoutSeconds) ? timeoutSeconds.known : 3) * 1000,
    environment: Object.fromEntries(
      [...environment].flatMap(([name, text]) =>
        isKnown(text) ? [[name, isOpaque(text.known) ? opaque(text.known) : text.known]] : [],
      ),
    ),
    name: each.name,
    region: each.region,
  };
}

const codeMissing = (each: LambdaFunction): Diagnostic => ({
  code: 'function-without-code',
  severity: 'note',
  message: `Cannot run function "${each.id}": its code is not at hand, expected ZipFile in the template or an asset folder. An echo stands in.`,
  place: each.place,
  help: `Put your own server in its place: --origin ${each.id}=http://localhost:3000`,
});
