/**
 * Whether the viewer has left before its response was complete. An AbortSignal would do, but making and aborting one takes
 * a tenth of the time of a small request.
 */
export class Departure {
  #left = false;
  #then: (() => void) | undefined;

  get left(): boolean {
    return this.#left;
  }

  /** The viewer has left. */
  leave(): void {
    this.#left = true;
    this.#then?.();
  }

  /** Says what to do then, in the place of what was said before. */
  whenLeft(then: (() => void) | undefined): void {
    this.#then = then;
  }
}
