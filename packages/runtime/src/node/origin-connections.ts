import { buildConnector, Client } from 'undici';

/** The head of an origin's response may be this long, in bytes; what is longer fails as `too-large`. Approximated. */
const MAXIMUM_HEAD = 65_536;

/** What tells the connections of one origin from those of another. */
export interface OriginName {
  /** `http://localhost:3000`. */
  readonly base: string;
  readonly connectMilliseconds: number;
  readonly serverName: string | undefined;
}

/**
 * The connections to one origin that are kept alive. Each carries one request at a time; there are as many as requests wait for
 * answers. undici's own pool tries its clients one after the other for each request, and tells three listeners when one is free.
 */
export class OriginConnections {
  readonly #name: OriginName;
  readonly #connect: ReturnType<typeof buildConnector>;
  readonly #all = new Set<Client>();
  readonly #idle: Client[] = [];

  constructor(name: OriginName) {
    this.#name = name;
    this.#connect = buildConnector({ timeout: name.connectMilliseconds });
  }

  isFor(base: string, connectMilliseconds: number, serverName: string | undefined): boolean {
    const name = this.#name;
    return name.base === base && name.connectMilliseconds === connectMilliseconds && name.serverName === serverName;
  }

  /** The one that was used last, or a new one: those that are not needed grow old. */
  take(): Client {
    return this.#idle.pop() ?? this.#open();
  }

  /** It has brought a whole answer. */
  give(client: Client): void {
    this.#idle.push(client);
  }

  /** It has failed, or was broken off: what still comes belongs to no request. */
  drop(client: Client): void {
    this.#all.delete(client);
    client.destroy(ignore);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((client) => client.destroy()));
  }

  #open(): Client {
    // There is never a second request on the way. Told that there may be, the client does not wait for a turn of the event loop
    // before it takes its connection for free; it still looks for what came unasked before it writes on a used one.
    const client = new Client(this.#name.base, { connect: this.#connect, maxHeaderSize: MAXIMUM_HEAD, pipelining: 2 });
    this.#all.add(client);
    client.on('disconnect', () => {
      const at = this.#idle.indexOf(client);
      if (at < 0) return;
      this.#idle.splice(at, 1);
      this.drop(client);
    });
    return client;
  }
}

const ignore = (): void => {};
