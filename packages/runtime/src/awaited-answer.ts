import type { Response } from '@sallyport/http';
import type { AwaitedResponse } from '@sallyport/waf';
import type { Journey } from './world.ts';

/** The rule groups that wait for the answer to a request (response inspection of ATP and ACFP). */
export function awaitedBy({ evaluations }: Journey): readonly AwaitedResponse[] {
  const awaited: AwaitedResponse[] = [];
  for (const { evaluation } of evaluations) if (evaluation.awaitedResponse) awaited.push(evaluation.awaitedResponse);
  return awaited;
}

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
