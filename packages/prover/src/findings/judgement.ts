import type { World } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import type { Attacker } from '../claims/proof.ts';
import type { OriginVerdicts } from '../claims/verdicts.ts';
import type { Finding } from '../report/finding.ts';

/** The verdicts in one world of parameters, and the findings that say why. */
export interface Judgement {
  readonly world: World;
  readonly attackers: readonly Attacker[];
  readonly origins: readonly OriginVerdicts[];
  readonly findings: readonly Finding[];
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
