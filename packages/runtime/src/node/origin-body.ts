import type { Writable } from 'node:stream';

/** What a sender of bytes can be told. */
export interface Valve {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly abort: () => void;
}

interface Watch {
  readonly bytes: number;
  readonly told: (seen: Uint8Array) => void;
  readonly seen: Buffer[];
}

/** How many bytes wait here before the origin is told to wait. */
const HIGH_WATER = 65_536;

/** The body of an origin's response, on its way to the viewer with back-pressure. */
export class OriginBody {
  readonly #valve: Valve;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #ended = false;
  #failed = false;
  #sink: Writable | undefined;
  sentBytes = 0;
  #watch: Watch | undefined;

  constructor(valve: Valve) {
    this.#valve = valve;
  }

  /**
   * Shows the first bytes to somebody beside the viewer, once there are so many or no more come. To be called before the body is
   * sent or discarded.
   */
  watch(bytes: number, told: (seen: Uint8Array) => void): void {
    this.#watch = { bytes, told, seen: [] };
    for (const chunk of this.#waiting) this.#show(chunk);
    if (this.#ended || this.#failed) this.#tell();
  }

  #show(chunk: Buffer): void {
    const watch = this.#watch;
    if (!watch) return;
    watch.seen.push(chunk);
    if (watch.seen.reduce((sum, { length }) => sum + length, 0) >= watch.bytes) this.#tell();
  }

  #tell(): void {
    const watch = this.#watch;
    this.#watch = undefined;
    watch?.told(Buffer.concat(watch.seen).subarray(0, watch.bytes));
  }

  /** The origin sent some. */
  push(chunk: Buffer): void {
    this.#show(chunk);
    if (this.#sink) this.#pass(this.#sink, chunk);
    else {
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.length;
      if (this.#waitingBytes >= HIGH_WATER) this.#valve.pause();
    }
  }

  end(): void {
    this.#ended = true;
    this.#tell();
    this.#sink?.end();
  }

  /** The origin broke off: so does the response, or a viewer would take a part for the whole. */
  fail(): void {
    this.#failed = true;
    this.#tell();
    this.#sink?.destroy();
  }

  /** Sends everything to the viewer from now on; the head has been written. */
  pipe(sink: Writable): void {
    this.#sink = sink;
    const last = this.#ended ? this.#waiting.pop() : undefined;
    for (const chunk of this.#waiting) this.#pass(sink, chunk);
    this.#waiting = [];
    if (this.#failed) sink.destroy();
    else if (this.#ended) this.#finish(sink, last);
    else {
      sink.on('drain', () => this.#valve.resume());
      this.#valve.resume();
    }
  }

  /** Nobody wants it. */
  discard(): void {
    this.#tell();
    if (!this.#ended) this.#valve.abort();
    this.#waiting = [];
  }

  #pass(sink: Writable, chunk: Buffer): void {
    this.sentBytes += chunk.length;
    if (!sink.write(chunk)) this.#valve.pause();
  }

  #finish(sink: Writable, last: Buffer | undefined): void {
    this.sentBytes += last?.length ?? 0;
    if (last) sink.end(last);
    else sink.end();
  }
}
