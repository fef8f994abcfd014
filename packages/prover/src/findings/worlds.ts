import type { World } from '@sallyport/architecture';
import { ATTACKERS } from '../claims/attackers.ts';
import type { Attacker } from '../claims/proof.ts';
import type { ClaimState, Judged, OriginVerdicts, Verdict } from '../claims/verdicts.ts';
import type { Finding } from '../report/finding.ts';
import { distinct } from '../report/report.ts';
import { OPS05 } from './findings.ts';
import type { Judgement } from './judgement.ts';

/**
 * Several worlds of one architecture, as one judgement. A verdict holds for every deployment that the template allows, so
 * each claim is as bad as in its worst world. The first world is that of the defaults and the given values; a finding that
 * another world alone has becomes OPS-05, which names the parameters.
 */
export function combineWorlds(judgements: readonly [Judgement, ...Judgement[]]): Judgement {
  const [first, ...others] = judgements;
  return {
    world: first.world,
    attackers: first.attackers,
    origins: originsOf(judgements).map((id) => worstOf(id, judgements)),
    findings: [...first.findings, ...foreignFindings(first, others)],
    assumptions: [...new Set(judgements.flatMap(({ assumptions }) => assumptions))],
    diagnostics: distinct(judgements.flatMap(({ diagnostics }) => diagnostics)),
  };
}

const originsOf = (judgements: readonly Judgement[]): readonly string[] => [
  ...new Set(judgements.flatMap(({ origins }) => origins.map(({ origin }) => origin.id))),
];

const BADNESS: Readonly<Record<Verdict | ClaimState, number>> = {
  protected: 0,
  holds: 0,
  unknown: 1,
  bypassable: 2,
  falls: 2,
};

/** The verdicts of one origin over all worlds that have it. */
function worstOf(id: string, judgements: readonly Judgement[]): OriginVerdicts {
  const all = judgements.flatMap(({ origins, world }) =>
    origins.filter(({ origin }) => origin.id === id).map((verdicts) => ({ verdicts, where: worldTitle(world) })),
  );
  const [first] = all;
  if (!first) throw new Error(`no world has the origin "${id}" that one of them named`);
  const noSideDoor = (attacker: Attacker): Judged<Verdict> | undefined =>
    worst(all.map(({ verdicts, where }) => [verdicts.noSideDoor[attacker], where]));
  return {
    origin: first.verdicts.origin,
    noSideDoor: Object.fromEntries(
      ATTACKERS.flatMap((attacker) => {
        const judged = noSideDoor(attacker);
        return judged ? [[attacker, judged]] : [];
      }),
    ),
    frontDoorOpens:
      worst(all.map(({ verdicts, where }) => [verdicts.frontDoorOpens, where])) ?? first.verdicts.frontDoorOpens,
    guardSees: worst(all.map(({ verdicts, where }) => [verdicts.guardSees, where])) ?? first.verdicts.guardSees,
  };
}

/** The worst of several; its reasons say in which world they hold. */
function worst<Word extends Verdict | ClaimState>(
  all: readonly (readonly [Judged<Word> | undefined, where: string])[],
): Judged<Word> | undefined {
  let found: Judged<Word> | undefined;
  for (const [judged, where] of all) {
    if (!judged || (found && BADNESS[judged.is] <= BADNESS[found.is])) continue;
    found = where === '' ? judged : { is: judged.is, reasons: judged.reasons.map((reason) => `${reason} (${where})`) };
  }
  return found;
}

function worldTitle({ parameters, truths = {} }: World): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const taken = Object.entries(truths).map(([name, holds]) => `"${name}" ${holds ? 'holds' : 'does not hold'}`);
  const clauses = [
    ...(pairs.length === 0 ? [] : [`with ${pairs.join(', ')}`]),
    ...(taken.length === 0 ? [] : [`where ${taken.join(' and ')}`]),
  ];
  return clauses.join(' ');
}

/** What only other worlds have. A finding without a claim stays what it is, and says where it holds. */
function foreignFindings(first: Judgement, others: readonly Judgement[]): readonly Finding[] {
  const seen = new Set(first.findings.map(keyOf));
  return others.flatMap(({ findings, world }) =>
    findings.flatMap((finding): Finding[] => {
      const key = keyOf(finding);
      if (seen.has(key)) return [];
      seen.add(key);
      return [foreign(finding, world)];
    }),
  );
}

function foreign(finding: Finding, of: World): Finding {
  const world = { parameters: of.parameters, finding: finding.id };
  const detail = `${finding.detail} This holds ${worldTitle(of)}.`;
  if (finding.claim === null) return { ...finding, detail, world };
  return { ...finding, id: OPS05.id, title: OPS05.title, detail, remedy: `${OPS05.remedy} ${finding.remedy}`, world };
}

const keyOf = ({ id, origin, detail, attacker }: Finding): string => JSON.stringify([id, origin, detail, attacker]);
