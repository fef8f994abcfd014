import type { Print } from './print.ts';
import { RefusedWebAcl } from './waf-definition.ts';

/** Runs a command; where AWS would refuse the web ACL, a program gets the reasons among the outcomes as well. */
export function orRefused(format: 'human' | 'json' | 'log', print: Print, run: () => number): number {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof RefusedWebAcl && format === 'json') print(`${JSON.stringify({ refused: cause.refused })}\n`);
    throw cause;
  }
}
