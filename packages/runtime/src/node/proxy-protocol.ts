import type { Socket } from 'node:net';

/** The peer that a PROXY header names. */
export interface ProxiedPeer {
  readonly address: string;
  readonly port: number;
}

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const FIXED = 16;

/** What the first bytes of a connection hold: a header and what follows it, too little so far, or something else. */
export type ProxyHeader =
  | { readonly peer: ProxiedPeer | undefined; readonly rest: Buffer }
  | 'incomplete'
  | 'malformed';

/**
 * Reads a PROXY protocol header, version 2, in binary. `LOCAL` and other families than TCP over IP name no peer.
 * https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt, section 2.2
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  const known = Math.min(bytes.length, SIGNATURE.length);
  if (!bytes.subarray(0, known).equals(SIGNATURE.subarray(0, known))) return 'malformed';
  if (bytes.length < FIXED) return 'incomplete';
  const length = bytes.readUInt16BE(14);
  if (bytes.readUInt8(12) >> 4 !== 2) return 'malformed';
  if (bytes.length < FIXED + length) return 'incomplete';
  const isProxy = (bytes.readUInt8(12) & 0x0f) === 1;
  const addresses = bytes.subarray(FIXED, FIXED + length);
  const peer = isProxy ? peerOf(bytes.readUInt8(13), addresses) : undefined;
  return { peer, rest: bytes.subarray(FIXED + length) };
}

function peerOf(family: number, bytes: Buffer): ProxiedPeer | undefined {
  if (family === 0x11 && bytes.length >= 12) {
    return { address: [...bytes.subarray(0, 4)].join('.'), port: bytes.readUInt16BE(8) };
  }
  if (family === 0x21 && bytes.length >= 36) {
    const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
    return { address: groups.join(':'), port: bytes.readUInt16BE(32) };
  }
  return undefined;
}

/** By the ends of the connection: TLS and HTTP/2 show other objects for the same socket. */
const peers = new Map<string, ProxiedPeer>();

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localPort'>;
const nameOf = ({ remoteAddress, remotePort, localPort }: Ends): string =>
  `${remoteAddress} ${remotePort} ${localPort}`;

/** The peer that a connection's PROXY header named. */
export const proxiedPeer = (socket: Ends): ProxiedPeer | undefined =>
  peers.size === 0 ? undefined : peers.get(nameOf(socket));

/** Remembers the peer until the connection is closed. */
export function rememberPeer(socket: Socket, peer: ProxiedPeer): void {
  const name = nameOf(socket);
  peers.set(name, peer);
  socket.once('close', () => peers.delete(name));
}
