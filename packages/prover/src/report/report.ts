import type { Diagnostic } from '@sallyport/http';
import type { Attacker } from '../claims/proof.ts';
import type { ClaimState, OriginVerdicts, Verdict } from '../claims/verdicts.ts';
import type { Judgement } from '../findings/judgement.ts';
import type { ClaimName, Finding } from './finding.ts';

/** What `sallyport check --format json` prints. Described by report.schema.json; additions only. */
export interface Report {
  /** Of the claims "no side door" and "the guard sees", for the attackers that count (docs/decisions/0003). */
  readonly verdict: Verdict;
  readonly sources: readonly string[];
  /** What stages serve, where it was handed in: `Api/prod`, and the file. */
  readonly deployed?: readonly HandedInFile[];
  readonly attackers: readonly Attacker[];
  readonly origins: readonly ReportedOrigin[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the proof takes for granted. */
  readonly assumptions: readonly string[];
}

/** A file that was handed in, and what it is the content of. */
export interface HandedInFile {
  readonly of: string;
  readonly file: string;
}

export interface ReportedOrigin {
  readonly origin: string;
  readonly claims: {
    readonly noSideDoor: Readonly<Partial<Record<Attacker, Verdict>>>;
    readonly frontDoorOpens: ClaimState;
    readonly guardSees: ClaimState;
  };
  /** Why a claim is unknown (or why the front door falls), for each claim of which there is something to say. */
  readonly reasons: Readonly<Partial<Record<ClaimName, readonly string[]>>>;
}

/** What the report says beside the judgement. */
export interface About {
  /** The sources as the user named them. */
  readonly sources: readonly string[];
  readonly deployed?: readonly HandedInFile[];
  /** What reading them had to say. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The report on one judgement (of one world, or of several combined). */
export function report(judgement: Judgement, about: About): Report {
  return {
    verdict: overallVerdict(judgement),
    sources: about.sources,
    ...(about.deployed && about.deployed.length > 0 ? { deployed: about.deployed } : {}),
    attackers: judgement.attackers,
    origins: judgement.origins.map(reportedOrigin),
    findings: judgement.findings,
    diagnostics: distinct([...about.diagnostics, ...judgement.diagnostics]),
    assumptions: judgement.assumptions,
  };
}

function reportedOrigin(verdicts: OriginVerdicts): ReportedOrigin {
  const { origin, noSideDoor, frontDoorOpens, guardSees } = verdicts;
  const sides = Object.values(noSideDoor).flatMap(({ reasons }) => reasons);
  const reasons: Readonly<Record<ClaimName, readonly string[]>> = {
    noSideDoor: [...new Set(sides)],
    frontDoorOpens: frontDoorOpens.reasons,
    guardSees: guardSees.reasons,
  };
  return {
    origin: origin.id,
    claims: {
      noSideDoor: Object.fromEntries(Object.entries(noSideDoor).map(([attacker, { is }]) => [attacker, is])),
      frontDoorOpens: frontDoorOpens.is,
      guardSees: guardSees.is,
    },
    reasons: Object.fromEntries(Object.entries(reasons).filter(([, some]) => some.length > 0)),
  };
}

/** The attackers that the verdict and the exit code speak of: a single one if it was named, else all but `credential`. */
export function countedAttackers(attackers: readonly Attacker[]): readonly Attacker[] {
  return attackers.length === 1 ? attackers : attackers.filter((attacker) => attacker !== 'credential');
}

function overallVerdict({ origins, attackers }: Judgement): Verdict {
  // The lack of an origin is no proof that it is protected.
  if (origins.length === 0) return 'unknown';
  const counted = countedAttackers(attackers);
  const sides = origins.flatMap(({ noSideDoor }) => counted.map((attacker) => noSideDoor[attacker]?.is ?? 'unknown'));
  const guards = origins.map(({ guardSees }) => guardSees.is);
  if (sides.includes('bypassable') || guards.includes('falls')) return 'bypassable';
  return sides.includes('unknown') || guards.includes('unknown') ? 'unknown' : 'protected';
}

/**
 * The exit code that a report calls for, of all three claims: 0 every claim holds, 2 some claim falls, 4 some claim is unknown.
 * Input that is not understood (3) and failures of ours (1) are the command's to tell.
 */
export function exitCode({ verdict, origins }: Report): 0 | 2 | 4 {
  const fronts = origins.map(({ claims }) => claims.frontDoorOpens);
  if (verdict === 'bypassable' || fronts.includes('falls')) return 2;
  return verdict === 'unknown' || fronts.includes('unknown') ? 4 : 0;
}

/** The same thing said twice by two proofs or two worlds is said once. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
