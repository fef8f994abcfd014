import type { Response } from '@sallyport/http';
import type { AwaitedResponse } from '@sallyport/waf';
import type { Journey } from './world.ts';

/** The rule groups that wait for the answer to a request (response inspection of ATP and ACFP). */
export const awaitedBy = ({ evaluations }: Journey): readonly AwaitedResponse[] =>
  evaluations.flatMap(({ evaluation: { awaitedResponse } }) => (awaitedResponse ? [awaitedResponse] : []));

/** Tells them the answer, with the beginning of its body. */
export function tellAnswer(
  awaited: readonly AwaitedResponse[],
  response: Response,
  body: Uint8Array,
  now: number,
): void {
  const { status, headers } = response;
  for (const each of awaited) each.observe({ status, headers, body }, now);
}
