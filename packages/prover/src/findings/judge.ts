import type { Replay } from '@sallyport/gates';
import { type HostDependences, hostDependence, type ProofOptions, prove, SharedProofs } from '../arrivals/index.ts';
import { ATTACKERS } from '../claims/attackers.ts';
import { judgeClaims, type Prover } from '../claims/judge-claims.ts';
import { knowledge } from '../claims/knowledge.ts';
import type { Attacker } from '../claims/proof.ts';
import type { Subject } from '../claims/subject.ts';
import { wavedThrough } from '../claims/waved-through.ts';
import type { Judgement } from './judgement.ts';
import { nameCauses } from './name-causes.ts';

/**
 * The three claims for every origin in one world, and why any of them falls. `replay` carries a request through the same graph
 * for real; nothing is called bypassable that it has not confirmed.
 */
export function judge(subject: Subject, replay: Replay, attackers: readonly Attacker[] = ATTACKERS): Judgement {
  return judgeWith(subject, proverOf(subject), replay, attackers);
}

function proverOf(subject: Subject): Prover {
  // Several origins may lie behind one entrance.
  const dependences = new Map<string, HostDependences>();
  const shared = new SharedProofs();
  const options = (attacker: Attacker): ProofOptions => ({ knows: knowledge(subject, attacker), shared });
  return {
    prove: (attacker) => prove(subject.graph, attacker, options(attacker)),
    hostDependence: (entrance) => {
      const found =
        dependences.get(entrance.id) ?? hostDependence(subject.graph, entrance, 'internet', options('internet'));
      dependences.set(entrance.id, found);
      return found;
    },
    wavedThrough: wavedThrough(subject),
  };
}

function judgeWith(subject: Subject, prover: Prover, replay: Replay, attackers: readonly Attacker[]): Judgement {
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
