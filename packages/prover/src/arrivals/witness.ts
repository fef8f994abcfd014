import type { Attribute, GateId, Traveller } from '@sallyport/gates';
import { type Connection, type Header, type HttpVersion, joinTarget, NO_BODY } from '@sallyport/http';
import { splitAttribute } from '../environment/index.ts';
import type { Point } from '../sets/index.ts';
import { portOf, type TextUniverses } from '../universe/text-universe.ts';
import type { Space } from './space.ts';

/** One request of a set, ready to be sent. */
export interface Witness {
  readonly request: Traveller;
  /** The gate that it is sent to. */
  readonly gate: GateId;
  /** Whether an authorizer is taken to grant it, by the authorizer's identity. */
  readonly grants: (identity: string) => boolean;
  /** Whether chance is taken to let a test hold, by identity. */
  readonly draws?: (identity: string) => boolean;
  /** How likely one try meets all that is left to chance, where anything is. */
  readonly share?: number;
  /** The undecided tests that it rests on; empty: it arrives whatever they give. */
  readonly rests: readonly string[];
}

/** The values of attributes of a request; those without an entry are as usual. */
type Values = ReadonlyMap<Attribute, readonly string[]>;

/** Makes requests out of points of a space. */
export class WitnessMaker {
  readonly #space: Space;
  readonly #universes: TextUniverses;
  readonly #gate: GateId;

  constructor(space: Space, universes: TextUniverses, gate: GateId) {
    this.#space = space;
    this.#universes = universes;
    this.#gate = gate;
  }

  /** `leftOut`: the undecided tests without a variable that the point may rest on. */
  witness(point: Point, leftOut: readonly string[] = []): Witness {
    const share = this.#share(point);
    return {
      request: this.#request(this.#values(point)),
      gate: this.#gate,
      ...(share === undefined
        ? {}
        : { share, draws: (identity) => this.#holds(point, this.#space.draws.get(identity)?.place) }),
      grants: (identity) =>
        this.#holds(point, this.#space.credentials.get(identity) ?? this.#space.undecided.get(identity)),
      rests: [...new Set([...this.#rests(point), ...leftOut])],
    };
  }

  #holds(point: Point, place: number | undefined): boolean {
    return place !== undefined && point[place] === 1;
  }

  /** Draws are independent of one another. */
  #share(point: Point): number | undefined {
    const chances = [...this.#space.draws.values()].flatMap(({ place, share }) => {
      const index = point[place] ?? -1;
      return index < 0 ? [] : [index === 1 ? share : 1 - share];
    });
    return chances.length === 0 ? undefined : chances.reduce((product, chance) => product * chance, 1);
  }

  #rests(point: Point): readonly string[] {
    return [...this.#space.undecided].flatMap(([identity, place]) =>
      (point[place] ?? -1) < 0 ? [] : [this.#space.reasons.get(identity) ?? identity],
    );
  }

  #values(point: Point): Values {
    return new Map(
      this.#space.variables.map((variable, place): readonly [Attribute, readonly string[]] => {
        const index = point[place] ?? -1;
        return [
          variable.attribute,
          variable.values(index < 0 ? variable.usual : index) ?? variable.values(variable.usual) ?? [],
        ];
      }),
    );
  }

  #request(values: Values): Traveller {
    const principal = values.get('principal')?.[0];
    return {
      method: this.#one(values, 'method') ?? 'GET',
      target: joinTarget({ path: this.#one(values, 'path') ?? '/', query: queryOf(values) }),
      httpVersion: httpVersionOf(this.#one(values, 'http-version')),
      headers: [['Host', this.#one(values, 'host') ?? 'localhost'], ...headersOf(values)],
      body: NO_BODY,
      connection: this.#connection(values),
      ...(principal === undefined ? {} : { principal }),
    };
  }

  #one(values: Values, attribute: Attribute): string | undefined {
    const known = values.get(attribute);
    if (known) return known[0];
    return this.#universes.of(attribute).pleasant[0];
  }

  #connection(values: Values): Connection {
    const port = values.get('port')?.[0];
    const scheme = this.#scheme(values, port);
    const country = values.get('country')?.[0];
    const connection: Connection = {
      scheme,
      address: values.get('address')?.[0] ?? '198.51.100.7',
      port: 50000,
      localPort: Number(port ?? portOf(scheme)),
      ...(country === undefined ? {} : { country }),
    };
    return scheme === 'https' ? { ...connection, tls: this.#tls(values) } : connection;
  }

  /** The scheme goes with the port, where only that one is tested. */
  #scheme(values: Values, port: string | undefined): 'http' | 'https' {
    if (!values.has('scheme') && port !== undefined) return port === portOf('http') ? 'http' : 'https';
    return this.#one(values, 'scheme') === 'http' ? 'http' : 'https';
  }

  #tls(values: Values): NonNullable<Connection['tls']> {
    const serverName = values.has('server-name') ? values.get('server-name')?.[0] : this.#serverName(values);
    const identity = values.get('client-certificate')?.[0];
    return {
      ...(serverName === undefined ? {} : { serverName }),
      ...(identity === undefined ? {} : { clientCertificate: { identity } }),
    };
  }

  /** A client shows the name that it looked up, whatever Host it sends. */
  #serverName(values: Values): string | undefined {
    return this.#universes.of('server-name').pleasant[0] ?? this.#one(values, 'host')?.split(':')[0];
  }
}

function queryOf(values: Values): string | undefined {
  const whole = values.get('query')?.[0];
  if (whole !== undefined) return whole;
  const pieces = named(values, 'argument').map(([name, value]) => `${name}=${value}`);
  return pieces.length === 0 ? undefined : pieces.join('&');
}

function headersOf(values: Values): readonly Header[] {
  const cookies = named(values, 'cookie').map(([name, value]) => `${name}=${value}`);
  return [...named(values, 'header'), ...(cookies.length === 0 ? [] : [['Cookie', cookies.join('; ')] as const])];
}

/** The values of all attributes of one kind, with their names. */
const named = (values: Values, kind: string): readonly (readonly [name: string, value: string])[] =>
  [...values].flatMap(([attribute, list]) => {
    const [own, name] = splitAttribute(attribute);
    return own === kind ? list.map((value) => [name, value] as const) : [];
  });

const VERSIONS: readonly HttpVersion[] = ['1.0', '1.1', '2', '3'];
const httpVersionOf = (text: string | undefined): HttpVersion => VERSIONS.find((version) => version === text) ?? '1.1';
