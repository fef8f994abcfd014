import { isIP } from 'node:net';
import type { Diagnostic } from '@sallyport/http';

/** Who a client pretends to be. */
export interface SimulatedClient {
  readonly address: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly region?: string;
  readonly asn?: number;
}

/** By the loopback address that a connection comes from (`curl --interface 127.0.0.2`), who the client is. */
export type Clients = ReadonlyMap<string, SimulatedClient>;

/**
 * Reads a file of clients: `{"127.0.0.2": {"address": "203.0.113.7", "country": "DE"}}`. What cannot be understood is left
 * out and reported.
 */
export function readClients(text: string, file: string): { clients: Clients; diagnostics: readonly Diagnostic[] } {
  const clients = new Map<string, SimulatedClient>();
  const diagnostics: Diagnostic[] = [];
  const report = (found: string, wanted: string) =>
    diagnostics.push({
      code: 'unreadable-clients',
      severity: 'error',
      message: `Cannot read clients from "${file}": ${found}, expected ${wanted}`,
    });
  const entries = entriesOf(text);
  if (!entries) report('no JSON object', 'addresses with their clients');
  for (const [loopback, value] of entries ?? []) {
    const client = clientOf(value);
    if (isIP(loopback) === 0) report(`the key "${loopback}"`, 'a loopback address');
    else if (!client) report(`what stands at "${loopback}"`, 'an object with an address');
    else clients.set(loopback, client);
  }
  return { clients, diagnostics };
}

function entriesOf(text: string): readonly (readonly [string, unknown])[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

function clientOf(value: unknown): SimulatedClient | undefined {
  if (typeof value !== 'object' || value === null || !('address' in value)) return undefined;
  if (typeof value.address !== 'string' || isIP(value.address) === 0) return undefined;
  return {
    address: value.address,
    ...('country' in value && typeof value.country === 'string' ? { country: value.country } : {}),
    ...('region' in value && typeof value.region === 'string' ? { region: value.region } : {}),
    ...('asn' in value && typeof value.asn === 'number' ? { asn: value.asn } : {}),
  };
}

/**
 * The client behind a connection. A loopback address that nobody has mapped stands for one of the blocks that are kept for
 * benchmarks: 127.x.y.z for 198.18.y.z (RFC 2544), so that `curl --interface 127.0.0.2` is another client; ::1 for
 * 2001:2::1 (RFC 5180).
 */
export function simulatedClient(peer: string, clients: Clients | undefined): SimulatedClient {
  const address = peer.startsWith('::ffff:') ? peer.slice(7) : peer;
  const mapped = clients?.get(address);
  if (mapped) return mapped;
  const rest = /^127\.\d+(\.\d+\.\d+)$/.exec(address)?.[1];
  if (rest !== undefined) return { address: `198.18${rest}` };
  return { address: address === '::1' ? '2001:2::1' : address };
}
