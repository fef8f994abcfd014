import type { Entrance, Outcome } from '@sallyport/gates';
import { ATTACKERS } from '../claims/attackers.ts';
import type { Attacker, Witness } from '../claims/proof.ts';
import type { Subject } from '../claims/subject.ts';
import type { Blindness, Bypass, Refusal } from '../claims/verdicts.ts';
import type { Finding, FindingWitness, PathStep } from '../report/finding.ts';
import { type Masks, triesFor, witness } from '../report/witness.ts';
import { FRONT_DOOR_FINDINGS, GUARD_FINDINGS, NOTE_FINDINGS, SIDE_DOOR_FINDINGS } from './findings.ts';
import type { Case, Cause, FindingModule, Note } from './module.ts';
import { secretVariables } from './secret-variables.ts';
import { entranceFor } from './way.ts';

/** The findings of one world: each fallen claim with its cause, then what is worth knowing besides. One for each cause and place. */
export function nameCauses(of: Case): readonly Finding[] {
  const { verdicts, subject } = of;
  const masks = secretVariables(subject);
  const sides = weakestFirst(verdicts.bypasses).flatMap((bypass) => sideDoor(bypass, of, masks));
  const fronts = verdicts.refusals.flatMap((refusal) => frontDoor(refusal, of, masks));
  const guards = verdicts.blindnesses.flatMap((blindness) => guard(blindness, of, masks));
  const notes = [
    ...suspects(of),
    ...NOTE_FINDINGS.flatMap((module) => module.explain(of).map((one) => note(module, one))),
  ];
  return onePerCause([...sides, ...fronts, ...guards, ...notes]);
}

/** A finding, and what makes it one with others. */
interface Named {
  readonly finding: Finding;
  readonly key: string;
}

/** What is open to a weaker attacker need not be said again for a stronger one; of several requests the plainest is shown. */
const weakestFirst = (bypasses: readonly Bypass[]): readonly Bypass[] =>
  ATTACKERS.flatMap((attacker) =>
    bypasses
      .filter((bypass) => bypass.attacker === attacker)
      .sort((a, b) => shareOf(b) - shareOf(a) || headersIn(a) - headersIn(b)),
  );

/** How likely one try does it; what does not hang on chance always does. */
const shareOf = ({ witness: { share = 1 } }: Bypass): number => share;

const headersIn = ({ witness: { request } }: Bypass): number => request.headers.length;

function onePerCause(named: readonly Named[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const { finding, key } of named) if (!first.has(key)) first.set(key, finding);
  return [...first.values()];
}

function sideDoor(bypass: Bypass, of: Case, masks: Masks): readonly Named[] {
  for (const module of SIDE_DOOR_FINDINGS) {
    const cause = module.explain(bypass, of);
    if (!cause) continue;
    const { attacker, origin, outcome } = bypass;
    const shown = shownWitness(bypass.witness, of.subject, masks);
    return [named(module, cause, { attacker, origin: origin.id, outcome, shown })];
  }
  return [];
}

function frontDoor(refusal: Refusal, of: Case, masks: Masks): readonly Named[] {
  for (const module of FRONT_DOOR_FINDINGS) {
    const cause = module.explain(refusal, of);
    if (!cause) continue;
    const { origin, outcome, probe } = refusal;
    return [named(module, cause, { origin: origin.id, outcome, shown: shownWitness(probe, of.subject, masks) })];
  }
  return [];
}

function guard(blindness: Blindness, of: Case, masks: Masks): readonly Named[] {
  for (const module of GUARD_FINDINGS) {
    const cause = module.explain(blindness, of);
    if (!cause) continue;
    const { origin, outcome, escaping } = blindness;
    const shown = shownWitness(escaping, of.subject, masks);
    return [named(module, cause, { attacker: 'internet', origin: origin.id, outcome, shown })];
  }
  return [];
}

/** What leaves a claim undecided; said only for origins of which it is so. */
function suspects(of: Case): readonly Named[] {
  const undecided = of.verdicts.origins
    .filter(({ noSideDoor }) => Object.values(noSideDoor).some(({ is }) => is === 'unknown'))
    .map(({ origin }) => origin.id);
  return SIDE_DOOR_FINDINGS.flatMap((module) => {
    const found = module.suspect?.(of) ?? [];
    return found
      .filter(({ origin }) => origin !== undefined && undecided.includes(origin))
      .map((one) => note(module, one));
  });
}

const note = (module: FindingModule, one: Note): Named => {
  const { finding, key } = named(module, one, { origin: one.origin ?? null });
  return { finding: { ...finding, claim: null }, key };
};

interface Circumstances {
  readonly attacker?: Attacker;
  readonly origin: string | null;
  readonly outcome?: Outcome;
  readonly shown?: FindingWitness | null;
}

function named(module: FindingModule, cause: Cause, { attacker, origin, outcome, shown }: Circumstances): Named {
  const { place } = cause;
  const finding: Finding = {
    id: module.id,
    claim: module.claim,
    attacker: attacker ?? null,
    origin,
    title: module.title,
    detail: cause.detail,
    path: outcome ? pathOf(outcome) : [],
    witness: shown ?? null,
    place: place ?? null,
    remedy: cause.remedy ?? module.remedy,
  };
  const where = cause.key ?? (place ? `${place.file}:${place.line}:${place.column}` : cause.detail);
  return { finding, key: `${module.id} ${origin} ${where}` };
}

/** How a request came to where it ended: what gates do to the answer on its way back shows nothing. */
function pathOf({ trace, reached }: Outcome): readonly PathStep[] {
  const last = reached.length === 0 ? trace.length - 1 : trace.findLastIndex(({ kind }) => kind === 'call');
  return trace.slice(0, last + 1).map(({ gate, decision }) => ({ gate, decision }));
}

function shownWitness(shown: Witness, { graph, architecture }: Subject, masks: Masks): FindingWitness | null {
  const entrance: Entrance | undefined = entranceFor(shown, graph);
  if (!entrance) return null;
  const domain = architecture.restApis.domainNames.find(
    ({ id }) => entrance.kind === 'domain-name' && id === entrance.resource,
  );
  const made = witness(shown.request, entrance, masks, domain?.targetNames[0]);
  return shown.share === undefined ? made : { ...made, tries: triesFor(shown.share) };
}
