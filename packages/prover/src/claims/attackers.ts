import type { Attacker } from './proof.ts';

/** The classes of attackers, each including those before it (design: "attackers add up"). */
export const ATTACKERS: readonly Attacker[] = ['internet', 'account', 'credential'];

/** The attackers whose verdicts a verdict for this one includes: itself, and all weaker ones. */
export function includedIn(attacker: Attacker): readonly Attacker[] {
  return ATTACKERS.slice(0, ATTACKERS.indexOf(attacker) + 1);
}
