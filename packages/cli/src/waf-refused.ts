import { RefusedWebAcl } from './waf-definition.ts';

/** Where the outcomes of a command go. */
export type Print = (text: string) => void;

export const toStandardOutput: Print = (text) => {
  process.stdout.write(text);
};

/** Runs a command; where AWS would refuse the web ACL, a program gets the reasons among the outcomes as well. */
export function orRefused(format: 'human' | 'json' | 'log', print: Print, run: () => number): number {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof RefusedWebAcl && format === 'json') print(`${JSON.stringify({ refused: cause.refused })}\n`);
    throw cause;
  }
}
