import type { Replay } from '@sallyport/gates';
import { ATTACKERS } from '../claims/attackers.ts';
import { judgeClaims, type Prover } from '../claims/judge-claims.ts';
import type { Attacker } from '../claims/proof.ts';
import type { Subject } from '../claims/subject.ts';
import type { Judgement } from './judgement.ts';
import { nameCauses } from './name-causes.ts';

/** Judges with the given prover: the three claims for every origin in one world, and why any of them falls. */
export function judgeWith(
  subject: Subject,
  prover: Prover,
  replay: Replay,
  attackers: readonly Attacker[] = ATTACKERS,
): Judgement {
  const verdicts = judgeClaims(subject.graph, prover, replay, attackers);
  return {
    world: subject.architecture.world,
    attackers: verdicts.attackers,
    origins: verdicts.origins,
    findings: nameCauses({ subject, verdicts }),
    assumptions: subject.graph.assumptions,
    diagnostics: [...subject.graph.diagnostics, ...verdicts.diagnostics],
  };
}
