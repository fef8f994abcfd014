import {
  architectureOf,
  type ReadOptions,
  readCloudFormation,
  type SourceSet,
  type World,
  worlds,
} from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import { type Attacker, combineWorlds, type Judgement, judge, type Report, report } from '@sallyport/prover';
import { replay } from '@sallyport/runtime';
import { graphOf } from './graph.ts';

export interface CheckOptions extends ReadOptions {
  /** All three by default. */
  readonly attackers?: readonly Attacker[];
}

/**
 * The three claims for every origin of the sources, taken as one closed set of stacks, over every choice of parameters that
 * conditions depend on and that was not given. Never throws on what a user wrote.
 */
export function checkSources(sources: SourceSet, options: CheckOptions = {}): Report {
  const all = worlds(sources, options);
  const [first = { parameters: {} }, ...others] = all.worlds;
  const base = checkWorld(sources, options, first);
  const rest = others.map((world) => checkWorld(sources, options, world));
  const diagnostics = base.diagnostics.filter((diagnostic) => !isFoundElsewhere(diagnostic, rest));
  const judgement = combineWorlds([base.judgement, ...rest.map((each) => each.judgement)]);
  const { files, deployed = [] } = sources;
  const about = {
    sources: files.map(({ path }) => path),
    deployed: deployed.map(({ of, path }) => ({ of, file: path })),
    diagnostics,
  };
  const unserved = diagnostics.filter(({ code }) => code === 'unknown-snapshot-target');
  const sure = unserved.reduce((judged, { message }) => withoutProof(judged, message), judgement);
  return report(all.complete ? sure : tooManyWorlds(sure), about);
}

/** A stage that is made under other parameters only can be handed in all the same. */
const isFoundElsewhere = ({ code, message }: Diagnostic, worlds: readonly CheckedWorld[]): boolean =>
  code === 'unknown-snapshot-target' &&
  worlds.some(
    ({ diagnostics }) =>
      !diagnostics.some((other) => other.code === code && subject(other.message) === subject(message)),
  );

/** `Cannot take "FILE" for what "API/STAGE" serves`; what is expected instead depends on the world. */
const subject = (message: string): string => message.split(' serves: ')[0] ?? message;

interface CheckedWorld {
  readonly judgement: Judgement;
  readonly diagnostics: readonly Diagnostic[];
}

function checkWorld(sources: SourceSet, options: CheckOptions, world: World): CheckedWorld {
  const architecture = architectureOf(readCloudFormation(sources, { ...options, world }));
  const graph = graphOf(architecture);
  const judgement = judge({ graph, architecture }, replay(graph), options.attackers);
  // Where the sources are not understood, that nothing is left to prove says nothing new.
  const understood = !architecture.diagnostics.some(({ severity }) => severity === 'error');
  const missing = understood && graph.origins.length === 0 ? [nothingToProve(sources)] : [];
  return { judgement, diagnostics: [...architecture.diagnostics, ...missing] };
}

function nothingToProve({ files }: SourceSet): Diagnostic {
  const [first] = files;
  return {
    code: 'no-origin',
    severity: 'error',
    message:
      'Cannot prove anything: no distribution found, and no API of the sources with a web ACL, expected an AWS::CloudFront::Distribution, or an AWS::WAFv2::WebACLAssociation with such an API.',
    ...(first ? { place: { file: first.path, line: 1, column: 1 } } : {}),
    help: 'Name every template that belongs to the architecture; they are proved together.',
  };
}

/** Where not everything was looked at, nothing is protected. */
function withoutProof(judgement: Judgement, reason: string): Judgement {
  const unsure = <Word>(judged: { readonly is: Word; readonly reasons: readonly string[] }, good: string) =>
    judged.is === good ? { is: 'unknown' as const, reasons: [reason] } : judged;
  return {
    ...judgement,
    origins: judgement.origins.map((each) => ({
      ...each,
      noSideDoor: Object.fromEntries(
        Object.entries(each.noSideDoor).map(([attacker, judged]) => [attacker, unsure(judged, 'protected')]),
      ),
      frontDoorOpens: unsure(each.frontDoorOpens, 'holds'),
      guardSees: unsure(each.guardSees, 'holds'),
    })),
  };
}

const TOO_MANY_WORLDS = 'there are more choices of parameters than were tried';

function tooManyWorlds(judgement: Judgement): Judgement {
  const unproved = withoutProof(judgement, TOO_MANY_WORLDS);
  const diagnostic: Diagnostic = {
    code: 'too-many-worlds',
    severity: 'warning',
    message: `Cannot prove every deployment of the template: ${TOO_MANY_WORLDS}, expected at most 64.`,
    help: 'Give parameters their values with --parameter NAME=VALUE.',
  };
  return { ...unproved, diagnostics: [...judgement.diagnostics, diagnostic] };
}
