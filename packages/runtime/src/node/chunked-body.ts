import { FIELD_LINE } from './response-head.ts';

/** The size of a chunk, with extensions, which mean nothing here. */
const SIZE_LINE = /^[\da-fA-F]{1,12}(?:[\t ]*;[\t\x20-\x7e\x80-\xff]*)?\r\n$/;
/** A line, and all trailers together, may be this long. */
const MAXIMUM_LINES = 16_384;

const END_OF_LINE = '\r\n';
const LINE_FEED = 0x0a;

/** Hears the data of a body; it is only lent. */
export interface DataListener {
  onData(data: Buffer): void;
}

/** Takes the chunks of a body apart (RFC 9112, section 7.1), wherever the bytes were cut on their way. */
export class ChunkedBody {
  #expects: 'size' | 'data' | 'data-end' | 'trailer' | 'nothing' = 'size';
  #missing = 0;
  #line = '';
  #lineBytes = 0;

  get isComplete(): boolean {
    return this.#expects === 'nothing';
  }

  /** Reads from a place on, and says which place comes next; `malformed` where that is no chunk. */
  read(bytes: Buffer, from: number, listener: DataListener): number | 'malformed' {
    if (this.#expects !== 'data') return this.#readLine(bytes, from);
    const to = Math.min(bytes.length, from + this.#missing);
    listener.onData(bytes.subarray(from, to));
    this.#missing -= to - from;
    if (this.#missing === 0) this.#expects = 'data-end';
    return to;
  }

  #readLine(bytes: Buffer, from: number): number | 'malformed' {
    const at = bytes.indexOf(LINE_FEED, from);
    const to = at < 0 ? bytes.length : at + 1;
    this.#lineBytes += to - from;
    if (this.#lineBytes > MAXIMUM_LINES) return 'malformed';
    this.#line += bytes.toString('latin1', from, to);
    if (at < 0) return to;
    const line = this.#line;
    this.#line = '';
    return this.#takeLine(line) ? to : 'malformed';
  }

  /** False where the line is none that may come here. */
  #takeLine(line: string): boolean {
    if (this.#expects === 'size') {
      if (!SIZE_LINE.test(line)) return false;
      this.#missing = Number.parseInt(line, 16);
      this.#expects = this.#missing === 0 ? 'trailer' : 'data';
      this.#lineBytes = 0;
      return true;
    }
    if (line === END_OF_LINE) {
      this.#expects = this.#expects === 'trailer' ? 'nothing' : 'size';
      return true;
    }
    return this.#expects === 'trailer' && line.endsWith(END_OF_LINE) && FIELD_LINE.test(line.slice(0, -2));
  }
}
