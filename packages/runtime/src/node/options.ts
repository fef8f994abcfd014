import type { Opaque } from '@sallyport/architecture';
import type { ApplicationId, Entrance, GateGraph } from '@sallyport/gates';
import type { Diagnostic, Request, Response } from '@sallyport/http';
import type { Journey } from '../world.ts';
import type { Clients } from './client-address.ts';
import type { IpData } from './ip-data/ip-data.ts';
import type { StoreUrl } from './shared-counters/store-url.ts';

/** The code of a Lambda function and how it is set. */
export interface FunctionCode {
  /** `index.handler`. */
  readonly handler: string;
  readonly code: { readonly inline: string } | { readonly folder: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  /** `nodejs20.x`. */
  readonly runtime: string;
  readonly name?: string;
  readonly region?: string;
}

/** The functions whose code is at hand. */
export type Functions = ReadonlyMap<ApplicationId, FunctionCode>;

/** One request that has been served, for the log and for people. */
export interface Served {
  readonly entrance: Entrance;
  /** The request as the first gate saw it. */
  readonly request: Request;
  readonly response: Response;
  readonly journey: Journey;
  readonly requestId: string;
  readonly pointOfPresence: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly firstByteMilliseconds: number;
  /** Of the bodies, without what frames them. */
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** The client left before the response was complete. */
  readonly aborted: boolean;
}

export interface ServeOptions {
  /** The first entrance listens here, the next ones above; ports in use are passed over. 8080 by default. */
  readonly firstPort?: number;
  /** Ports that the user has named, by the entrance's id; one in use is an error. 0 lets the system choose. */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * Servers that stand behind, by an origin's logical id, an application's id or a host: `http://localhost:3000`.
   * Everything else outside answers with an echo, except hosts on the loopback network, which are called.
   */
  readonly origins?: Readonly<Record<string, string>>;
  readonly functions?: Functions;
  readonly clients?: Clients;
  /** What is known of clients' addresses; what `clients` tells comes first. */
  readonly ipData?: IpData;
  /** Every connection begins with a PROXY protocol v2 header that says who the client is. */
  readonly proxyProtocol?: boolean;
  /** Holds the local certificate authority; `.sallyport` by default. */
  readonly stateFolder?: string;
  /**
   * Rate counts are shared through this Redis or Valkey server with other processes that name it, and are then estimated every
   * ten seconds as AWS does; otherwise they are this process's own, and exact.
   */
  readonly counters?: StoreUrl;
  readonly opaque?: (text: Opaque) => string;
  /** Seals the tokens that browsers get by solving a challenge or a CAPTCHA; by default one that nobody knows. */
  readonly tokenKey?: string;
  readonly grants?: (identity: string) => boolean;
  /** Whether chance lets something happen that happens to this share of the requests; random by default. */
  readonly draws?: (share: number) => boolean;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now?: () => number;
  /** How long a client may take for its head, and for its whole request. */
  readonly headersTimeoutMilliseconds?: number;
  readonly requestTimeoutMilliseconds?: number;
  readonly logs?: LogOptions;
  /** A port for the API of AWS WAF, which answers with sampled requests; 0 lets the system choose. Nothing is sampled without. */
  readonly wafApiPort?: number;
  readonly onRequest?: (served: Served) => void;
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
  /** What functions print. */
  readonly onFunctionOutput?: (application: ApplicationId, text: string) => void;
}

/** Where access logs, execution logs and the logs of web ACLs go: files in a folder, or lines to a function, or both. */
export interface LogOptions {
  readonly folder?: string;
  /** `about`: the entrance; of the log of a web ACL its id. */
  readonly onLine?: (log: 'access' | 'execution' | 'waf', about: string, line: string) => void;
}

/** An entrance and the loopback port where it listens. */
export interface RunningEntrance {
  readonly entrance: Entrance;
  readonly port: number;
  /** Whether it listens on ::1 too, which it does where the machine has IPv6. */
  readonly hasIPv6: boolean;
  /** To be sent requests to; the first one is best. */
  readonly urls: readonly string[];
}

export interface Running {
  readonly entrances: readonly RunningEntrance[];
  /** Where the API of AWS WAF listens, if it does. */
  readonly wafApiPort: number | undefined;
  /** The certificate that a client has to trust; made on the first call or the first TLS connection. */
  readonly certificateAuthority: () => Promise<string>;
  readonly close: () => Promise<void>;
  /**
   * Serves another graph from now on, and other functions where they are given; entrances that stay keep their ports, and
   * requests on their way are answered.
   */
  readonly replace: (graph: GateGraph, functions?: Functions) => Promise<void>;
}

/** A port that cannot be listened on, or another failure of the rim. */
export class ServeError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ServeError';
    this.code = code;
  }
}
