import type { AskedKnowledge, Knowledge } from '../environment/index.ts';
import { Languages } from '../language/index.ts';
import type { EntranceProof, Entry } from './entrance-proof.ts';

/** A proof, and what it was told about its attacker. */
export interface Told {
  readonly asked: AskedKnowledge;
  readonly proof: EntranceProof;
}

/** The proofs of one graph under the same limits: attackers who know the same of what an entrance asks share one. */
export class SharedProofs {
  readonly languages = new Languages();
  readonly #told = new Map<string, Told[]>();

  of(entry: Entry, knowledge: Knowledge, make: () => Told): EntranceProof {
    const name = JSON.stringify(entry);
    const before = this.#told.get(name) ?? [];
    const known = before.find(({ asked }) => asked.isSharedBy(knowledge));
    if (known) return known.proof;
    const made = make();
    this.#told.set(name, [...before, made]);
    return made.proof;
  }
}
