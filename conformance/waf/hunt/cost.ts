/**
 * How much an evaluation costs, measured so that a busy machine does not decide: in processor time of this process, as a multiple of what one
 * look at each byte of 64 KB takes right before it. A machine that is slow, shared or hot is so for both. What is linear costs some
 * dozens of such passes, what is quadratic thousands.
 */
const PASS_BYTES = 65_536;
const PASSES_AT_ONCE = 10;
/** About what a pass takes on the machine of docs/benchmarks.md while it is quiet. */
const PASS_MICROSECONDS = 60;

/** No evaluation of a request of 64 KB takes longer than this there. */
const MOST_MILLISECONDS = 20;
/** For what else a busy machine does to caches and to the compiler; far below what a quadratic evaluation would need. */
const TOLERANCE = 2;

export const MOST_PASSES = ((MOST_MILLISECONDS * 1000) / PASS_MICROSECONDS) * TOLERANCE;

const text = 'ab'.repeat(PASS_BYTES / 2);

function passes(): number {
  let sum = 0;
  for (let pass = 0; pass < PASSES_AT_ONCE; pass++) for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
  return sum;
}

/** Microseconds of processor time. */
export function microseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

// The loop is compiled once here, and not while something is measured.
for (let warm = 0; warm < 5; warm++) passes();

const ATTEMPTS = 8;

/** No machine takes less for a pass: an evaluation that is short by this measure is so by any. */
const SHORTEST_PASS_MICROSECONDS = 20;

/** Whether an evaluation stays below the limit. */
export const isCheap = (evaluate: () => unknown): boolean =>
  microseconds(evaluate) < MOST_PASSES * SHORTEST_PASS_MICROSECONDS || costInPasses(evaluate) < MOST_PASSES;

/** The least cost of some attempts in passes; attempts end when one is far below the limit. */
export function costInPasses(evaluate: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least > MOST_PASSES / 4; attempt++)
    least = Math.min(least, costOnce(evaluate));
  return least;
}

/** The cost of one evaluation in passes. */
export function costOnce(evaluate: () => unknown): number {
  const pass = Math.max(microseconds(passes) / PASSES_AT_ONCE, 1);
  return microseconds(evaluate) / pass;
}

/** Milliseconds that so many passes take while the machine is quiet. */
export const quietMilliseconds = (cost: number): number => (cost * PASS_MICROSECONDS) / 1000;
