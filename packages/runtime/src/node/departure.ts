/**
 * Whether the viewer has left before its response was complete. An AbortSignal would do, but making and aborting one takes
 * a tenth of the time of a small request.
 */
export class Departure {
  #left = false;
  #waiting: Waiting | undefined;

  get left(): boolean {
    return this.#left;
  }

  /** The viewer has left. */
  leave(): void {
    this.#left = true;
    this.#waiting?.abort();
  }

  /** Says whose work is in vain then, in the place of what was said before. */
  whenLeft(waiting: Waiting | undefined): void {
    this.#waiting = waiting;
  }
}

interface Waiting {
  readonly abort: () => void;
}
